package io.pushpop.bench.torture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pushpop.queue.End;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RoundTest {
  @Test
  void theSameSeedGivesTheSameRounds() {
    assertEquals(rounds(5, 2), rounds(5, 2));
  }

  @Test
  void thereIsEveryKind() {
    List<Round> rounds = rounds(5, 2);
    for (End end : End.values()) {
      assertTrue(rounds.stream().anyMatch(r -> r.clean() && r.victims().equals(List.of(end))));
      assertTrue(rounds.stream().anyMatch(r -> !r.clean() && r.victims().equals(List.of(end))));
      assertTrue(rounds.stream().anyMatch(r -> r.kills() == 2 && r.victims().get(0) == end));
    }
  }

  @Test
  void neverKillsMoreThanItMay() {
    assertTrue(rounds(5, 1).stream().allMatch(round -> round.kills() <= 1));
  }

  private static List<Round> rounds(long seed, int mostKills) {
    SplittableRandom random = new SplittableRandom(seed);
    return Stream.generate(() -> Round.draw(random, mostKills)).limit(200).toList();
  }
}
