package io.pushpop.ipc;

import io.pushpop.queue.JointSleep;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.TimeUnit;
import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;

/** Sleeps on the flags of many ends of mapped files, by one system call. */
final class JointFutexSleep implements JointSleep {
  /** As many words as the kernel takes. */
  private static final int MOST_WAITERS = 128;

  private static final long NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);
  private static final int WOKEN = 1;

  private final ByteBuffer waiters = memory(MOST_WAITERS * Linux.FUTEX_WAITV_LENGTH);
  private final long waitersAddress = BufferUtil.address(waiters);

  /** A {@code struct timespec} where long has 64 bits. */
  private final ByteBuffer until = memory(2 * Long.BYTES);

  private final long untilAddress = BufferUtil.address(until);

  /** {@link #WOKEN} while a wake-up has not ended a sleep yet, else 0. */
  private final UnsafeBuffer woken = new UnsafeBuffer(memory(Integer.BYTES));

  @Override
  public int capacity() {
    return MOST_WAITERS - 1;
  }

  @Override
  public void sleep(long[] addresses, int count, int value, long nanos) {
    for (int i = 0; i < count; i++) {
      Linux.describeWaiter(waiters, i, addresses[i], value);
    }
    Linux.describeWaiter(waiters, count, woken.addressOffset(), 0);
    Linux.monotonicTime(untilAddress);
    long end = until.getLong(Long.BYTES) + nanos % NANOS_PER_SECOND;
    until.putLong(0, until.getLong(0) + nanos / NANOS_PER_SECOND + end / NANOS_PER_SECOND);
    until.putLong(Long.BYTES, end % NANOS_PER_SECOND);
    Linux.futexWaitv(waitersAddress, count + 1, untilAddress);
    woken.putIntVolatile(0, 0);
  }

  @Override
  public void wake() {
    // The word first: who is about to sleep does not.
    woken.putIntVolatile(0, WOKEN);
    Linux.futexWake(woken.addressOffset());
  }

  private static ByteBuffer memory(int length) {
    return ByteBuffer.allocateDirect(length).order(ByteOrder.nativeOrder());
  }
}
