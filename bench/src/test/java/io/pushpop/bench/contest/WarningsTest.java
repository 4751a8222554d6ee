package io.pushpop.bench.contest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pushpop.bench.contest.lane.Contender;
import io.pushpop.bench.contest.machine.Environment;
import java.util.List;
import org.junit.jupiter.api.Test;

class WarningsTest {
  private static final List<Integer> FOUR = List.of(0, 1, 2, 3);
  private static final List<Integer> PAIR = List.of(0, 1);

  @Test
  void aQuietMachineIsBelieved() {
    assertEquals(List.of(), warnings(MadeUp.quiet(), 0.2));
    assertEquals(List.of(), warnings(MadeUp.quiet(), null));
    assertEquals(List.of(), warnings(MadeUp.environment(FOUR, PAIR, null, "unknown", null), null));
  }

  @Test
  void warnsOfSidesThatAreNotPinned() {
    assertEquals(
        List.of(
            "The sides were not pinned: there is no taskset. They share cores, or wander between"
                + " them; believe no figure."),
        warnings(MadeUp.environment(FOUR, List.of(), null, "unknown", 0.0), 0.0));
  }

  @Test
  void warnsOfTooFewCores() {
    assertEquals(
        List.of(
            "There are but 2 cores: whatever else runs takes its turns on them, compilers and"
                + " collectors of the JVMs included. That shows in the high percentiles."),
        warnings(MadeUp.environment(PAIR, PAIR, false, "unknown", 0.0), 0.0));
  }

  @Test
  void warnsOfSiblings() {
    assertEquals(
        List.of(
            "Cores 0 and 1 are SMT siblings, two threads of one core: they share its caches, so"
                + " that no cache line had to move, and its units."),
        warnings(MadeUp.environment(FOUR, PAIR, true, "performance", 0.0), 0.0));
  }

  @Test
  void warnsOfLoad() {
    assertEquals(
        List.of("The load average before the races was 1.25: something else ran, or still runs."),
        warnings(MadeUp.environment(FOUR, PAIR, false, "performance", 1.25), 0.0));
  }

  @Test
  void warnsOfSteal() {
    assertEquals(
        List.of("The hypervisor gave 2.5 % of the CPU time to others during the races."),
        warnings(MadeUp.quiet(), 2.5));
  }

  @Test
  void warnsOfAnotherGovernor() {
    assertEquals(
        List.of("The clock rate is governed by \"powersave\" and not by \"performance\"."),
        warnings(MadeUp.environment(FOUR, PAIR, false, "powersave", 0.0), 0.0));
  }

  @Test
  void warnsOfCoresThatMove() {
    Distances moving = new Distances(245, 76.4, 812, 3);
    assertEquals(
        List.of(
            "The cores of the two sides lay between 76 and 812 ns apart, from one race to the next:"
                + " something moves them, a hypervisor mostly. Compare races with --cores-apart, or"
                + " use a machine of your own."),
        Warnings.of(
            MadeUp.quiet(),
            0.0,
            Summary.of(MadeUp.rates(true, Scenario.oneWay(8), Contender.PUSHPOP, 100, 101)),
            moving));
    assertEquals(
        "245 ns, 76 to 812 (a round trip of two bare flags, before and after each race); 3 races"
            + " with others did not count",
        moving.words());
    assertTrue(moving.areWide());
    assertFalse(new Distances(245, 200, 300, 0).areWide());
  }

  @Test
  void warnsOfRoundsThatLieApart() {
    List<Outcome> outcomes =
        List.of(
                MadeUp.rates(true, Scenario.oneWay(8), Contender.PUSHPOP, 100, 110, 129),
                MadeUp.rates(true, Scenario.oneWay(8), Contender.AGRONA, 80, 100, 120),
                MadeUp.rates(false, Scenario.oneWay(8), Contender.AGRONA, 50, 100, 120))
            .stream()
            .flatMap(List::stream)
            .toList();
    assertEquals(
        List.of(
            "In 2 of 3 cells the rounds lie more than 30 % of the median apart; the widest, Agrona"
                + " OneToOneRingBuffer in one way 8 B with bounds checks off, 70 %."),
        Warnings.of(MadeUp.quiet(), 0.0, Summary.of(outcomes), Distances.of(outcomes)));
  }

  @Test
  void warnsOfASingleRound() {
    List<Outcome> single = MadeUp.rates(true, Scenario.oneWay(8), Contender.PUSHPOP, 100);
    assertEquals(
        List.of("There was but one round: how far rounds lie apart is not known."),
        Warnings.of(MadeUp.quiet(), 0.0, Summary.of(single), Distances.of(single)));
  }

  private static List<String> warnings(Environment environment, Double stealPercent) {
    List<Outcome> outcomes = MadeUp.rates(true, Scenario.oneWay(8), Contender.PUSHPOP, 100, 101);
    return Warnings.of(environment, stealPercent, Summary.of(outcomes), Distances.of(outcomes));
  }
}
