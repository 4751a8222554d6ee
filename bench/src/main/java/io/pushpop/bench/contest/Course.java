package io.pushpop.bench.contest;

import io.pushpop.bench.contest.Scenario.Kind;
import io.pushpop.bench.contest.Scenario.Slower;
import io.pushpop.bench.contest.lane.Lane;
import io.pushpop.bench.contest.lane.LaneSpec;
import io.pushpop.bench.contest.lane.Payload;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.AtomicBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** What the two sides of a race have in common: lanes, times, and when to begin and to end. */
final class Course {
  /** Elements or looks between two looks at the clock or at the stop flag. */
  static final int STRIDE = 2048;

  /** The longest time that is told apart. */
  static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(10);

  private static final int STOP_OFFSET = 0;
  private static final int START_OFFSET = 128;
  private static final int READY_OFFSET = 256;
  private static final int BEFORE_OFFSET = 1024;
  private static final int AFTER_OFFSET = 2048;

  /** How often a ring is filled in a measurement, at the least, even on a starved machine. */
  private static final long FEWEST_LAPS = 4;

  private static final long LONGEST_WARM_UP_NANOS = TimeUnit.MILLISECONDS.toNanos(800);

  /** There are few wake-ups in a second, so they take longer than others, in this ratio... */
  private static final long WAKE_UPS_RATIO = 30;

  /** ... up to this, for the warm-up and again for the measurement, which may be asked for more. */
  private static final long WAKE_UPS_NANOS = TimeUnit.SECONDS.toNanos(3);

  private final Race race;
  private final Scenario scenario;
  private final RaceFolder folder;
  private final AtomicBuffer control;
  private final long warmUpNanos;
  private final long measuredNanos;

  /** The course that lies in a folder. */
  Course(RaceFolder folder, long measuredNanos) throws IOException {
    this.race = folder.race();
    this.scenario = race.scenario();
    this.folder = folder;
    this.control = folder.control();
    if (scenario.kind() == Kind.WAKE_UP) {
      this.warmUpNanos = Math.min(WAKE_UPS_NANOS, WAKE_UPS_RATIO * measuredNanos);
      this.measuredNanos = Math.max(measuredNanos, warmUpNanos);
    } else {
      this.warmUpNanos = Math.min(LONGEST_WARM_UP_NANOS, 2 * measuredNanos);
      this.measuredNanos = measuredNanos;
    }
  }

  Scenario scenario() {
    return scenario;
  }

  long warmUpNanos() {
    return warmUpNanos;
  }

  long measuredNanos() {
    return measuredNanos;
  }

  /** Elements of a measurement, so that the ring has wrapped. */
  long fewestElements() {
    return FEWEST_LAPS * scenario.ringLength() / Math.max(8, scenario.length());
  }

  /** Opens one side of a direction. */
  Lane open(String lane, boolean sending) throws IOException {
    Payload payload = Payload.of(scenario.length());
    if (!sending && scenario.slower() == Slower.CONSUMER) {
      payload = Burner.of(Scenario.BURNT_NANOS).slowing(payload);
    }
    LaneSpec spec = new LaneSpec(folder.lane(lane), payload, sending, scenario.ringLength());
    return race.contender().open(spec);
  }

  /** The sender of elements at a rate is there. */
  void ready() {
    control.putLongRelease(READY_OFFSET, 1);
  }

  boolean isReady() {
    return control.getLongAcquire(READY_OFFSET) != 0;
  }

  /** The receiver of elements at a rate is there too, and the first is due now. */
  void start(long nanoTime) {
    control.putLongRelease(START_OFFSET, nanoTime);
  }

  /** When that was; 0 if it was not yet. */
  long started() {
    return control.getLongAcquire(START_OFFSET);
  }

  void stop() {
    control.putLongRelease(STOP_OFFSET, 1);
  }

  boolean isStopped() {
    return control.getLongAcquire(STOP_OFFSET) != 0;
  }

  /** The distance of the cores before the race. */
  double distanceBefore(boolean first) {
    return distance(BEFORE_OFFSET, first);
  }

  /** The distance of the cores after it. */
  double distanceAfter(boolean first) {
    return distance(AFTER_OFFSET, first);
  }

  /** Writes what came out, as the measuring side. */
  void write(Measured measured, Distance distance) throws IOException {
    folder.writeResult(
        new Result(
            measured.value(),
            measured.elements(),
            measured.latency(),
            measured.cpuPercent(),
            OwnJvm.description(),
            distance));
  }

  private double distance(int offset, boolean first) {
    return new Gauge(new UnsafeBuffer(control, offset, AFTER_OFFSET - BEFORE_OFFSET), first).read();
  }
}
