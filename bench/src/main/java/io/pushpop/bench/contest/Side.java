package io.pushpop.bench.contest;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pushpop.bench.jvm.ParentWatch;
import io.pushpop.bench.jvm.PrivateFolder;
import io.pushpop.bench.jvm.SharedPage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.agrona.concurrent.AtomicBuffer;

/** One JVM of a race: sends or receives, pings or pongs, and the measuring side writes a result. */
public final class Side {
  /** Name of the page by which the measuring side stops the other. */
  static final String CONTROL = "control";

  private static final int STOP_OFFSET = 0;

  /** Elements or looks between two looks at the clock or at the stop flag. */
  private static final int STRIDE = 2048;

  /** Fewest elements of a measurement, so that the ring has wrapped even on a starved machine. */
  private static final long FEWEST = 4L * Contender.RING_LENGTH / Long.BYTES;

  private static final int WARM_UP_TRIPS = 200_000;
  private static final long LONGEST_TRIP_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final Contender contender;
  private final Scenario scenario;
  private final Path folder;
  private final long warmUpNanos;
  private final long measuredNanos;
  private final AtomicBuffer control;

  private Side(
      Contender contender,
      Scenario scenario,
      Path folder,
      long measuredNanos,
      AtomicBuffer control) {
    this.contender = contender;
    this.scenario = scenario;
    this.folder = folder;
    this.warmUpNanos = TimeUnit.MILLISECONDS.toNanos(800);
    this.measuredNanos = measuredNanos;
    this.control = control;
  }

  /**
   * Runs one side.
   *
   * @param args contender, scenario, {@code first} or {@code second}, folder, milliseconds
   * @throws IOException if a file cannot be made or read
   */
  public static void main(String[] args) throws IOException {
    Path folder = Path.of(args[3]);
    ParentWatch.haltWithParent(() -> delete(folder));
    Side side =
        new Side(
            Contender.valueOf(args[0]),
            Scenario.valueOf(args[1]),
            folder,
            TimeUnit.MILLISECONDS.toNanos(Long.parseLong(args[4])),
            SharedPage.open(folder.resolve(CONTROL)));
    boolean first = args[2].equals("first");
    if (side.scenario != Scenario.ROUND_TRIP) {
      if (first) {
        side.send();
      } else {
        side.receive();
      }
    } else if (first) {
      side.ping();
    } else {
      side.pong();
    }
  }

  private void send() throws IOException {
    try (Lane there = open("there", true)) {
      long sequence = 0;
      while (!isStopped()) {
        for (int i = 0; i < STRIDE; i++) {
          if (there.trySend(sequence)) {
            sequence++;
          } else {
            Thread.onSpinWait();
          }
        }
      }
    }
  }

  private void receive() throws IOException {
    try (Lane there = open("there", false)) {
      while (there.receive() == 0) {
        Thread.onSpinWait(); // the other JVM is still starting
      }
      receiveFor(there, warmUpNanos);
      long before = there.received();
      long nanos = receiveFor(there, measuredNanos);
      long elements = there.received() - before;
      stop();
      ObjectNode result = new ObjectMapper().createObjectNode();
      result.put("value", elements * 1e3 / nanos);
      result.put("elements", there.received());
      write(result);
    }
  }

  private static long receiveFor(Lane lane, long nanos) {
    long fewest = lane.received() + FEWEST;
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
    Histogram histogram = new Histogram(LONGEST_TRIP_NANOS, 3);
    try (Lane there = open("there", true);
        Lane back = open("back", false)) {
      long sequence = 0;
      for (int i = 0; i < WARM_UP_TRIPS; i++) {
        trip(there, back, sequence++);
      }
      long end = System.nanoTime() + measuredNanos;
      long now = System.nanoTime();
      while (end - now > 0) {
        for (int i = 0; i < STRIDE; i++) {
          long start = System.nanoTime();
          trip(there, back, sequence++);
          now = System.nanoTime();
          histogram.recordValue(Math.min(now - start, LONGEST_TRIP_NANOS));
        }
      }
      stop();
      ObjectNode result = new ObjectMapper().createObjectNode();
      result.put("value", histogram.getValueAtPercentile(50));
      result.put("p99", histogram.getValueAtPercentile(99));
      result.put("p999", histogram.getValueAtPercentile(99.9));
      result.put("max", histogram.getMaxValue());
      result.put("elements", sequence);
      write(result);
    }
  }

  private static void trip(Lane there, Lane back, long sequence) {
    while (!there.trySend(sequence)) {
      Thread.onSpinWait();
    }
    while (!back.receiveOne()) {
      Thread.onSpinWait();
    }
  }

  private void pong() throws IOException {
    try (Lane there = open("there", false);
        Lane back = open("back", true)) {
      long sequence = 0;
      while (true) {
        for (int looks = 1; !there.receiveOne(); looks++) {
          if (looks % STRIDE == 0 && isStopped()) {
            return;
          }
          Thread.onSpinWait();
        }
        while (!back.trySend(sequence)) {
          Thread.onSpinWait();
        }
        sequence++;
      }
    }
  }

  private Lane open(String lane, boolean sending) throws IOException {
    return contender.open(folder.resolve(lane), Payload.of(scenario.length()), sending);
  }

  private boolean isStopped() {
    return control.getLongAcquire(STOP_OFFSET) != 0;
  }

  private void stop() {
    control.putLongRelease(STOP_OFFSET, 1);
  }

  private static void delete(Path folder) {
    try {
      PrivateFolder.delete(folder);
    } catch (IOException e) {
      System.err.println("bench: cannot remove " + folder + ": " + e.getMessage());
    }
  }

  private void write(ObjectNode result) throws IOException {
    new ObjectMapper().writeValue(folder.resolve("result.json").toFile(), result);
  }
}
