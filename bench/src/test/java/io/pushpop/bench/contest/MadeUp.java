package io.pushpop.bench.contest;

import io.pushpop.bench.contest.lane.Contender;
import io.pushpop.bench.contest.machine.Environment;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;

/** Outcomes and environments that no machine produced. */
final class MadeUp {
  /** Cores that do not move. */
  static final Distance NEAR = new Distance(200, 210);

  private MadeUp() {}

  /** An environment that gives no reason to warn. */
  static Environment quiet() {
    return environment(List.of(0, 1, 2, 3), List.of(0, 1), false, "performance", 0.1);
  }

  static Environment environment(
      List<Integer> cores,
      List<Integer> pinned,
      Boolean siblings,
      String governor,
      Double loadAverage) {
    String pinning = pinned.isEmpty() ? "not pinned: there is no taskset" : "pinned to cores";
    return new Environment(
        "2026-11-24T00:00:00Z",
        "0123abcd",
        "A CPU",
        cores,
        pinned,
        pinning,
        siblings,
        governor,
        "6.1",
        "A vendor 17",
        List.of(),
        64L,
        loadAverage);
  }

  /** One outcome for each value, round by round. */
  static List<Outcome> rates(
      boolean boundsChecks, Scenario scenario, Contender contender, double... values) {
    List<Outcome> outcomes = new ArrayList<>();
    for (double value : values) {
      Race race = new Race(contender, scenario, boundsChecks, outcomes.size() + 1, Variant.USUAL);
      outcomes.add(
          new Outcome(
              race, new Result(value, 1000, null, null, "17.0-test; collectors: Copy", NEAR), 0));
    }
    return outcomes;
  }

  /** One outcome for each round: of 100,000 elements, one in 1,000 takes a hundred times longer. */
  static List<Outcome> latencies(
      boolean boundsChecks, Scenario scenario, Contender contender, long... nanos) {
    List<Outcome> outcomes = new ArrayList<>();
    for (long usual : nanos) {
      Histogram histogram = new Histogram(10_000_000_000L, 3);
      histogram.recordValueWithCount(usual, 99_900);
      histogram.recordValueWithCount(100 * usual, 100);
      Latency latency = Latency.of(histogram);
      Race race = new Race(contender, scenario, boundsChecks, outcomes.size() + 1, Variant.USUAL);
      outcomes.add(
          new Outcome(race, new Result(latency.p50(), 100_000, latency, 1.5, null, NEAR), 0));
    }
    return outcomes;
  }

  /** Some outcome for every race of a plan. */
  static List<Outcome> all(List<Race> plan) {
    List<Outcome> outcomes = new ArrayList<>();
    for (Race race : plan) {
      Scenario scenario = race.scenario();
      int speed = 1 + race.contender().ordinal();
      double usual =
          scenario.isLatency()
              ? 200 + 20 * speed
              : (100 + 10 * speed) / (1 + scenario.length() / 64.0);
      outcomes.addAll(
          scenario.isLatency()
              ? latencies(race.boundsChecks(), scenario, race.contender(), (long) usual)
              : rates(race.boundsChecks(), scenario, race.contender(), usual));
    }
    return outcomes;
  }
}
