package io.pushpop.bench.torture;

import io.pushpop.queue.SleepCounts;
import org.agrona.concurrent.AtomicBuffer;

/**
 * What one side of a {@link Doze} has done, on a page that it shares with the parent.
 *
 * <pre>
 * elements 0  given up 8  interrupted 16  sleeps 24  after grace 32  after bound 40  ended 48
 * </pre>
 */
final class DozeAccount {
  private static final int ELEMENTS = 0;
  private static final int GIVEN_UP = 8;
  private static final int INTERRUPTED = 16;
  private static final int SLEEPS = 24;
  private static final int AFTER_GRACE = 32;
  private static final int AFTER_BOUND = 40;
  private static final int ENDED = 48;

  private final AtomicBuffer page;

  DozeAccount(AtomicBuffer page) {
    this.page = page;
  }

  void gaveUp() {
    page.putLong(GIVEN_UP, givenUp() + 1);
  }

  void wasInterrupted() {
    page.putLong(INTERRUPTED, interrupted() + 1);
  }

  void passed(long elements) {
    page.putLongRelease(ELEMENTS, elements);
  }

  void slept(SleepCounts counts) {
    page.putLong(SLEEPS, counts.sleeps());
    page.putLong(AFTER_GRACE, counts.foundAfterGrace());
    page.putLong(AFTER_BOUND, counts.foundAfterBound());
  }

  void end() {
    page.putLongRelease(ENDED, 1);
  }

  boolean hasEnded() {
    return page.getLongAcquire(ENDED) == 1;
  }

  long elements() {
    return page.getLongAcquire(ELEMENTS);
  }

  long givenUp() {
    return page.getLong(GIVEN_UP);
  }

  long interrupted() {
    return page.getLong(INTERRUPTED);
  }

  SleepCounts counts() {
    return new SleepCounts(
        page.getLong(SLEEPS), page.getLong(AFTER_GRACE), page.getLong(AFTER_BOUND));
  }
}
