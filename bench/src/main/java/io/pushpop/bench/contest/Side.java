package io.pushpop.bench.contest;

import io.pushpop.bench.jvm.Cores;
import io.pushpop.bench.jvm.ParentWatch;
import io.pushpop.bench.jvm.ThreadPinning;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** One side of a race, or both: sends or receives, pings or pongs. */
public final class Side {
  private final Course course;

  private Side(Course course) {
    this.course = course;
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
    long measuredNanos = TimeUnit.MILLISECONDS.toNanos(Long.parseLong(args[2]));
    Side side = new Side(new Course(folder, measuredNanos));
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
    switch (course.scenario().kind()) {
      case ROUND_TRIP -> new RoundTrip(course).ping();
      case ONE_WAY -> new FlatOut(course).send();
      default -> new Paced(course).send();
    }
  }

  private void second() throws IOException {
    switch (course.scenario().kind()) {
      case ROUND_TRIP -> new RoundTrip(course).pong();
      case ONE_WAY -> new FlatOut(course).receive();
      default -> new Paced(course).receive();
    }
  }
}
