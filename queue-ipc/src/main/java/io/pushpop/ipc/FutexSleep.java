package io.pushpop.ipc;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.spi.AbstractInterruptibleChannel;
import java.util.concurrent.TimeUnit;
import org.agrona.BufferUtil;

/**
 * The sleeps of one end on words of its mapped file, by futex; for the thread that uses the end.
 *
 * <p>The kernel's sleep knows nothing of Java's interrupts. What the JDK offers to blocking calls
 * that are not its own is a channel: the one in which a thread has begun an operation is closed by
 * whoever interrupts the thread. So a channel stands around each sleep, with nothing behind it but
 * the wake-up. A closed one is of no more use, and another takes its place.
 *
 * <p>The JDK may miss an interrupt that comes in the very moment in which a sleep begins: callers
 * bound their sleeps.
 */
final class FutexSleep {
  private static final long NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

  /** In place of an offset: nobody sleeps. */
  private static final int AWAKE = -1;

  private final RingFile file;

  /** A {@code struct timespec} where long has 64 bits. */
  private final ByteBuffer timeout =
      ByteBuffer.allocateDirect(2 * Long.BYTES).order(ByteOrder.nativeOrder());

  private final long timeoutAddress = BufferUtil.address(timeout);
  private Interruption interruption = new Interruption();

  /** Offset in the region of the word that is slept on. Guarded by this. */
  private int asleepOn = AWAKE;

  /**
   * The sleeps of an end.
   *
   * @param file held by the end while it sleeps
   */
  FutexSleep(RingFile file) {
    this.file = file;
  }

  /**
   * Sleeps while a word of the region holds a value. May end early, for any reason or none; ends at
   * once if the thread is interrupted or becomes so, which it stays.
   */
  void sleep(int offset, int value, long nanos) {
    timeout.putLong(0, nanos / NANOS_PER_SECOND).putLong(Long.BYTES, nanos % NANOS_PER_SECOND);
    interruption.watch();
    try {
      setAsleepOn(offset);
      // Whoever interrupted this thread before that found nobody asleep.
      if (!Thread.currentThread().isInterrupted()) {
        Linux.futexWait(file.region().addressOffset() + offset, value, timeoutAddress);
      }
    } finally {
      setAsleepOn(AWAKE);
      if (interruption.hasCome()) {
        interruption = new Interruption();
      }
    }
  }

  private synchronized void setAsleepOn(int offset) {
    asleepOn = offset;
  }

  /** Under the lock, since whoever sleeps no more may give the mapping back. */
  private synchronized void wakeSleeper() {
    if (asleepOn != AWAKE) {
      // RELEASE SLEEPS: as in Push and Pop. Without it, who is about to sleep would still do so.
      file.region().putIntRelease(asleepOn, 0);
      Linux.futexWake(file.region().addressOffset() + asleepOn);
    }
  }

  /** Closed when its thread is interrupted. */
  private final class Interruption extends AbstractInterruptibleChannel {
    void watch() {
      begin();
    }

    /** Watches no more, and tells whether an interrupt has come. */
    boolean hasCome() {
      try {
        end(true);
        return !isOpen();
      } catch (AsynchronousCloseException interrupted) {
        return true;
      }
    }

    @Override
    protected void implCloseChannel() {
      wakeSleeper();
    }
  }
}
