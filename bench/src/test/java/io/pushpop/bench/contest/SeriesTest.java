package io.pushpop.bench.contest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pushpop.bench.contest.lane.Contender;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SeriesTest {
  private final List<String> kept = new ArrayList<>();
  private final Series series = new Series(SeriesTest::run, this::keep);

  @Test
  void aRaceThatFailsCostsOnlyItselfAndIsKeptAtOnce() throws IOException, InterruptedException {
    List<Race> races = races(1);
    series.run(races);
    assertEquals(List.of(races.get(0), races.get(2)), ran());
    assertEquals(List.of("round 1: Agrona OneToOneRingBuffer broke"), series.failures());
    assertEquals(List.of("1 and 1"), kept, "outcomes and failures");
  }

  @Test
  void everyRoundIsKeptBeforeTheNext() throws IOException, InterruptedException {
    List<Race> races = new ArrayList<>();
    for (int round = 1; round <= 3; round++) {
      races.add(races(round).get(0));
      races.add(races(round).get(2));
    }
    series.run(races);
    assertEquals(races, ran());
    assertEquals(List.of("2 and 0", "4 and 0"), kept, "outcomes and failures");
  }

  private List<Race> ran() {
    return series.outcomes().stream().map(Outcome::race).toList();
  }

  private void keep(List<Outcome> outcomes, List<String> failures) {
    kept.add(outcomes.size() + " and " + failures.size());
  }

  private static List<Race> races(int round) {
    return List.of(
        new Race(Contender.PUSHPOP, Scenario.oneWay(8), true, round, Variant.USUAL),
        new Race(Contender.AGRONA, Scenario.oneWay(8), true, round, Variant.USUAL),
        new Race(Contender.BARE_LINES, Scenario.oneWay(8), true, round, Variant.USUAL));
  }

  private static Outcome run(Race race) throws IOException {
    if (race.contender() == Contender.AGRONA) {
      throw new IOException(race.contender().title() + " broke");
    }
    return new Outcome(race, new Result(1, 1, null, null, null, MadeUp.NEAR), 0);
  }
}
