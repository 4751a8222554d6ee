package io.pushpop.bench.contest;

/**
 * A race that was run.
 *
 * @param race which
 * @param result as its measuring side reported it
 */
record Outcome(Race race, Result result) {}
