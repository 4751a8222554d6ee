/**
 * The contenders: each a {@link io.pushpop.bench.contest.lane.Lane} over one queue's public API,
 * which writes and checks the same elements. Nothing here knows of clocks, rounds or results.
 */
package io.pushpop.bench.contest.lane;
