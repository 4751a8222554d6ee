package io.pushpop.bench.contest.lane;

import java.io.IOException;
import java.nio.MappedByteBuffer;
import org.agrona.IoUtil;
import org.agrona.concurrent.UnsafeBuffer;

/** A number in a cache line of its own, stored with release and loaded with acquire. */
final class BareLane implements Lane {
  private static final int LENGTH = 4096;
  private static final int FLAG_OFFSET = 1024;

  private final MappedByteBuffer mapping;
  private final UnsafeBuffer buffer;
  private long received;

  BareLane(LaneSpec spec) throws IOException {
    this.mapping = ZeroFile.map(spec.path(), LENGTH);
    this.buffer = new UnsafeBuffer(mapping);
  }

  @Override
  public boolean trySend(long sequence) {
    buffer.putLongRelease(FLAG_OFFSET, sequence + 1);
    return true;
  }

  @Override
  public int receive() {
    return receiveOne() ? 1 : 0;
  }

  @Override
  public boolean receiveOne() {
    if (buffer.getLongAcquire(FLAG_OFFSET) != received + 1) {
      return false;
    }
    received++;
    return true;
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
