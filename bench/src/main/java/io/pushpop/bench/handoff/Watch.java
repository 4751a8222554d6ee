package io.pushpop.bench.handoff;

import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.NoOpIdleStrategy;

/**
 * Idles between two looks at the ring, and tells when it is time to ask after the peer: that is a
 * call of the kernel, and not for every look. For one thread.
 */
final class Watch {
  private static final long INTERVAL_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  /** A power of two; the clock costs more than a look at the ring. */
  private static final int IDLES_PER_LOOK_AT_THE_CLOCK = 256;

  private final boolean spinning;
  private final IdleStrategy idleStrategy;
  private int idles;
  private long lastNanos = System.nanoTime();

  /**
   * Creates a watch.
   *
   * @param spinning whether this thread may keep a core to itself
   */
  Watch(boolean spinning) {
    this.spinning = spinning;
    this.idleStrategy = spinning ? NoOpIdleStrategy.INSTANCE : new BackoffIdleStrategy();
  }

  boolean isSpinning() {
    return spinning;
  }

  /** The wait is over. */
  void reset() {
    idleStrategy.reset();
  }

  /**
   * Idles once.
   *
   * @return true if it is time to ask after the peer
   */
  boolean idle() {
    idleStrategy.idle();
    return (++idles & IDLES_PER_LOOK_AT_THE_CLOCK - 1) == 0 && isTime(System.nanoTime());
  }

  /**
   * For a wait that looks at the clock anyway.
   *
   * @param nowNanos what it saw
   * @return true if it is time to ask after the peer
   */
  boolean isTime(long nowNanos) {
    if (nowNanos - lastNanos < INTERVAL_NANOS) {
      return false;
    }
    lastNanos = nowNanos;
    return true;
  }
}
