package io.pushpop.bench.contest;

import java.util.concurrent.TimeUnit;

/** Says what runs, and how long it will still take. */
final class Progress {
  private final int races;
  private final long start = System.nanoTime();
  private int done;

  Progress(int races) {
    this.races = races;
  }

  void before(Race race) {
    String left = "";
    if (done > 0) {
      long perRace = (System.nanoTime() - start) / done;
      long seconds = TimeUnit.NANOSECONDS.toSeconds(perRace * (races - done));
      left = String.format(", %d:%02d left", seconds / 60, seconds % 60);
    }
    done++;
    System.err.printf(
        "%d of %d, round %d, bounds checks %s: %s, %s%s%n",
        done,
        races,
        race.round(),
        Labels.onOrOff(race.boundsChecks()),
        race.scenario().title(),
        race.title(),
        left);
  }
}
