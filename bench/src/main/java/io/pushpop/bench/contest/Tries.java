package io.pushpop.bench.contest;

import java.io.IOException;

/** Runs a race until the cores of its sides have lain where they were asked to lie. */
final class Tries {
  /** Half of them in vain is usual on a machine whose cores are moved; so many never happen. */
  static final int MOST = 20;

  private final DistanceRange distances;
  private final Once once;

  /** Runs a race one time. */
  interface Once {
    Result run(Race race) throws IOException, InterruptedException;
  }

  Tries(DistanceRange distances, Once once) {
    this.distances = distances;
    this.once = once;
  }

  Outcome run(Race race) throws IOException, InterruptedException {
    Distance last = null;
    for (int discarded = 0; discarded < MOST; discarded++) {
      Result result = once.run(race);
      last = result.distance();
      if (distances.contains(last)) {
        return new Outcome(race, result, discarded);
      }
    }
    throw new IOException(
        String.format(
            "%s did not count in %s: in %d tries the cores never lay %s apart, the last time %.0f"
                + " before and %.0f ns after; widen --cores-apart",
            race.title(), race.scenario().title(), MOST, distances, last.before(), last.after()));
  }
}
