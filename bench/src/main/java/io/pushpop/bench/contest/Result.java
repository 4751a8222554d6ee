package io.pushpop.bench.contest;

/**
 * What a race came out as.
 *
 * @param value in the unit of the scenario
 * @param elements carried and checked, warm-up included
 * @param latency what came out besides, or null where the scenario measures a rate
 * @param cpuPercent of one core that the receiving thread took, or null where it is never idle
 * @param jvm of the measuring side, as it describes itself; null where that is none
 * @param distance of the cores of the two sides
 */
record Result(
    double value,
    long elements,
    Latency latency,
    Double cpuPercent,
    String jvm,
    Distance distance) {}
