package io.pushpop.bench.contest;

import io.pushpop.bench.contest.machine.Environment;
import io.pushpop.bench.contest.plot.Plot;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/** What came out of all races: a table for people, and files. */
final class Report {
  private static final String JSON = "results.json";
  private static final String MARKDOWN = "results.md";

  private final Environment environment;
  private final Double stealPercent;
  private final List<Outcome> outcomes;
  private final Summary summary;
  private final Distances distances;
  private final List<String> failures;
  private final Function<Summary, Map<String, Plot>> plots;
  private final List<String> warnings;

  /**
   * A report.
   *
   * @param environment read before the races
   * @param stealPercent during the races; null if not known
   * @param failures of races that gave no outcome, in sentences
   */
  Report(
      Environment environment, Double stealPercent, List<Outcome> outcomes, List<String> failures) {
    this(environment, stealPercent, outcomes, failures, Plots::of);
  }

  /** The same, with plots of one's own: names of files, without an ending, and what to draw. */
  Report(
      Environment environment,
      Double stealPercent,
      List<Outcome> outcomes,
      List<String> failures,
      Function<Summary, Map<String, Plot>> plots) {
    this.environment = environment;
    this.stealPercent = stealPercent;
    this.outcomes = List.copyOf(outcomes);
    this.failures = List.copyOf(failures);
    this.plots = plots;
    this.summary = Summary.of(outcomes);
    this.distances = Distances.of(outcomes);
    this.warnings = new ArrayList<>(Warnings.of(environment, stealPercent, summary, distances));
    failures.forEach(failure -> warnings.add("A race failed: " + failure));
  }

  /** Prints the table and what limits it. */
  void print(PrintStream out) {
    out.println();
    facts().forEach((name, value) -> out.printf("%-20s %s%n", name, value));
    out.printf("%n%s%s%n", TextTable.of(summary), TextTable.LEGEND);
    warnings.forEach(warning -> out.println("Warning: " + warning));
  }

  /**
   * Writes the files: the figures first, so that no plot can cost them.
   *
   * @param folder that is there; files of the same names are replaced
   * @throws IOException if one cannot be written
   */
  void write(Path folder) throws IOException {
    writeFigures(folder);
    writeFigures(folder, draw(folder));
  }

  /**
   * Writes the files, without plots.
   *
   * @param folder that is there; files of the same names are replaced
   * @throws IOException if one cannot be written
   */
  void writeFigures(Path folder) throws IOException {
    writeFigures(folder, Map.of());
  }

  private void writeFigures(Path folder, Map<String, String> plots) throws IOException {
    new ResultsFile(environment, stealPercent, warnings, failures, summary.cells(), outcomes)
        .write(folder.resolve(JSON));
    Files.writeString(folder.resolve(MARKDOWN), MarkdownPage.of(facts(), warnings, summary, plots));
  }

  /** Draws the plots; one that fails costs no figures and no other plot. */
  private Map<String, String> draw(Path folder) {
    System.setProperty("java.awt.headless", "true");
    Map<String, String> drawn = new LinkedHashMap<>();
    Map<String, Plot> planned;
    try {
      planned = plots.apply(summary);
    } catch (RuntimeException e) {
      System.err.println("bench: no plot is drawn, because planning them failed: " + e);
      warnings.add("No plot could be drawn.");
      return drawn;
    }
    for (Map.Entry<String, Plot> plot : planned.entrySet()) {
      String file = plot.getKey() + ".png";
      try {
        plot.getValue().write(folder.resolve(file));
        drawn.put(file, plot.getValue().title());
      } catch (IOException
          | RuntimeException
          | LinkageError
          | InternalError e) { // a JDK without fonts, mostly
        System.err.println("bench: " + file + " cannot be drawn: " + e);
      }
    }
    if (drawn.size() < planned.size()) {
      warnings.add(
          (planned.size() - drawn.size()) + " of " + planned.size() + " plots could not be drawn.");
    }
    return drawn;
  }

  private Map<String, String> facts() {
    Map<String, String> facts = new LinkedHashMap<>(environment.facts());
    facts.put(
        "Steal during",
        stealPercent == null ? "unknown" : String.format(Locale.ROOT, "%.2f %%", stealPercent));
    if (distances != null) {
      facts.put("Cores apart", distances.words());
    }
    for (Outcome outcome : outcomes) {
      Variant variant = outcome.race().variant();
      if (outcome.result().jvm() != null) {
        facts.put(variant.titleOf("Sides"), variant.described(outcome.result().jvm()));
      }
    }
    return facts;
  }
}
