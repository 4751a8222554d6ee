package io.pushpop.bench.contest;

import java.util.List;
import java.util.function.ToLongFunction;

/**
 * Latencies of all rounds, in nanoseconds: medians, but the highest of what was the highest.
 *
 * @param max of all rounds
 */
record Percentiles(double p50, double p90, double p99, double p999, double p9999, long max) {

  static Percentiles of(List<Latency> rounds) {
    return new Percentiles(
        median(rounds, Latency::p50),
        median(rounds, Latency::p90),
        median(rounds, Latency::p99),
        median(rounds, Latency::p999),
        median(rounds, Latency::p9999),
        rounds.stream().mapToLong(Latency::max).max().orElseThrow());
  }

  private static double median(List<Latency> rounds, ToLongFunction<Latency> percentile) {
    return Median.of(rounds.stream().mapToDouble(percentile::applyAsLong));
  }
}
