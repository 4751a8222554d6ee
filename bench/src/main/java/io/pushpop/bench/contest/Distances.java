package io.pushpop.bench.contest;

import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;

/**
 * How far the cores of the sides lay apart in all races.
 *
 * @param median in nanoseconds
 * @param lowest in nanoseconds
 * @param highest in nanoseconds
 * @param discarded races that did not count because of it
 */
record Distances(double median, double lowest, double highest, int discarded) {
  /** The highest is so many times the lowest on a machine of which one thinks nothing. */
  private static final double WIDE = 1.5;

  /** Those of outcomes; null if there are none. */
  static Distances of(List<Outcome> outcomes) {
    if (outcomes.isEmpty()) {
      return null;
    }
    double[] all =
        outcomes.stream()
            .map(outcome -> outcome.result().distance())
            .flatMapToDouble(distance -> DoubleStream.of(distance.before(), distance.after()))
            .sorted()
            .toArray();
    return new Distances(
        Median.of(DoubleStream.of(all)),
        all[0],
        all[all.length - 1],
        outcomes.stream().mapToInt(Outcome::discarded).sum());
  }

  boolean areWide() {
    return highest > WIDE * lowest;
  }

  /** For people. */
  String words() {
    return String.format(
        Locale.ROOT,
        "%.0f ns, %.0f to %.0f (a round trip of two bare flags, before and after each race)%s",
        median,
        lowest,
        highest,
        discarded == 0 ? "" : "; " + discarded + " races with others did not count");
  }
}
