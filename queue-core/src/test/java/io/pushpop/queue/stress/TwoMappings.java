package io.pushpop.queue.stress;

import io.pushpop.queue.Attachment;
import io.pushpop.queue.EndOptions;
import io.pushpop.queue.Geometry;
import io.pushpop.queue.PeerState;
import io.pushpop.queue.Pop;
import io.pushpop.queue.Push;
import io.pushpop.queue.RingLayout;
import io.pushpop.queue.RingView;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicInteger;
import org.agrona.concurrent.UnsafeBuffer;

/** A fresh small ring whose two ends look at it through two mappings of one file. */
final class TwoMappings implements Attachment {
  static final int SLOT_SIZE = 32;

  /** More rings than jcstress has states at work at one time. */
  private static final int RINGS = 1 << 13;

  private static final int MAX_SLOTS = 8;
  private static final int RING_LENGTH = RingLayout.SLOTS_OFFSET + MAX_SLOTS * SLOT_SIZE;
  private static final AtomicInteger NEXT = new AtomicInteger();
  private static final MappedByteBuffer PUSH_MAPPING;
  private static final MappedByteBuffer POP_MAPPING;

  static {
    try {
      Path file = Files.createTempFile("pushpop-stress", ".ring");
      try (FileChannel channel =
          FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
        PUSH_MAPPING = channel.map(MapMode.READ_WRITE, 0, (long) RINGS * RING_LENGTH);
        POP_MAPPING = channel.map(MapMode.READ_WRITE, 0, (long) RINGS * RING_LENGTH);
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private final Geometry geometry;
  private final UnsafeBuffer pushView;
  private final UnsafeBuffer popView;

  /** A ring of so many slots, which has been used up to this position and is empty. */
  TwoMappings(int slots, long position) {
    geometry = Geometry.of(slots, SLOT_SIZE);
    int offset = (NEXT.getAndIncrement() & RINGS - 1) * RING_LENGTH;
    pushView = new UnsafeBuffer(PUSH_MAPPING, offset, geometry.regionLength());
    popView = new UnsafeBuffer(POP_MAPPING, offset, geometry.regionLength());
    pushView.setMemory(0, pushView.capacity(), (byte) 0);
    pushView.putLong(RingLayout.HEAD_OFFSET, position);
    pushView.putLong(RingLayout.TAIL_OFFSET, position);
  }

  Push push() {
    return push(EndOptions.defaults());
  }

  Push push(EndOptions options) {
    return Push.attach(pushView, geometry, options, this);
  }

  Pop pop() {
    return Pop.attach(popView, geometry, EndOptions.defaults(), this);
  }

  RingView view() {
    return RingView.of(popView, geometry);
  }

  @Override
  public PeerState peer() {
    return new PeerState(PeerState.State.DETACHED, 1);
  }

  @Override
  public void closed() {}
}
