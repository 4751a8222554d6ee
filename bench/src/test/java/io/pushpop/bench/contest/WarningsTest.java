package io.pushpop.bench.contest;

import static org.junit.jupiter.api.Assertions.assertEquals;

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
        Warnings.of(MadeUp.quiet(), 0.0, Summary.of(outcomes)));
  }

  @Test
  void warnsOfASingleRound() {
    assertEquals(
        List.of("There was but one round: how far rounds lie apart is not known."),
        Warnings.of(
            MadeUp.quiet(),
            0.0,
            Summary.of(MadeUp.rates(true, Scenario.oneWay(8), Contender.PUSHPOP, 100))));
  }

  private static List<String> warnings(Environment environment, Double stealPercent) {
    Summary summary =
        Summary.of(MadeUp.rates(true, Scenario.oneWay(8), Contender.PUSHPOP, 100, 101));
    return Warnings.of(environment, stealPercent, summary);
  }
}
