package io.pushpop.bench.torture;

import io.pushpop.queue.Geometry;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Kills the processes on a ring, again and again, and accounts for every element. */
@Command(
    name = "torture",
    description = {
      "Kills the processes at both ends of a ring, at random moments, lets others take over,",
      "and accounts for every element. Exit code 0: no promise was broken; 1: one was.",
      "The script plants a bug into the ring first, that this must find, with --planted NAME",
      "(scripts/planted/NAME.patch) before all other options; --planted all: each in turn."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class Torture implements Callable<Integer> {
  /** A larger ring after so many small ones, which are full or empty more often. */
  private static final int LARGE_EVERY = 5;

  private static final Geometry LARGE = Geometry.of(1024, 64);
  private static final int LARGE_MAX_LENGTH = 2000;
  private static final List<Geometry> SMALL =
      List.of(
          Geometry.of(8, 32),
          Geometry.of(16, 32),
          Geometry.of(8, 64),
          Geometry.of(16, 64),
          Geometry.of(4, 32),
          Geometry.of(32, 16));

  /** The first compiler alone: children live too shortly for the second one to be of use. */
  private static final List<String> FLAGS =
      List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xms32m", "-Xmx32m");

  @Option(names = "--kills", defaultValue = "200", description = "How many (default: 200).")
  private int kills;

  @Mixin private Seed seed;

  @Option(names = "--slots", description = "Of each ring (default: various, small for the most).")
  private Integer slots;

  @Option(names = "--slot-size", defaultValue = "64", description = "With --slots (default: 64).")
  private int slotSize;

  @Option(
      names = "--max-length",
      description = "With --slots: of an element, in bytes (default: half the ring).")
  private Integer maxLength;

  @Option(
      names = "--kills-per-ring",
      defaultValue = "40",
      description = "Then a clean end, and another ring (default: 40).")
  private int killsPerRing;

  private Tally all = Tally.NONE;

  Torture() {}

  /**
   * Runs it.
   *
   * @param args see {@code --help}
   */
  public static void main(String[] args) {
    System.exit(Verdict.execute(new Torture(), args));
  }

  @Override
  public Integer call() throws IOException {
    if (kills < 1 || killsPerRing < 1) {
      throw new IllegalArgumentException(
          "there must be something to do: kills=" + kills + ", kills-per-ring=" + killsPerRing);
    }
    long usedSeed = seed.choose();
    System.out.printf(
        "torture: kills=%d, seed=%d, JDK %s%n",
        kills, usedSeed, System.getProperty("java.version"));
    return Verdict.reach(
        workplace -> runAll(workplace, new SplittableRandom(usedSeed)),
        () -> all + " seed=" + usedSeed);
  }

  private void runAll(Workplace workplace, SplittableRandom random)
      throws IOException, StoppedException {
    for (int ring = 1; all.kills() < kills; ring++) {
      Geometry geometry = geometry(ring, random);
      Traffic traffic = new Traffic(random.nextLong(), maxLength(geometry), Long.MAX_VALUE, true);
      int planned = Math.min(killsPerRing, kills - all.kills());
      try (TwoSides sides =
          new TwoSides(workplace, geometry, traffic, FLAGS, List.of(List.of(), List.of()))) {
        Trial trial = new Trial(sides, random.split());
        Tally tally = Tally.NONE;
        try {
          tally = trial.run(planned);
        } finally {
          all = all.plus(trial.tally());
        }
        System.out.printf(
            Locale.ROOT,
            "ring %d: %s, lengths 0 to %d: %s%n",
            ring,
            geometry,
            traffic.maxLength(),
            tally);
      }
    }
  }

  private Geometry geometry(int ring, SplittableRandom random) {
    if (slots != null) {
      return Geometry.of(slots, slotSize);
    }
    return ring % LARGE_EVERY == 0 ? LARGE : SMALL.get(random.nextInt(SMALL.size()));
  }

  private int maxLength(Geometry geometry) {
    if (slots != null && maxLength != null) {
      return maxLength;
    }
    return Math.min(geometry.maxLength(), slots == null ? LARGE_MAX_LENGTH : geometry.maxLength());
  }
}
