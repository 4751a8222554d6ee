package io.pushpop.bench.contest;

import io.pushpop.bench.contest.Scenario.Kind;
import io.pushpop.bench.contest.Scenario.Slower;
import io.pushpop.bench.contest.lane.Lane;
import io.pushpop.bench.contest.lane.LaneSpec;
import io.pushpop.bench.contest.lane.Payload;
import io.pushpop.bench.jvm.Cores;
import io.pushpop.bench.jvm.ParentWatch;
import io.pushpop.bench.jvm.ThreadPinning;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;
import org.agrona.concurrent.AtomicBuffer;

/** One side of a race: sends or receives, pings or pongs; the measuring side writes the result. */
public final class Side {
  private static final int STOP_OFFSET = 0;
  private static final int START_OFFSET = 128;

  /** Elements or looks between two looks at the clock or at the stop flag. */
  private static final int STRIDE = 2048;

  /** How often a ring is filled in a measurement, at the least, even on a starved machine. */
  private static final long FEWEST_LAPS = 4;

  private static final long LONGEST_WARM_UP_NANOS = TimeUnit.MILLISECONDS.toNanos(800);
  private static final long SHORTEST_WAKE_UPS_NANOS = TimeUnit.SECONDS.toNanos(3);

  /** How long before an element is due its sender is awake. */
  private static final long AWAKE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final long NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

  private final Race race;
  private final Scenario scenario;
  private final RaceFolder folder;
  private final AtomicBuffer control;
  private final long warmUpNanos;
  private final long measuredNanos;

  private Side(RaceFolder folder, long measuredNanos) throws IOException {
    this.race = folder.race();
    this.scenario = race.scenario();
    this.folder = folder;
    this.control = folder.control();
    this.measuredNanos =
        scenario.kind() == Kind.WAKE_UP
            ? Math.max(measuredNanos, SHORTEST_WAKE_UPS_NANOS)
            : measuredNanos;
    this.warmUpNanos = Math.min(LONGEST_WARM_UP_NANOS, 2 * measuredNanos);
  }

  /**
   * Runs one side, or both in a thread each.
   *
   * @param args {@code first}, {@code second} or {@code both}; folder; milliseconds
   * @throws IOException if a file cannot be made or read
   * @throws InterruptedException never
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    RaceFolder folder = RaceFolder.of(Path.of(args[1]));
    ParentWatch.haltWithParent(folder::delete);
    Side side = new Side(folder, TimeUnit.MILLISECONDS.toNanos(Long.parseLong(args[2])));
    switch (args[0]) {
      case "first" -> side.first();
      case "second" -> side.second();
      default -> side.both();
    }
  }

  private void both() throws IOException, InterruptedException {
    Thread first =
        new Thread(
            () -> {
              try {
                pin(0);
                first();
              } catch (Throwable e) {
                e.printStackTrace();
                Runtime.getRuntime().halt(1);
              }
            },
            "first");
    first.setDaemon(true); // nor does it keep this JVM when the other thread fails
    first.start();
    pin(1);
    second();
    first.join();
  }

  /** Keeps this thread on one of the cores that the JVM may use, as each of two JVMs would be. */
  private static void pin(int thread) throws IOException {
    Cores cores = Cores.find();
    if (cores.canPin()) {
      ThreadPinning.pin(cores.allowed().get(thread));
    }
  }

  private void first() throws IOException {
    switch (scenario.kind()) {
      case ROUND_TRIP -> ping();
      case ONE_WAY -> send();
      default -> sendPaced();
    }
  }

  private void second() throws IOException {
    switch (scenario.kind()) {
      case ROUND_TRIP -> pong();
      case ONE_WAY -> receive();
      default -> receivePaced();
    }
  }

  private void send() throws IOException {
    boolean burns = scenario.slower() == Slower.PRODUCER;
    Burner burner = burns ? Burner.of(Scenario.BURNT_NANOS) : null;
    try (Lane there = open("there", true)) {
      long sequence = 0;
      while (!isStopped()) {
        for (int i = 0; i < STRIDE; i++) {
          if (there.trySend(sequence)) {
            sequence++;
            if (burns) {
              burner.burn();
            }
          } else {
            there.flush();
            Thread.onSpinWait();
          }
        }
        there.flush();
      }
    }
  }

  private void receive() throws IOException {
    try (Lane there = open("there", false)) {
      awaitFirst(there);
      receiveFor(there, warmUpNanos);
      long before = there.received();
      long nanos = receiveFor(there, measuredNanos);
      long elements = there.received() - before;
      stop();
      write(elements * 1e3 / nanos, there.received(), null, null);
    }
  }

  private long receiveFor(Lane lane, long nanos) {
    long fewest = lane.received() + fewestElements();
    long start = System.nanoTime();
    long now = start;
    while (now - start < nanos || lane.received() < fewest) {
      for (int i = 0; i < STRIDE; i++) {
        if (lane.receive() == 0) {
          Thread.onSpinWait();
        }
      }
      now = System.nanoTime();
    }
    return now - start;
  }

