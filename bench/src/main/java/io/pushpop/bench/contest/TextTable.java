package io.pushpop.bench.contest;

import io.pushpop.bench.contest.Scenario.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The summary for a terminal: aligned, scenario by scenario. */
final class TextTable {
  /** What the columns mean, for the foot of any table. */
  static final String LEGEND =
      "Medians of all rounds; lowest and highest round; max of all rounds. Latencies: lowest and"
          + " highest p50.";

  private final StringBuilder text = new StringBuilder();

  private TextTable() {}

  static String of(Summary summary) {
    TextTable table = new TextTable();
    for (boolean boundsChecks : summary.checks()) {
      table.text.append("Agrona's bounds checks ").append(Labels.onOrOff(boundsChecks));
      table.text.append("\n\n");
      for (Kind kind : Kind.values()) {
        table.append(Columns.of(kind), summary.scenarios(boundsChecks, kind));
      }
    }
    return table.text.toString();
  }

  private void append(Columns columns, Map<Scenario, List<Cell>> scenarios) {
    if (scenarios.isEmpty()) {
      return;
    }
    List<List<String>> rows = new ArrayList<>();
    rows.add(row(columns.heading(), columns.names()));
    scenarios.forEach(
        (scenario, cells) -> {
          rows.add(List.of(scenario.title()));
          cells.forEach(cell -> rows.add(row("  " + cell.who(), columns.figures(cell))));
        });
    int[] widths = widths(rows);
    text.append(rows.remove(0).get(0)).append('\n');
    text.append(line(row("", columns.names()), widths));
    rows.forEach(row -> text.append(line(row, widths)));
    text.append('\n');
  }

  private static List<String> row(String first, List<String> others) {
    List<String> row = new ArrayList<>(List.of(first));
    row.addAll(others);
    return row;
  }

  /** The heading has a line of its own, and widens no column. */
  private static int[] widths(List<List<String>> rows) {
    int[] widths = new int[rows.get(0).size()];
    for (List<String> row : rows) {
      for (int column = row == rows.get(0) ? 1 : 0; column < row.size(); column++) {
        widths[column] = Math.max(widths[column], row.get(column).length());
      }
    }
    return widths;
  }

  private static String line(List<String> row, int[] widths) {
    StringBuilder line = new StringBuilder(String.format("%-" + widths[0] + "s", row.get(0)));
    for (int column = 1; column < row.size(); column++) {
      line.append(String.format("  %" + widths[column] + "s", row.get(column)));
    }
    return line.toString().stripTrailing() + "\n";
  }
}
