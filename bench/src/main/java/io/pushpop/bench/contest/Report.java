package io.pushpop.bench.contest;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.pushpop.bench.contest.lane.Contender;
import io.pushpop.bench.jvm.Cores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What came out of all races: a table for people, and files. */
final class Report {
  private final List<Outcome> outcomes;
  private final Cores cores;
  private final List<String> flags;

  private Report(List<Outcome> outcomes, Cores cores, List<String> flags) {
    this.outcomes = outcomes;
    this.cores = cores;
    this.flags = flags;
  }

  static Report of(List<Outcome> outcomes, Cores cores, List<String> flags) {
    return new Report(outcomes, cores, flags);
  }

  void write(Path folder) throws IOException {
    print();
    Files.createDirectories(folder);
    new ObjectMapper()
        .enable(SerializationFeature.INDENT_OUTPUT)
        .writeValue(folder.resolve("results.json").toFile(), outcomes);
  }

  private void print() {
    System.out.printf(
        "JDK %s, %s%s%n",
        System.getProperty("java.version"), cores, flags.isEmpty() ? "" : ", " + flags);
    Map<Boolean, List<Outcome>> byChecks =
        outcomes.stream()
            .collect(
                Collectors.groupingBy(
                    outcome -> outcome.race().boundsChecks(),
                    LinkedHashMap::new,
                    Collectors.toList()));
    byChecks.forEach(this::printTable);
  }

  private void printTable(boolean checked, List<Outcome> some) {
    System.out.printf(
        "%nAgrona's bounds checks %s%n%-34s %-26s %9s %9s %9s  %s%n",
        checked ? "on" : "off", "", "", "median", "lowest", "highest", "ratio");
    Map<Scenario, Map<Contender, List<Outcome>>> table =
        some.stream()
            .collect(
                Collectors.groupingBy(
                    outcome -> outcome.race().scenario(),
                    LinkedHashMap::new,
                    Collectors.groupingBy(
                        outcome -> outcome.race().contender(),
                        LinkedHashMap::new,
                        Collectors.toList())));
    table.forEach(
        (scenario, row) -> {
          List<Outcome> reference = row.get(reference(scenario));
          row.forEach(
              (contender, cell) -> {
                double[] values = sorted(cell);
                System.out.printf(
                    "%-34s %-26s %9.2f %9.2f %9.2f  %s  %s%n",
                    scenario.title(),
                    contender.title(),
                    median(values),
                    values[0],
                    values[values.length - 1],
                    reference == null
                        ? "    "
                        : String.format("%4.2f", median(values) / median(sorted(reference))),
                    scenario.unit());
              });
        });
  }

  /** What the others are compared with: the limit where there is one, else Agrona's ring. */
  private static Contender reference(Scenario scenario) {
    return scenario.kind() == Scenario.Kind.ROUND_TRIP ? Contender.BARE : Contender.AGRONA;
  }

  private static double[] sorted(List<Outcome> cell) {
    return cell.stream().mapToDouble(outcome -> outcome.result().value()).sorted().toArray();
  }

  private static double median(double[] sorted) {
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
