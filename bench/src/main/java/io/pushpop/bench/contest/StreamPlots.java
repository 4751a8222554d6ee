package io.pushpop.bench.contest;

import io.pushpop.bench.contest.Scenario.Kind;
import io.pushpop.bench.contest.Scenario.Slower;
import io.pushpop.bench.contest.lane.Contender;
import io.pushpop.bench.contest.plot.Axis;
import io.pushpop.bench.contest.plot.Curve;
import io.pushpop.bench.contest.plot.Curve.Point;
import io.pushpop.bench.contest.plot.CurvePlot;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/** What the length of an element, and of the ring, does to a stream. */
final class StreamPlots {
  /** Fewer points are no curve. */
  private static final int FEWEST_POINTS = 3;

  private static final double NANOS_PER_MICRO = 1000;

  private final String setting;
  private final Map<Contender, List<Cell>> streams;

  /** Plots of one setting of the bounds checks. */
  StreamPlots(Summary summary, boolean boundsChecks) {
    this.setting = ", bounds checks " + Labels.onOrOff(boundsChecks);
    this.streams = summary.contenders(boundsChecks, Kind.ONE_WAY);
  }

  /** Elements a second, in rings of the usual length. */
  Optional<CurvePlot> elementsByLength() {
    Axis axis = new Axis("million elements a second", true, Labels::number);
    return byLength("Elements a second, by their length", axis, Cell::median);
  }

  /** Bytes a second, in rings of the usual length. */
  Optional<CurvePlot> bytesByLength() {
    Axis axis = new Axis("MB a second", false, Labels::number);
    return byLength(
        "Bytes a second, by the length of elements", axis, cell -> cell.median() * length(cell));
  }

  /** What an element takes, against the length of the ring, for each length of elements. */
  Map<Integer, CurvePlot> costByRing() {
    Map<Integer, CurvePlot> plots = new TreeMap<>();
    streams.values().stream()
        .flatMap(List::stream)
        .map(StreamPlots::length)
        .distinct()
        .forEach(length -> costByRing(length).ifPresent(plot -> plots.put(length, plot)));
    return plots;
  }

  private Optional<CurvePlot> byLength(String title, Axis y, ToDoubleFunction<Cell> throughput) {
    List<Curve> curves =
        curves(
            cell -> cell.scenario().equals(Scenario.oneWay(length(cell))),
            StreamPlots::length,
            throughput);
    return plot(title, "length of an element", y, curves);
  }

  private Optional<CurvePlot> costByRing(int length) {
    List<Curve> curves =
        curves(
            cell -> length(cell) == length && cell.scenario().slower() == Slower.NEITHER,
            cell -> cell.scenario().ringLength(),
            cell -> NANOS_PER_MICRO / cell.median());
    Axis cost = new Axis("ns an element", false, Labels::number);
    return plot(
        "Cost of an element of " + length + " B, by the length of the ring",
        "length of the ring",
        cost,
        curves);
  }

  private List<Curve> curves(
      Predicate<Cell> which, ToDoubleFunction<Cell> x, ToDoubleFunction<Cell> y) {
    List<Curve> curves = new ArrayList<>();
    streams.forEach(
        (contender, cells) -> {
          List<Point> points =
              cells.stream()
                  .filter(which)
                  .map(cell -> new Point(x.applyAsDouble(cell), y.applyAsDouble(cell)))
                  .sorted(Comparator.comparingDouble(Point::x))
                  .toList();
          if (points.size() >= FEWEST_POINTS) {
            curves.add(new Curve(contender.title(), contender.ordinal(), points));
          }
        });
    return curves;
  }

  private Optional<CurvePlot> plot(String title, String x, Axis y, List<Curve> curves) {
    return curves.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new CurvePlot(title + setting, new Axis(x, true, Labels::bytes), y, true, curves));
  }

  private static int length(Cell cell) {
    return cell.scenario().length();
  }
}
