package io.pushpop.bench.contest;

import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;

/**
 * Times in nanoseconds.
 *
 * @param curve points of the whole distribution, from low to high
 */
record Latency(long p50, long p90, long p99, long p999, long p9999, long max, List<Point> curve) {
  private static final int POINTS_PER_HALVING = 5;

  /**
   * A point of the curve.
   *
   * @param percentile 0 to 100
   * @param nanos that so many are at or below
   */
  record Point(double percentile, long nanos) {}

  static Latency of(Histogram histogram) {
    List<Point> curve = new ArrayList<>();
    for (HistogramIterationValue step : histogram.percentiles(POINTS_PER_HALVING)) {
      curve.add(new Point(step.getPercentileLevelIteratedTo(), step.getValueIteratedTo()));
    }
    return new Latency(
        histogram.getValueAtPercentile(50),
        histogram.getValueAtPercentile(90),
        histogram.getValueAtPercentile(99),
        histogram.getValueAtPercentile(99.9),
        histogram.getValueAtPercentile(99.99),
        histogram.getMaxValue(),
        curve);
  }
}
