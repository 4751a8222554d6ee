package io.pushpop.bench.contest;

import io.pushpop.bench.contest.Scenario.Slower;
import io.pushpop.bench.contest.lane.Lane;
import java.io.IOException;

/**
 * One way, as fast as it goes. The loops that count are methods of their own, called many times: a
 * loop that is entered once is compiled while it runs, knowing less of what it uses, and took up to
 * twice as long, in some JVMs and not in others.
 */
final class FlatOut {
  private final Course course;

  FlatOut(Course course) {
    this.course = course;
  }

  void send() throws IOException {
    Burner burner =
        course.scenario().slower() == Slower.PRODUCER ? Burner.of(Scenario.BURNT_NANOS) : null;
    try (Lane there = course.open("there", true)) {
      boolean waits = there.waits();
      long sequence = 0;
      while (!course.isStopped()) {
        sequence = sendStride(there, sequence, burner, waits);
        there.flush();
      }
    }
  }

  Measured receive() throws IOException {
    try (Lane there = course.open("there", false)) {
      awaitFirst(there);
      receiveFor(there, course.warmUpNanos());
      long before = there.received();
      long nanos = receiveFor(there, course.measuredNanos());
      long elements = there.received() - before;
      course.stop();
      return new Measured(elements * 1e3 / nanos, there.received(), null, null);
    }
  }

  private long receiveFor(Lane lane, long nanos) {
    long fewest = lane.received() + course.fewestElements();
    long start = System.nanoTime();
    long now = start;
    while (now - start < nanos || lane.received() < fewest) {
      receiveStride(lane);
      now = System.nanoTime();
    }
    return now - start;
  }

  /** Sends what there is room for; the sequence after it. */
  private long sendStride(Lane there, long first, Burner burner, boolean waits) {
    long sequence = first;
    for (int i = 0; i < Course.STRIDE; i++) {
      if (there.trySend(sequence)) {
        sequence++;
        if (burner != null) {
          burner.burn();
        }
      } else {
        there.flush();
        if (waits && course.isStopped()) {
          return sequence; // what is left of the stride would take minutes
        }
        Thread.onSpinWait();
      }
    }
    return sequence;
  }

  private static void receiveStride(Lane lane) {
    for (int i = 0; i < Course.STRIDE; i++) {
      if (lane.receive() == 0) {
        Thread.onSpinWait();
      }
    }
  }

  private static void awaitFirst(Lane lane) {
    while (lane.receive() == 0) {
      Thread.onSpinWait(); // the other JVM is still starting
    }
  }
}
