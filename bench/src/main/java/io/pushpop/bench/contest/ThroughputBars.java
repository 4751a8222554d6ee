package io.pushpop.bench.contest;

import io.pushpop.bench.contest.lane.Contender;
import io.pushpop.bench.contest.plot.BarPlot;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Throughput of elements of one length, contender by contender, and the limit of all. */
final class ThroughputBars {
  private final List<Cell> cells;
  private final List<Contender> contenders;

  private ThroughputBars(Summary summary, int length) {
    this.cells =
        summary.cells().stream()
            .filter(cell -> cell.scenario().equals(Scenario.oneWay(length)))
            .toList();
    this.contenders =
        cells.stream()
            .map(Cell::contender)
            .filter(contender -> contender != Contender.BARE_LINES)
            .distinct()
            .sorted(Comparator.comparing(this::isAbsentSomewhere))
            .toList();
  }

  static Optional<BarPlot> of(Summary summary, int length) {
    ThroughputBars bars = new ThroughputBars(summary, length);
    if (bars.contenders.isEmpty()) {
      return Optional.empty();
    }
    Double limit = bars.limit();
    String axis = "million elements a second";
    if (limit != null) {
      axis += String.format(Locale.ROOT, "; dashed: bare lines, the limit, at %.1f", limit);
    }
    return Optional.of(
        new BarPlot(
            String.format(Locale.ROOT, "Throughput: one way %d B", length),
            axis,
            bars.contenders.stream().map(Contender::title).toList(),
            bars.groups(),
            limit));
  }

  /** The faster of what bare lines reached with either setting, which makes no odds to them. */
  private Double limit() {
    return cells.stream()
        .filter(cell -> cell.contender() == Contender.BARE_LINES)
        .map(Cell::median)
        .max(Comparator.naturalOrder())
        .orElse(null);
  }

  private Map<String, List<Double>> groups() {
    Map<String, List<Double>> groups = new LinkedHashMap<>();
    cells.stream()
        .map(Cell::boundsChecks)
        .distinct()
        .forEach(
            boundsChecks ->
                groups.put(
                    "bounds checks " + Labels.onOrOff(boundsChecks),
                    contenders.stream()
                        .map(contender -> median(contender, boundsChecks))
                        .toList()));
    return groups;
  }

  /** Such come last: no group may begin with a gap. */
  private boolean isAbsentSomewhere(Contender contender) {
    long settings = cells.stream().map(Cell::boundsChecks).distinct().count();
    return cells.stream().filter(cell -> cell.contender() == contender).count() < settings;
  }

  /** Null where it did not run. */
  private Double median(Contender contender, boolean boundsChecks) {
    return cells.stream()
        .filter(cell -> cell.contender() == contender && cell.boundsChecks() == boundsChecks)
        .map(Cell::median)
        .findFirst()
        .orElse(null);
  }
}
