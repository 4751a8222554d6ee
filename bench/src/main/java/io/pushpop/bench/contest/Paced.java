package io.pushpop.bench.contest;

import io.pushpop.bench.contest.Scenario.Kind;
import io.pushpop.bench.contest.lane.Lane;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/** One way at a rate, in bursts or one by one; in methods of their own, see {@link FlatOut}. */
final class Paced {
  /** How long before an element is due its sender is awake, where it sleeps. */
  private static final long AWAKE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  /**
   * Elements a second while a side that sleeps warms up: so many that its code is compiled before
   * it counts, so few that it sleeps before each.
   */
  private static final long WARM_UP_RATE = 5_000;

  private static final long NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

  private final Course course;

  /** Elements that come faster than the rest, first of all. */
  private final long hasty;

  Paced(Course course) {
    this.course = course;
    this.hasty =
        course.scenario().kind() == Kind.WAKE_UP
            ? course.warmUpNanos() * WARM_UP_RATE / NANOS_PER_SECOND
            : 0;
  }

  void send() throws IOException {
    try (Lane there = course.open("there", true)) {
      course.ready();
      while (course.started() == 0 && !course.isStopped()) {
        Thread.onSpinWait(); // the other JVM is still starting
      }
      long start = course.started();
      long sequence = 0;
      while (!course.isStopped()) {
        awaitTurn(due(start, sequence));
        sequence = sendBurst(there, sequence);
      }
    }
  }

  /**
   * Sends a burst, or what there is room for until the course is stopped; the sequence after it.
   */
  private long sendBurst(Lane there, long first) {
    long sequence = first;
    for (int i = 0; i < course.scenario().burst(); i++) {
      while (!there.trySend(sequence)) {
        if (course.isStopped()) {
          return sequence;
        }
        Thread.onSpinWait();
      }
      sequence++;
    }
    there.flush();
    return sequence;
  }

  /** Latency counts from when an element was due, so that a stall counts for all it held up. */
  Measured receive() throws IOException {
    Histogram histogram = new Histogram(Course.LONGEST_NANOS, 3);
    try (Lane there = course.open("there", false)) {
      while (!course.isReady()) {
        Thread.onSpinWait(); // the other JVM is still starting, and nothing is due before
      }
      long start = System.nanoTime();
      course.start(start);
      long measureFrom = start + course.warmUpNanos();
      long measuredFrom = receiveUntil(measureFrom, there, start, measureFrom, histogram);
      long cpuBefore = OwnJvm.threadCpuNanos();
      long end = measureFrom + course.measuredNanos();
      long measuredTo = receiveUntil(end, there, start, measureFrom, histogram);
      double cpuPercent =
          100.0 * (OwnJvm.threadCpuNanos() - cpuBefore) / (measuredTo - measuredFrom);
      course.stop();
      Latency latency = Latency.of(histogram);
      return new Measured(latency.p50(), there.received(), latency, cpuPercent);
    }
  }

  /** Receives until a time, and records what was due after another; when it ended. */
  private long receiveUntil(long end, Lane there, long start, long measureFrom, Histogram histogram)
      throws IOException {
    long now = System.nanoTime();
    while (end - now > 0) {
      if (there.receiveOne()) {
        now = System.nanoTime();
        long due = due(start, there.received() - 1);
        if (due - measureFrom > 0) {
          histogram.recordValue(Math.min(Math.max(0, now - due), Course.LONGEST_NANOS));
        }
      } else {
        Thread.onSpinWait();
        now = System.nanoTime();
      }
    }
    return now;
  }

  private void awaitTurn(long due) {
    if (course.scenario().kind() == Kind.WAKE_UP) {
      LockSupport.parkNanos(
          due - AWAKE_NANOS - System.nanoTime()); // both cores idle, as they would
    }
    while (System.nanoTime() - due < 0) {
      Thread.onSpinWait();
    }
  }

  private long due(long start, long sequence) {
    if (sequence < hasty) {
      return start + sequence * NANOS_PER_SECOND / WARM_UP_RATE;
    }
    long calm = start + hasty * NANOS_PER_SECOND / WARM_UP_RATE;
    long burst = (sequence - hasty) / course.scenario().burst();
    return calm + burst * course.scenario().burst() * NANOS_PER_SECOND / course.scenario().rate();
  }
}
