package io.pushpop.bench.contest;

import io.pushpop.bench.contest.plot.Axis;
import io.pushpop.bench.contest.plot.Curve;
import io.pushpop.bench.contest.plot.Curve.Point;
import io.pushpop.bench.contest.plot.CurvePlot;
import java.util.ArrayList;
import java.util.List;

/** Latency against percentile, of several rounds: at each percentile the median of the rounds. */
final class LatencyCurves {
  private static final int POINTS_PER_DECADE = 16;

  private LatencyCurves() {}

  static CurvePlot plot(Scenario scenario, boolean boundsChecks, List<Cell> cells) {
    return new CurvePlot(
        "Latency: " + scenario.title() + ", bounds checks " + Labels.onOrOff(boundsChecks),
        new Axis("percentile", true, Labels::percentile),
        new Axis("latency", true, Labels::time),
        false,
        cells.stream().filter(LatencyCurves::hasCurves).map(LatencyCurves::of).toList());
  }

  /** The ring in C reports percentiles alone. */
  private static boolean hasCurves(Cell cell) {
    return cell.results().stream().noneMatch(result -> result.latency().curve().isEmpty());
  }

  /** A curve whose x is how many elements there are for each that is slower. */
  static Curve of(Cell cell) {
    List<List<Latency.Point>> rounds =
        cell.results().stream().map(result -> result.latency().curve()).toList();
    double reach = rounds.stream().mapToDouble(LatencyCurves::reach).min().orElseThrow();
    List<Point> points = new ArrayList<>();
    double oneOf = 1;
    for (int i = 1; oneOf <= reach; i++) {
      double percentile = 100 - 100 / oneOf;
      double median = Median.of(rounds.stream().mapToDouble(round -> nanosAt(percentile, round)));
      points.add(new Point(oneOf, Math.max(1, median))); // nothing is 0 on a logarithmic axis
      oneOf = Math.pow(10, (double) i / POINTS_PER_DECADE);
    }
    return new Curve(cell.contender().title(), cell.contender().ordinal(), points);
  }

  /** The highest percentile below the maximum, which has no place on the axis. */
  private static double reach(List<Latency.Point> round) {
    return round.stream()
        .mapToDouble(Latency.Point::percentile)
        .filter(percentile -> percentile < 100)
        .map(percentile -> 100 / (100 - percentile))
        .max()
        .orElse(1);
  }

  private static long nanosAt(double percentile, List<Latency.Point> round) {
    return round.stream()
        .filter(point -> point.percentile() >= percentile)
        .findFirst()
        .orElseThrow()
        .nanos();
  }
}