  private void ping() throws IOException {
    Histogram histogram = new Histogram(LONGEST_NANOS, 3);
    try (Lane there = open("there", true);
        Lane back = open("back", false)) {
      long trips = tripsFor(warmUpNanos, there, back, 0, histogram);
      histogram.reset();
      trips = tripsFor(measuredNanos, there, back, trips, histogram);
      stop();
      Latency latency = Latency.of(histogram);
      write(latency.p50(), trips, latency, null);
    }
  }

  private long tripsFor(long nanos, Lane there, Lane back, long first, Histogram histogram) {
    long fewest = first + fewestElements();
    long sequence = first;
    long now = System.nanoTime();
    long end = now + nanos;
    while (end - now > 0 || sequence < fewest) {
      long start = System.nanoTime();
      trip(there, back, sequence++);
      now = System.nanoTime();
      histogram.recordValue(Math.min(now - start, LONGEST_NANOS));
    }
    return sequence;
  }

  private long fewestElements() {
    return FEWEST_LAPS * scenario.ringLength() / Math.max(8, scenario.length());
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

  private void pong() throws IOException {
    try (Lane there = open("there", false);
        Lane back = open("back", true)) {
      int stride = there.waits() ? 1 : STRIDE;
      long sequence = 0;
      while (true) {
        for (int looks = 1; !there.receiveOne(); looks++) {
          if (looks % stride == 0 && isStopped()) {
            return;
          }
          Thread.onSpinWait();
        }
        while (!back.trySend(sequence)) {
          Thread.onSpinWait();
        }
        back.flush();
        sequence++;
      }
    }
  }

  private void sendPaced() throws IOException {
    try (Lane there = open("there", true)) {
      while (control.getLongAcquire(START_OFFSET) == 0 && !isStopped()) {
        Thread.onSpinWait(); // the other JVM is still starting
      }
      long start = control.getLongAcquire(START_OFFSET);
      long sequence = 0;
      while (!isStopped()) {
        awaitTurn(due(start, sequence));
        for (int i = 0; i < scenario.burst(); i++) {
          while (!there.trySend(sequence)) {
            if (isStopped()) {
              return;
            }
            Thread.onSpinWait();
          }
          sequence++;
        }
        there.flush();
      }
    }
  }

  private void awaitTurn(long due) {
    if (scenario.kind() == Kind.WAKE_UP) {
      LockSupport.parkNanos(
          due - AWAKE_NANOS - System.nanoTime()); // both cores idle, as they would
    }
    while (System.nanoTime() - due < 0) {
      Thread.onSpinWait();
    }
  }

  /** Latency counts from when an element was due, so that a stall counts for all it held up. */
  private void receivePaced() throws IOException {
    Histogram histogram = new Histogram(LONGEST_NANOS, 3);
    try (Lane there = open("there", false)) {
      long start = System.nanoTime();
      control.putLongRelease(START_OFFSET, start);
      long cpuBefore = OwnJvm.threadCpuNanos();
      long measureFrom = start + warmUpNanos;
      long end = measureFrom + measuredNanos;
      long now = start;
      while (end - now > 0) {
        if (there.receiveOne()) {
          now = System.nanoTime();
          long due = due(start, there.received() - 1);
          if (due - measureFrom > 0) {
            histogram.recordValue(Math.min(Math.max(0, now - due), LONGEST_NANOS));
          }
        } else {
          Thread.onSpinWait();
          now = System.nanoTime();
        }
      }
      double cpuPercent = 100.0 * (OwnJvm.threadCpuNanos() - cpuBefore) / (now - start);
      stop();
      Latency latency = Latency.of(histogram);
      write(latency.p50(), there.received(), latency, cpuPercent);
    }
  }

  private long due(long start, long sequence) {
    long burst = sequence / scenario.burst();
    return start + burst * scenario.burst() * NANOS_PER_SECOND / scenario.rate();
  }

  private static void awaitFirst(Lane lane) {
    while (lane.receive() == 0) {
      Thread.onSpinWait(); // the other JVM is still starting
    }
  }

  private Lane open(String lane, boolean sending) throws IOException {
    Payload payload = Payload.of(scenario.length());
    if (!sending && scenario.slower() == Slower.CONSUMER) {
      payload = Burner.of(Scenario.BURNT_NANOS).slowing(payload);
    }
    LaneSpec spec = new LaneSpec(folder.lane(lane), payload, sending, scenario.ringLength());
    return race.contender().open(spec);
  }

  private void write(double value, long elements, Latency latency, Double cpuPercent)
      throws IOException {
    folder.writeResult(new Result(value, elements, latency, cpuPercent, OwnJvm.description()));
  }

  private boolean isStopped() {
    return control.getLongAcquire(STOP_OFFSET) != 0;
  }

  private void stop() {
    control.putLongRelease(STOP_OFFSET, 1);
  }
}
