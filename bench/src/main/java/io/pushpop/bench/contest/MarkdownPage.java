package io.pushpop.bench.contest;

import io.pushpop.bench.contest.Scenario.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The page that shows everything: environment, warnings, tables, plots. */
final class MarkdownPage {
  private final StringBuilder text = new StringBuilder();

  private MarkdownPage() {}

  /**
   * Writes the page.
   *
   * @param facts about the machine
   * @param plots their files, beside the page, and their titles
   */
  static String of(
      Map<String, String> facts,
      List<String> warnings,
      Summary summary,
      Map<String, String> plots) {
    MarkdownPage page = new MarkdownPage();
    page.text.append("# Races between queues\n\n");
    page.appendWarnings(warnings);
    page.appendTables(summary);
    page.appendPlots(plots);
    page.appendFacts(facts);
    return page.text.toString();
  }

  private void appendWarnings(List<String> warnings) {
    if (!warnings.isEmpty()) {
      text.append("**Read the figures with care:**\n\n");
      warnings.forEach(warning -> text.append("- ").append(warning).append('\n'));
      text.append('\n');
    }
  }

  private void appendTables(Summary summary) {
    text.append(TextTable.LEGEND).append('\n');
    for (boolean boundsChecks : summary.checks()) {
      text.append("\n## Agrona's bounds checks ").append(Labels.onOrOff(boundsChecks)).append("\n");
      for (Kind kind : Kind.values()) {
        Map<Scenario, List<Cell>> scenarios = summary.scenarios(boundsChecks, kind);
        if (!scenarios.isEmpty()) {
          appendTable(Columns.of(kind), scenarios);
        }
      }
    }
  }

  private void appendTable(Columns columns, Map<Scenario, List<Cell>> scenarios) {
    text.append("\n### ").append(columns.heading()).append("\n\n");
    appendRow("", "", columns.names());
    appendRow("---", "---", columns.names().stream().map(name -> "--:").toList());
    scenarios.forEach(
        (scenario, cells) ->
            cells.forEach(cell -> appendRow(scenario.title(), cell.who(), columns.figures(cell))));
  }

  private void appendPlots(Map<String, String> plots) {
    if (!plots.isEmpty()) {
      text.append("\n## Plots\n");
      plots.forEach((file, title) -> text.append(String.format("%n![%s](%s)%n", title, file)));
    }
  }

  private void appendFacts(Map<String, String> facts) {
    text.append("\n## Environment\n\n");
    appendRow("", "", List.of());
    appendRow("---", "---", List.of());
    facts.forEach((name, value) -> appendRow(name, value, List.of()));
  }

  private void appendRow(String first, String second, List<String> others) {
    List<String> words = new ArrayList<>(List.of(first, second));
    words.addAll(others);
    words.forEach(word -> text.append("| ").append(word.replace("|", "\\|")).append(' '));
    text.append("|\n");
  }
}
