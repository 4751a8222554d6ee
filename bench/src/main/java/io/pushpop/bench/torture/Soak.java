package io.pushpop.bench.torture;

import io.pushpop.bench.jvm.Cores;
import io.pushpop.queue.End;
import io.pushpop.queue.Geometry;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lets elements of mixed lengths through a ring, many laps long, every byte checked. */
@Command(
    name = "soak",
    description = {
      "Hands elements of mixed lengths from one JVM to another, every byte checked;",
      "without --slots on a ring of 8 slots and on one of 1,048,576, one after the other."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class Soak implements Callable<Integer> {
  private static final int SMALL_SLOTS = 8;
  private static final int LARGE_SLOTS = 1 << 20;
  private static final int LARGE_MAX_LENGTH = 4096;
  private static final long LINE_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
  private static final long HANG_NANOS = TimeUnit.SECONDS.toNanos(Patience.SECONDS);

  private static final List<String> FLAGS = List.of("-XX:+UseSerialGC", "-Xms128m", "-Xmx128m");

  @Option(names = "--slots", description = "Of the one ring (default: two rings, see above).")
  private Integer slots;

  @Option(names = "--slot-size", defaultValue = "64", description = "In bytes (default: 64).")
  private int slotSize;

  @Option(
      names = "--max-length",
      description = "Of an element, in bytes (default: half the ring, 4096 in a larger one).")
  private Integer maxLength;

  @Option(
      names = "--elements",
      defaultValue = "10000000",
      description = "How many, for each ring (default: 10,000,000).")
  private long elements;

  @Mixin private Seed seed;

  private long done;

  Soak() {}

  /**
   * Runs it.
   *
   * @param args see {@code --help}
   */
  public static void main(String[] args) {
    System.exit(Verdict.execute(new Soak(), args));
  }

  @Override
  public Integer call() throws IOException {
    if (elements < 1) {
      throw new IllegalArgumentException("there must be something to do: elements=" + elements);
    }
    long usedSeed = seed.choose();
    Cores cores = Cores.find();
    System.out.printf(
        "soak: seed=%d, JDK %s, %s%n", usedSeed, System.getProperty("java.version"), cores);
    return Verdict.reach(
        workplace -> {
          for (int each : slots != null ? List.of(slots) : List.of(SMALL_SLOTS, LARGE_SLOTS)) {
            soak(workplace, Geometry.of(each, slotSize), usedSeed, cores);
          }
        },
        () ->
            String.format(
                Locale.ROOT,
                "elements=%,d, each byte checked: torn=0 gaps=0 twice=0 seed=%d",
                done,
                usedSeed));
  }

  private void soak(Workplace workplace, Geometry geometry, long usedSeed, Cores cores)
      throws IOException, StoppedException {
    int longest = maxLength != null ? maxLength : Math.min(geometry.maxLength(), LARGE_MAX_LENGTH);
    System.out.printf(
        Locale.ROOT, "%s: %,d elements, lengths 0 to %d%n", geometry, elements, longest);
    try (TwoSides sides =
        new TwoSides(
            workplace,
            geometry,
            new Traffic(usedSeed, longest, elements, false),
            FLAGS,
            List.of(cores.pinning(0), cores.pinning(1)))) {
      sides.begin();
      sides.side(End.PUSH).expectClose();
      sides.side(End.POP).expectClose();
      sides.side(End.POP).line().orderFinish();
      long nanos = watch(sides, geometry);
      sides.awaitEnd();
      PopJournal journal = sides.popJournal();
      done += journal.handled();
      System.out.printf(
          Locale.ROOT,
          "%s: %,d elements in %.1f s, %.2f M/s, wrapped %,d times%n",
          geometry,
          journal.handled(),
          nanos / 1e9,
          journal.handled() * 1e3 / nanos,
          journal.tail() / geometry.slots());
    }
  }

  /** Prints how it goes until both sides have ended; how long that took. */
  private static long watch(TwoSides sides, Geometry geometry) throws StoppedException {
    PopJournal journal = sides.popJournal();
    long start = System.nanoTime();
    long lastLine = start;
    long lastHandled = 0;
    long lastMove = start;
    while (!sides.side(End.PUSH).hasEnded() || !sides.side(End.POP).hasEnded()) {
      LockSupport.parkNanos(PAUSE_NANOS);
      sides.check();
      long now = System.nanoTime();
      if (now - lastLine < LINE_NANOS) {
        continue;
      }
      long handled = journal.handled();
      System.out.printf(
          Locale.ROOT,
          "%,14d pushed %,14d popped %7.2f M/s %,12d laps%n",
          sides.pushJournal().pushed(),
          handled,
          (handled - lastHandled) * 1e3 / (now - lastLine),
          journal.tail() / geometry.slots());
      lastMove = handled == lastHandled ? lastMove : now;
      if (now - lastMove > HANG_NANOS) {
        throw new Violation(
            "nothing more happened: expected within "
                + Patience.SECONDS
                + " s=an element after "
                + handled
                + ", found=none");
      }
      lastHandled = handled;
      lastLine = now;
    }
    return System.nanoTime() - start;
  }
}
