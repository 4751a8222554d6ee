package io.pushpop.bench.contest.plot;

import java.util.List;

/**
 * Points joined by lines.
 *
 * @param name in the legend
 * @param look number of its colour and line: the same number looks the same in every plot
 * @param points from left to right
 */
public record Curve(String name, int look, List<Point> points) {
  /** A point of a curve. */
  public record Point(double x, double y) {}
}
