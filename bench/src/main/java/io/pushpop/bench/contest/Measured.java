package io.pushpop.bench.contest;

/**
 * What the measuring side has seen of a race.
 *
 * @param value in the unit of the scenario
 * @param elements carried and checked, warm-up included
 * @param latency what came out besides, or null where the scenario measures a rate
 * @param cpuPercent of one core that the receiving thread took, or null where it is never idle
 */
record Measured(double value, long elements, Latency latency, Double cpuPercent) {
  /** Where a race was not run, because it would not count. */
  static final Measured NOTHING = new Measured(0, 0, null, null);
}
