package io.pushpop.bench.contest.lane;

import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.util.function.Function;
import org.agrona.IoUtil;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.AtomicBuffer;
import org.agrona.concurrent.MessageHandler;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.RingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;

/**
 * A ring of Agrona's, elements written in place through a claim and read in place. A JVM that races
 * knows one kind of ring alone, so that calls through the interface compile to direct ones.
 */
final class AgronaLane implements Lane, MessageHandler {
  private static final int TYPE = 1;

  private final MappedByteBuffer mapping;
  private final RingBuffer ring;
  private final Payload payload;
  private long received;

  AgronaLane(LaneSpec spec, Function<AtomicBuffer, RingBuffer> kind) throws IOException {
    this.mapping =
        ZeroFile.map(spec.path(), spec.ringLength() + RingBufferDescriptor.TRAILER_LENGTH);
    this.ring = kind.apply(new UnsafeBuffer(mapping));
    this.payload = spec.payload();
  }

  @Override
  public boolean trySend(long sequence) {
    int index = ring.tryClaim(TYPE, payload.length());
    if (index < 0) {
      return false;
    }
    payload.write(ring.buffer(), index, sequence);
    ring.commit(index);
    return true;
  }

  @Override
  public int receive() {
    return ring.read(this, Contender.BATCH);
  }

  @Override
  public boolean receiveOne() {
    return ring.read(this, 1) == 1;
  }

  @Override
  public void onMessage(int type, MutableDirectBuffer buffer, int index, int length) {
    payload.check(buffer, index, length, received);
    received++;
  }

  @Override
  public long received() {
    return received;
  }

  @Override
  public void close() {
    IoUtil.unmap(mapping);
  }
}
