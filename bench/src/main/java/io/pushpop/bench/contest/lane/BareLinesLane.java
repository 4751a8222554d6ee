package io.pushpop.bench.contest.lane;

import java.io.IOException;
import java.nio.MappedByteBuffer;
import org.agrona.BitUtil;
import org.agrona.IoUtil;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Whole cache lines, written one after the other; a counter tells of them in blocks, and another
 * one comes back in blocks. No length, no stamp, no other element: what the memory alone allows.
 */
final class BareLinesLane implements Lane {
  private static final int HEAD_OFFSET = 0;
  private static final int TAIL_OFFSET = 1024;
  private static final int LINES_OFFSET = 4096;
  private static final int LINE = 64;

  private final MappedByteBuffer mapping;
  private final UnsafeBuffer buffer;
  private final Payload payload;
  private final int stride;
  private final int lines;
  private final int block;
  private long position;
  private long limit;

  BareLinesLane(LaneSpec spec) throws IOException {
    this.mapping = ZeroFile.map(spec.path(), LINES_OFFSET + spec.ringLength());
    this.buffer = new UnsafeBuffer(mapping);
    this.payload = spec.payload();
    this.stride = BitUtil.align(payload.length(), LINE);
    this.lines = Integer.highestOneBit(spec.ringLength() / stride);
    this.block = Math.min(Contender.BATCH, Math.max(1, lines / 4));
    this.limit = spec.sending() ? lines : 0;
  }

  @Override
  public boolean trySend(long sequence) {
    if (position == limit) {
      limit = buffer.getLongAcquire(TAIL_OFFSET) + lines;
      if (position == limit) {
        return false;
      }
    }
    payload.write(buffer, offset(), sequence);
    position++;
    if ((position & block - 1) == 0) {
      flush();
    }
    return true;
  }

  @Override
  public void flush() {
    buffer.putLongRelease(HEAD_OFFSET, position);
  }

  @Override
  public int receive() {
    int count = 0;
    while (count < block && receiveOne()) {
      count++;
    }
    return count;
  }

  @Override
  public boolean receiveOne() {
    if (position == limit) {
      buffer.putLongRelease(TAIL_OFFSET, position);
      limit = buffer.getLongAcquire(HEAD_OFFSET);
      if (position == limit) {
        return false;
      }
    }
    payload.check(buffer, offset(), payload.length(), position);
    position++;
    if ((position & block - 1) == 0) {
      buffer.putLongRelease(TAIL_OFFSET, position);
    }
    return true;
  }

  @Override
  public long received() {
    return position;
  }

  @Override
  public void close() {
    IoUtil.unmap(mapping);
  }

  private int offset() {
    return LINES_OFFSET + ((int) position & lines - 1) * stride;
  }
}
