package io.pushpop.bench.torture;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for what must come about, for so long and no longer. */
final class Patience {
  /** Ample for a JVM to come up on a machine that is busy with other things. */
  static final long SECONDS = 60;

  private static final long PAUSE_NANOS = TimeUnit.MICROSECONDS.toNanos(100);

  private Patience() {}

  /** Something that can go wrong while one waits for something else. */
  interface Check {
    /**
     * Looks.
     *
     * @throws Violation if it went wrong
     * @throws StoppedException if the run is being ended
     */
    void run() throws StoppedException;
  }

  /**
   * Waits.
   *
   * @param done what is waited for
   * @param always looked at all the while
   * @param expected what should have come about, for the message
   * @param found what has, for the message
   * @throws Violation if it did not come about in {@value #SECONDS} seconds
   */
  static void await(BooleanSupplier done, Check always, String expected, Supplier<String> found)
      throws StoppedException {
    long start = System.nanoTime();
    while (!done.getAsBoolean()) {
      always.run();
      if (System.nanoTime() - start > TimeUnit.SECONDS.toNanos(SECONDS)) {
        throw new Violation(
            "nothing more happened: expected within "
                + SECONDS
                + " s="
                + expected
                + ", found="
                + found.get());
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }
}
