package io.pushpop.bench.torture;

import io.pushpop.queue.End;

/**
 * Makes one side slow for a stretch, then the other, then none: so that a kill finds the ring full,
 * empty, and in between, and each side in the midst of what it does.
 */
final class Pace {
  /** Sequences of which a side is slow for all. */
  private static final int STRETCH_SHIFT = 5;

  private static final int STRETCH_DIE = 8;
  private static final int PAUSE_DIE = 9;

  /** More than it takes to make or check an element, interpreted. */
  private static final int LONGEST_PAUSE_NANOS = 100_000;

  private final Elements elements;
  private final int slowFrom;
  private final int slowBelow;

  private Pace(Elements elements, int slowFrom, int slowBelow) {
    this.elements = elements;
    this.slowFrom = slowFrom;
    this.slowBelow = slowBelow;
  }

  /** Never slow. */
  static Pace steady(Elements elements) {
    return new Pace(elements, 0, 0);
  }

  /** Slow in one stretch of four to push, in two to pop: what comes again was popped slowly. */
  static Pace uneven(Elements elements, End end) {
    return end == End.PUSH ? new Pace(elements, 0, 1) : new Pace(elements, 1, 3);
  }

  /** Lets some time go by, if this is an element at which the side is slow. */
  void dawdle(long sequence) {
    if (isSlow(sequence)) {
      int nanos = Elements.bounded(elements.draw(sequence, PAUSE_DIE), LONGEST_PAUSE_NANOS);
      long start = System.nanoTime();
      while (System.nanoTime() - start < nanos) {
        Thread.onSpinWait();
      }
    }
  }

  private boolean isSlow(long sequence) {
    if (slowBelow == 0) {
      return false;
    }
    long stretch = elements.draw(sequence >>> STRETCH_SHIFT, STRETCH_DIE) & 3;
    return stretch >= slowFrom && stretch < slowBelow;
  }
}
