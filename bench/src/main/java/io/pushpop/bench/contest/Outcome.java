package io.pushpop.bench.contest;

/**
 * A race that was run.
 *
 * @param race which
 * @param result as its measuring side reported it
 * @param discarded how often it ran before this without counting, because of where the cores lay
 */
record Outcome(Race race, Result result, int discarded) {}
