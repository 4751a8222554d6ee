package io.pushpop.bench.contest;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Runs one race after the other and keeps what came out: one that fails costs only itself. */
final class Series {
  private final Racer racer;
  private final Keeper keeper;
  private final List<Outcome> outcomes = new ArrayList<>();
  private final List<String> failures = new ArrayList<>();

  /** Runs a race. */
  interface Racer {
    Outcome run(Race race) throws IOException, InterruptedException;
  }

  /** Keeps what came out so far, should the rest be lost. */
  interface Keeper {
    void keep(List<Outcome> outcomes, List<String> failures) throws IOException;
  }

  /**
   * A series in which nothing has run yet.
   *
   * @param keeper called after every round but the last, and after every failure
   */
  Series(Racer racer, Keeper keeper) {
    this.racer = racer;
    this.keeper = keeper;
  }

  /** Runs the races, and says before each what is to come. */
  void run(List<Race> races) throws IOException, InterruptedException {
    Progress progress = new Progress(races.size());
    int round = 1;
    for (Race race : races) {
      if (race.round() != round) {
        round = race.round();
        keeper.keep(outcomes, failures);
      }
      progress.before(race);
      try {
        outcomes.add(racer.run(race));
      } catch (IOException | RuntimeException failure) {
        System.err.println("bench: " + failure.getMessage());
        failures.add("round " + race.round() + ": " + failure.getMessage());
        keeper.keep(outcomes, failures);
      }
    }
  }

  /** Of the races that ran to their end, in their order. */
  List<Outcome> outcomes() {
    return outcomes;
  }

  /** Of the others, in sentences. */
  List<String> failures() {
    return failures;
  }
}
