package io.pushpop.bench.contest;

import io.pushpop.bench.contest.Scenario.Kind;
import io.pushpop.bench.jvm.Cores;
import io.pushpop.bench.jvm.ParentWatch;
import io.pushpop.bench.jvm.ThreadPinning;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** One side of a race, or both: sends or receives, pings or pongs. */
public final class Side {
  private final Course course;
  private final DistanceRange distances;

  private Side(Course course, DistanceRange distances) {
    this.course = course;
    this.distances = distances;
  }

  /**
   * Runs one side, or both in a thread each.
   *
   * @param args {@code first}, {@code second} or {@code both}; folder; milliseconds; the least and
   *     the greatest distance of the cores at which the race is to be run, in nanoseconds
   * @throws IOException if a file cannot be made or read
   * @throws InterruptedException never
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    RaceFolder folder = RaceFolder.of(Path.of(args[1]));
    ParentWatch.haltWithParent(folder::delete);
    long measuredNanos = TimeUnit.MILLISECONDS.toNanos(Long.parseLong(args[2]));
    DistanceRange distances = new DistanceRange(Long.parseLong(args[3]), Long.parseLong(args[4]));
    Side side = new Side(new Course(folder, measuredNanos), distances);
    switch (args[0]) {
      case "first" -> side.run(true);
      case "second" -> side.run(false);
      default -> side.both();
    }
  }

  private void both() throws IOException, InterruptedException {
    Thread first =
        new Thread(
            () -> {
              try {
                pin(0);
                run(true);
              } catch (Throwable e) {
                e.printStackTrace();
                Runtime.getRuntime().halt(1);
              }
            },
            "first");
    first.setDaemon(true); // nor does it keep this JVM when the other thread fails
    first.start();
    pin(1);
    run(false);
    first.join();
  }

  /** Keeps this thread on one of the cores that the JVM may use, as each of two JVMs would be. */
  private static void pin(int thread) throws IOException {
    Cores cores = Cores.find();
    if (cores.canPin()) {
      ThreadPinning.pin(cores.allowed().get(thread));
    }
  }

  private void run(boolean first) throws IOException {
    double before = course.distanceBefore(first);
    boolean measures = first == (course.scenario().kind() == Kind.ROUND_TRIP);
    Measured measured = Measured.NOTHING;
    double after = before;
    if (distances.contains(before)) {
      measured = measures ? measure() : serve();
      after = course.distanceAfter(first);
    }
    if (measures) {
      course.write(measured, new Distance(before, after));
    }
  }

  private Measured measure() throws IOException {
    return switch (course.scenario().kind()) {
      case ROUND_TRIP -> new RoundTrip(course).ping();
      case ONE_WAY -> new FlatOut(course).receive();
      case PACED, WAKE_UP -> new Paced(course).receive();
    };
  }

  /** The side that does not measure. */
  private Measured serve() throws IOException {
    switch (course.scenario().kind()) {
      case ROUND_TRIP -> new RoundTrip(course).pong();
      case ONE_WAY -> new FlatOut(course).send();
      case PACED, WAKE_UP -> new Paced(course).send();
    }
    return Measured.NOTHING;
  }
}
