package io.pushpop.bench.contest;

import java.util.stream.DoubleStream;

/** The value in the middle. */
public final class Median {
  private Median() {}

  /**
   * The median; between the two in the middle if their number is even.
   *
   * @param values in any order, one or more
   * @return their median
   */
  public static double of(DoubleStream values) {
    double[] sorted = values.sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
