package io.pushpop.bench.contest;

import io.pushpop.bench.contest.lane.Contender;

/**
 * One contender in one scenario, once.
 *
 * @param contender who
 * @param scenario what
 * @param boundsChecks whether Agrona checks bounds in its JVMs
 * @param round the first is 1
 * @param variant with what
 */
record Race(
    Contender contender, Scenario scenario, boolean boundsChecks, int round, Variant variant) {

  /** The same with something else. */
  Race with(Variant other) {
    return new Race(contender, scenario, boundsChecks, round, other);
  }

  /** Who runs with what. */
  String title() {
    return variant.titleOf(contender.title());
  }
}
