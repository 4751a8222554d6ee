package io.pushpop.queue;

import java.util.concurrent.atomic.AtomicReference;
import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;

/** A region that a test can look into, with ends that know of each other as little as it says. */
final class TestRegion {
  final Geometry geometry;
  final UnsafeBuffer memory;
  final AtomicReference<PeerState> peer =
      new AtomicReference<>(new PeerState(PeerState.State.ABSENT, 0));
  int closes;

  TestRegion(Geometry geometry) {
    this.geometry = geometry;
    this.memory = new UnsafeBuffer(BufferUtil.allocateDirectAligned(geometry.regionLength(), 4096));
  }

  /** A ring that has been used up to this position and is empty. */
  TestRegion startingAt(long position) {
    memory.putLong(RingLayout.HEAD_OFFSET, position);
    memory.putLong(RingLayout.TAIL_OFFSET, position);
    return this;
  }

  Push push() {
    return push(EndOptions.defaults());
  }

  Push push(EndOptions options) {
    return Push.attach(memory, geometry, options, attachment());
  }

  Pop pop() {
    return Pop.attach(memory, geometry, EndOptions.defaults(), attachment());
  }

  long head() {
    return memory.getLong(RingLayout.HEAD_OFFSET);
  }

  long tail() {
    return memory.getLong(RingLayout.TAIL_OFFSET);
  }

  int slotOffset(long position) {
    int index = (int) position & geometry.slots() - 1;
    return RingLayout.SLOTS_OFFSET + index * geometry.slotSize();
  }

  int stampAt(long position) {
    return memory.getInt(slotOffset(position) + RingLayout.STAMP_OFFSET);
  }

  byte[] copy() {
    byte[] bytes = new byte[memory.capacity()];
    memory.getBytes(0, bytes);
    return bytes;
  }

  private Attachment attachment() {
    return new Attachment() {
      @Override
      public PeerState peer() {
        return peer.get();
      }

      @Override
      public void closed() {
        closes++;
      }
    };
  }
}
