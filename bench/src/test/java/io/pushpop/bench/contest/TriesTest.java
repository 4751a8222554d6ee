package io.pushpop.bench.contest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.pushpop.bench.contest.lane.Contender;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TriesTest {
  private static final DistanceRange RANGE = DistanceRange.parse("150-400");
  private static final Race RACE =
      new Race(Contender.PUSHPOP, Scenario.oneWay(8), true, 1, Variant.USUAL);

  @Test
  void runsAgainUntilTheCoresLayWhereTheyShould() throws IOException, InterruptedException {
    Iterator<Result> results =
        List.of(result(1, 700, 700), result(2, 200, 700), result(3, 75, 200), result(4, 200, 210))
            .iterator();
    Outcome outcome = new Tries(RANGE, race -> results.next()).run(RACE);
    assertEquals(4, outcome.result().value());
    assertEquals(3, outcome.discarded());
  }

  @Test
  void givesUpWhenTheyNeverDo() {
    Iterator<Result> results =
        Stream.iterate(result(1, 712, 75), same -> same).limit(Tries.MOST).iterator();
    IOException failure =
        assertThrows(IOException.class, () -> new Tries(RANGE, race -> results.next()).run(RACE));
    assertEquals(
        "Pushpop did not count in one way 8 B: in 20 tries the cores never lay 150-400 ns apart, the"
            + " last time 712 before and 75 ns after; widen --cores-apart",
        failure.getMessage());
  }

  private static Result result(double value, double before, double after) {
    return new Result(value, 1, null, null, null, new Distance(before, after));
  }
}
