package io.pushpop.bench.contest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pushpop.bench.jvm.ChildJvm;
import io.pushpop.bench.jvm.Cores;
import io.pushpop.bench.jvm.PrivateFolder;
import io.pushpop.bench.jvm.SharedPage;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;

/** Runs the races and prints a table: medians of interleaved rounds. */
@Command(
    name = "bench",
    description = "Races Pushpop against other queues, in fresh pairs of pinned JVMs.",
    sortOptions = false)
public final class Contest implements Callable<Integer> {
  private static final String NO_BOUNDS_CHECKS = "-Dagrona.disable.bounds.checks=true";
  private static final long PATIENCE_SECONDS = 60;

  /** Whether Agrona checks bounds in the children. */
  enum Checks {
    on,
    off,
    both
  }

  @Option(names = "--rounds", defaultValue = "5", description = "Rounds (default: 5).")
  private int rounds;

  @Option(
      names = "--millis",
      defaultValue = "1500",
      description = "Measured time of each race, in milliseconds (default: 1500).")
  private long millis;

  @Option(
      names = "--bounds-checks",
      defaultValue = "both",
      description =
          "Agrona's bounds checks: on (as users run it), off, or both (default: ${DEFAULT-VALUE}).")
  private Checks checks;

  @Option(names = "--help", usageHelp = true, description = "Prints this and ends.")
  private boolean help;

  @Option(names = "--json", description = "Also writes all values to this file.")
  private Path json;

  private final ObjectMapper mapper = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private Contest() {}

  /**
   * Runs the races.
   *
   * @param args see {@code --help}
   */
  public static void main(String[] args) {
    System.exit(run(args));
  }

  /** Runs the races, and gives the exit code. */
  static int run(String... args) {
    return new CommandLine(new Contest())
        .setExecutionExceptionHandler(
            (failure, commandLine, parsed) -> {
              System.err.println("bench: " + failure.getMessage());
              return ExitCode.SOFTWARE;
            })
        .execute(args);
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Cores cores = Cores.find();
    System.out.printf("JDK %s, %s, %d rounds%n", System.getProperty("java.version"), cores, rounds);
    ArrayNode all = mapper.createArrayNode();
    for (boolean checked : checks == Checks.both ? new boolean[] {true, false} : only(checks)) {
      Map<Scenario, Map<Contender, List<JsonNode>>> results = race(cores, checked);
      print(checked, results);
      collect(checked, results, all);
    }
    if (json != null) {
      mapper.writeValue(json.toFile(), all);
    }
    return ExitCode.OK;
  }

  private static boolean[] only(Checks checks) {
    return new boolean[] {checks == Checks.on};
  }

  private Map<Scenario, Map<Contender, List<JsonNode>>> race(Cores cores, boolean checked)
      throws IOException, InterruptedException {
    Map<Scenario, Map<Contender, List<JsonNode>>> results = new EnumMap<>(Scenario.class);
    for (int round = 1; round <= rounds; round++) {
      for (Scenario scenario : Scenario.values()) {
        for (Contender contender : Contender.field(scenario)) {
          System.err.printf(
              "round %d of %d, bounds checks %s: %s, %s%n",
              round, rounds, checked ? "on" : "off", scenario.title(), contender.title());
          results
              .computeIfAbsent(scenario, key -> new EnumMap<>(Contender.class))
              .computeIfAbsent(contender, key -> new ArrayList<>())
              .add(runPair(cores, checked, contender, scenario));
        }
      }
    }
    return results;
  }

  private JsonNode runPair(Cores cores, boolean checked, Contender contender, Scenario scenario)
      throws IOException, InterruptedException {
    Path folder = PrivateFolder.create("pushpop-bench-");
    List<Process> pair = new ArrayList<>();
    try {
      SharedPage.create(folder.resolve(Side.CONTROL));
      for (int child = 0; child < 2; child++) {
        List<String> arguments =
            List.of(
                contender.name(),
                scenario.name(),
                child == 0 ? "first" : "second",
                folder.toString(),
                Long.toString(millis));
        List<String> flags = checked ? List.of() : List.of(NO_BOUNDS_CHECKS);
        pair.add(
            new ProcessBuilder(ChildJvm.command(cores.pinning(child), flags, Side.class, arguments))
                .inheritIO()
                .redirectInput(Redirect.PIPE) // by which the child learns that this JVM is gone
                .start());
      }
      for (Process process : pair) {
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
          throw new IOException(
              contender.title()
                  + " did not finish "
                  + scenario.title()
                  + "; what its JVMs said stands above");
        }
      }
      return mapper.readTree(folder.resolve("result.json").toFile());
    } finally {
      pair.forEach(Process::destroyForcibly);
      for (Process process : pair) {
        process.waitFor();
      }
      PrivateFolder.delete(folder);
    }
  }

  private void print(boolean checked, Map<Scenario, Map<Contender, List<JsonNode>>> results) {
    System.out.printf(
        "%nAgrona's bounds checks %s%n%-18s %-26s %8s %8s %8s  %s%n",
        checked ? "on" : "off", "", "", "median", "lowest", "highest", "ratio");
    results.forEach(
        (scenario, byContender) ->
            byContender.forEach(
                (contender, nodes) -> {
                  double[] values = values(nodes);
                  System.out.printf(
                      "%-18s %-26s %8.1f %8.1f %8.1f  %.2f  %s%n",
                      scenario.title(),
                      contender.title(),
                      median(values),
                      values[0],
                      values[values.length - 1],
                      median(values) / median(values(byContender.get(reference(scenario)))),
                      scenario.unit());
                }));
  }

  private void collect(
      boolean checked, Map<Scenario, Map<Contender, List<JsonNode>>> results, ArrayNode all) {
    results.forEach(
        (scenario, byContender) ->
            byContender.forEach(
                (contender, nodes) -> {
                  ObjectNode entry = all.addObject();
                  entry.put("scenario", scenario.title());
                  entry.put("contender", contender.title());
                  entry.put("unit", scenario.unit());
                  entry.put("boundsChecks", checked);
                  entry.put("median", median(values(nodes)));
                  entry.putArray("rounds").addAll(nodes);
                }));
  }

  /** What the others are compared with: the limit where there is one, else Agrona's ring. */
  private static Contender reference(Scenario scenario) {
    return scenario == Scenario.ROUND_TRIP ? Contender.BARE : Contender.AGRONA;
  }

  private static double[] values(List<JsonNode> nodes) {
    double[] values = nodes.stream().mapToDouble(node -> node.get("value").asDouble()).toArray();
    Arrays.sort(values);
    return values;
  }

  private static double median(double[] sorted) {
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
