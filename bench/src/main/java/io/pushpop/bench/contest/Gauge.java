package io.pushpop.bench.contest;

import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.AtomicBuffer;

/**
 * One side of the gauge that tells how far the cores of the two sides lie apart. Both sides take
 * part, in their own threads, and both learn what came out.
 */
final class Gauge {
  // A number of each side, on lines of its own, and what came out.
  private static final int FIRST_OFFSET = 0;
  private static final int SECOND_OFFSET = 256;
  private static final int NANOS_OFFSET = 512;

  /** In the place of a number: the gauge has been read. */
  private static final long DONE = -1;

  private static final int BLOCK = 100;

  /** Long enough that the loop is compiled in most of it. */
  private static final long DURATION_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  private final AtomicBuffer shared;
  private final boolean first;
  private long trips;

  /**
   * A side of a gauge, which is good for one reading.
   *
   * @param shared 1 KiB of zeros
   * @param first whether this side begins
   */
  Gauge(AtomicBuffer shared, boolean first) {
    this.shared = shared;
    this.first = first;
  }

  /** What a round trip takes, in nanoseconds, in the best of many blocks; waits for the other. */
  double read() {
    if (!first) {
      answer();
      return shared.getDouble(NANOS_OFFSET);
    }
    trip(); // the other side may still be starting
    double best = Double.MAX_VALUE;
    long now = System.nanoTime();
    long end = now + DURATION_NANOS;
    while (end - now > 0) {
      long start = now;
      for (int i = 0; i < BLOCK; i++) {
        trip();
      }
      now = System.nanoTime();
      best = Math.min(best, (double) (now - start) / BLOCK);
    }
    shared.putDouble(NANOS_OFFSET, best);
    shared.putLongRelease(FIRST_OFFSET, DONE);
    return best;
  }

  private void trip() {
    trips++;
    shared.putLongRelease(FIRST_OFFSET, trips);
    while (shared.getLongAcquire(SECOND_OFFSET) != trips) {
      Thread.onSpinWait();
    }
  }

  private void answer() {
    while (true) {
      long asked = shared.getLongAcquire(FIRST_OFFSET);
      if (asked > trips) {
        trips = asked;
        shared.putLongRelease(SECOND_OFFSET, asked);
      } else if (asked == DONE) {
        return;
      } else {
        Thread.onSpinWait();
      }
    }
  }
}
