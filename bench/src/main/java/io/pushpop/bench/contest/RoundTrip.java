package io.pushpop.bench.contest;

import io.pushpop.bench.contest.lane.Lane;
import java.io.IOException;
import org.HdrHistogram.Histogram;

/** There and back again, one element at a time; in methods of their own, see {@link FlatOut}. */
final class RoundTrip {
  private final Course course;

  RoundTrip(Course course) {
    this.course = course;
  }

  Measured ping() throws IOException {
    Histogram histogram = new Histogram(Course.LONGEST_NANOS, 3);
    try (Lane there = course.open("there", true);
        Lane back = course.open("back", false)) {
      long trips = tripsFor(course.warmUpNanos(), there, back, 0, histogram);
      histogram.reset();
      trips = tripsFor(course.measuredNanos(), there, back, trips, histogram);
      course.stop();
      Latency latency = Latency.of(histogram);
      return new Measured(latency.p50(), trips, latency, null);
    }
  }

  void pong() throws IOException {
    try (Lane there = course.open("there", false);
        Lane back = course.open("back", true)) {
      int stride = there.waits() ? 1 : Course.STRIDE;
      for (long sequence = 0; answer(there, back, sequence, stride); sequence++) {}
    }
  }

  /** Answers an element; false if none comes any more. */
  private boolean answer(Lane there, Lane back, long sequence, int stride) {
    for (int looks = 1; !there.receiveOne(); looks++) {
      if (looks % stride == 0 && course.isStopped()) {
        return false;
      }
      Thread.onSpinWait();
    }
    while (!back.trySend(sequence)) {
      Thread.onSpinWait();
    }
    back.flush();
    return true;
  }

  private long tripsFor(long nanos, Lane there, Lane back, long first, Histogram histogram) {
    long fewest = first + course.fewestElements();
    long sequence = first;
    long now = System.nanoTime();
    long end = now + nanos;
    while (end - now > 0 || sequence < fewest) {
      long start = System.nanoTime();
      trip(there, back, sequence++);
      now = System.nanoTime();
      histogram.recordValue(Math.min(now - start, Course.LONGEST_NANOS));
    }
    return sequence;
  }

  private static void trip(Lane there, Lane back, long sequence) {
    while (!there.trySend(sequence)) {
      Thread.onSpinWait();
    }
    there.flush();
    while (!back.receiveOne()) {
      Thread.onSpinWait();
    }
  }
}
