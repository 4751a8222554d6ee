package io.pushpop.queue;

import org.agrona.concurrent.IdleStrategy;

/**
 * The waits of one end, one at a time: idles between looks, and ends by time or interruption.
 * Reused, so that waiting allocates nothing.
 */
final class Wait {
  private final IdleStrategy idleStrategy;
  private long timeoutNanos;
  private long startNanos;
  private long waitedNanos;
  private long milliseconds;

  Wait(IdleStrategy idleStrategy) {
    this.idleStrategy = idleStrategy;
  }

  /** Starts a wait, after a first look that failed. */
  void start(long timeoutNanos) {
    this.timeoutNanos = timeoutNanos;
    this.startNanos = System.nanoTime();
    this.milliseconds = 0;
    idleStrategy.reset();
  }

  /**
   * Idles once.
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
    idleStrategy.idle();
    return true;
  }

  /** Whether the wait has come into another millisecond since this was asked. */
  boolean anotherMillisecond() {
    long now = waitedNanos / 1_000_000;
    boolean another = now != milliseconds;
    milliseconds = now;
    return another;
  }
}
