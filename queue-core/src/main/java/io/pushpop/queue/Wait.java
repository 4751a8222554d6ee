package io.pushpop.queue;

import org.agrona.concurrent.IdleStrategy;

/**
 * The waits of one end, one at a time: idles or sleeps between looks, and ends by time or
 * interruption. Reused, so that waiting allocates nothing.
 */
final class Wait {
  /** Null where the end parks. */
  private final IdleStrategy idleStrategy;

  private final long spinNanos;
  private final Sleep sleep;
  private long timeoutNanos;
  private long startNanos;
  private long waitedNanos;
  private long milliseconds;

  Wait(EndOptions options, Sleep sleep) {
    this.idleStrategy = options.idleStrategy();
    this.spinNanos = options.spinNanos();
    this.sleep = sleep;
  }

  /** Starts a wait, after a first look that failed. */
  void start(long timeoutNanos) {
    this.timeoutNanos = timeoutNanos;
    this.startNanos = System.nanoTime();
    this.milliseconds = 0;
    if (idleStrategy != null) {
      idleStrategy.reset();
    } else {
      sleep.start();
    }
  }

  /**
   * Idles once, or sleeps once.
   *
   * @param what is waited in, for the message
   * @return true if it is worth another look, false if the time is over
   */
  boolean goOn(String what) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException("interrupted while waiting in " + what + "; nothing is lost");
    }
    // A difference, so that a time-out of Long.MAX_VALUE cannot overflow.
    waitedNanos = System.nanoTime() - startNanos;
    if (waitedNanos >= timeoutNanos) {
      return false;
    }
    if (idleStrategy != null) {
      idleStrategy.idle();
    } else if (waitedNanos < spinNanos) {
      Thread.onSpinWait();
    } else {
      sleep.step(timeoutNanos - waitedNanos);
    }
    return true;
  }

  /**
   * Whether the next look must be at the peer's counter: the end is about to sleep, or this has
   * come into another millisecond since it was asked.
   */
  boolean needsCounter() {
    long now = waitedNanos / 1_000_000;
    boolean another = now != milliseconds;
    milliseconds = now;
    return another || idleStrategy == null && waitedNanos >= spinNanos;
  }

  /**
   * The wait is over, by success, time, interruption or any exception.
   *
   * @param found whether what was waited for is there
   */
  void end(boolean found) {
    sleep.end(found);
  }

  /** The sleeps of the end, for whoever waits in its place. */
  Sleep sleep() {
    return sleep;
  }

  SleepCounts sleepCounts() {
    return sleep.counts();
  }
}
