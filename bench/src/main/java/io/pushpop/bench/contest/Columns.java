package io.pushpop.bench.contest;

import io.pushpop.bench.contest.Scenario.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The columns of figures in which one kind of scenario is shown to people. */
final class Columns {
  private static final long LONG_NANOS = 10_000;

  private final Kind kind;

  private Columns(Kind kind) {
    this.kind = kind;
  }

  static Columns of(Kind kind) {
    return new Columns(kind);
  }

  /** What the scenarios of this kind measure. */
  String heading() {
    return switch (kind) {
      case ROUND_TRIP -> "Round trips, latency in ns where no unit is given";
      case ONE_WAY -> "One way, as fast as it goes, in million elements a second";
      case WAKE_UP ->
          "One element now and then, latency from when it was due; CPU time of the side that waits";
      case PACED ->
          "One way at a rate, latency from when an element was due, in ns where no unit is given";
    };
  }

  /** Their names. */
  List<String> names() {
    return switch (kind) {
      case ROUND_TRIP -> latencies("vs bare");
      case ONE_WAY -> List.of("median", "lowest", "highest", "vs Agrona", "of limit");
      case WAKE_UP -> List.of("p50", "lowest", "highest", "p99", "max", "CPU");
      case PACED -> latencies("vs Agrona");
    };
  }

  /** The figures of a cell. */
  List<String> figures(Cell cell) {
    String ratio = cell.ratio() == null ? "" : format("%.2f", cell.ratio());
    if (kind == Kind.ONE_WAY) {
      return List.of(
          format("%.2f", cell.median()),
          format("%.2f", cell.lowest()),
          format("%.2f", cell.highest()),
          ratio,
          cell.percentOfLimit() == null ? "" : format("%.0f %%", cell.percentOfLimit()));
    }
    Percentiles latency = cell.latency();
    List<String> figures = new ArrayList<>();
    figures.add(time(latency.p50()));
    figures.add(time(cell.lowest()));
    figures.add(time(cell.highest()));
    figures.add(time(latency.p99()));
    if (kind != Kind.WAKE_UP) { // there are too few elements for more
      figures.add(time(latency.p999()));
      figures.add(time(latency.p9999()));
    }
    figures.add(time(latency.max()));
    figures.add(kind == Kind.WAKE_UP ? cpu(cell) : ratio);
    return figures;
  }

  private static String cpu(Cell cell) {
    return cell.cpuPercent() == null ? "" : format("%.2f %%", cell.cpuPercent());
  }

  private static List<String> latencies(String ratio) {
    return List.of("p50", "lowest", "highest", "p99", "p99.9", "p99.99", "max", ratio);
  }

  /** Nanoseconds as far as they compare at a glance, then the unit that makes them short. */
  private static String time(double nanos) {
    return nanos < LONG_NANOS ? format("%,.0f", nanos) : Labels.time(nanos);
  }

  private static String format(String format, Object figure) {
    return String.format(Locale.ROOT, format, figure);
  }
}
