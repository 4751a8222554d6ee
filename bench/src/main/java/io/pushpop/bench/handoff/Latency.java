package io.pushpop.bench.handoff;

import org.HdrHistogram.Histogram;

/**
 * Quantiles of latencies, in nanoseconds, to three digits.
 *
 * @param p50 half of them are at most this
 * @param p90 nine of ten are
 * @param p99 99 of a hundred are
 * @param p999 999 of a thousand are
 * @param p9999 9,999 of ten thousand are
 * @param max the largest
 */
record Latency(long p50, long p90, long p99, long p999, long p9999, long max) {
  static Latency of(Histogram nanos) {
    return new Latency(
        nanos.getValueAtPercentile(50),
        nanos.getValueAtPercentile(90),
        nanos.getValueAtPercentile(99),
        nanos.getValueAtPercentile(99.9),
        nanos.getValueAtPercentile(99.99),
        nanos.getMaxValue());
  }
}
