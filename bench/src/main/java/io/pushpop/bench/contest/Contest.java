package io.pushpop.bench.contest;

import io.pushpop.bench.contest.lane.Contender;
import io.pushpop.bench.contest.machine.Commit;
import io.pushpop.bench.contest.machine.CpuTimes;
import io.pushpop.bench.contest.machine.Environment;
import io.pushpop.bench.contest.machine.EnvironmentReader;
import io.pushpop.bench.jvm.Cores;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Runs the races and reports what came out. */
@Command(
    name = "bench",
    description = "Races Pushpop against other queues, in fresh pairs of pinned JVMs.",
    sortOptions = false)
public final class Contest implements Callable<Integer> {
  /** Whether Agrona checks bounds in the children. */
  enum Checks {
    on,
    off,
    both
  }

  private static final Path ROOT = Path.of("/");

  /** For a driver to start, and again for the sides of a race to end. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @Option(names = "--quick", description = "Only what everybody asks first: under 3 minutes.")
  private boolean quick;

  @Option(names = "--rounds", defaultValue = "0", description = "Rounds (default: 5, quick: 3).")
  private int rounds;

  @Option(
      names = "--millis",
      defaultValue = "600",
      description = "Measured time of each race, in milliseconds (default: ${DEFAULT-VALUE}).")
  private long millis;

  @Option(
      names = "--bounds-checks",
      defaultValue = "both",
      description =
          "Agrona's bounds checks: on (as users run it), off, or both (default: ${DEFAULT-VALUE}).")
  private Checks checks;

  @Option(
      names = "--only",
      description = "Only scenarios whose title contains this, for instance '56 B'.")
  private String only = "";

  @Option(
      names = "--contender",
      description = "Only this one, for instance PUSHPOP; may be repeated.")
  private List<Contender> contenders = new ArrayList<>();

  @Option(names = "--flag", description = "A flag for every JVM that races; may be repeated.")
  private List<String> flags = new ArrayList<>();

  @Option(
      names = "--cores-apart",
      paramLabel = "LOW-HIGH",
      converter = DistanceRangeConverter.class,
      description =
          "Only races count in which the cores of the two sides lie so far apart, before and after:"
              + " nanoseconds of a round trip of two bare flags, for instance 150-400; others are"
              + " run again. For virtual machines, whose cores are moved.")
  private DistanceRange distances = DistanceRange.ANY;

  @Mixin private Variants variants = new Variants();

  @Option(
      names = "--out",
      defaultValue = "bench-results",
      description =
          "Folder for results.json, results.md and the plots (default: ${DEFAULT-VALUE}).")
  private Path out;

  @Option(names = "--help", usageHelp = true, description = "Prints this and ends.")
  private boolean help;

  /** Reads a range, and refuses in the words of the command line. */
  static final class DistanceRangeConverter implements ITypeConverter<DistanceRange> {
    @Override
    public DistanceRange convert(String words) {
      try {
        return DistanceRange.parse(words);
      } catch (IllegalArgumentException refused) {
        throw new TypeConversionException(refused.getMessage());
      }
    }
  }

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
    List<Variant> ways = variants.all();
    List<Race> races =
        plan().stream()
            .filter(race -> race.scenario().title().contains(only))
            .filter(race -> contenders.isEmpty() || contenders.contains(race.contender()))
            .flatMap(race -> ways.stream().map(race::with))
            .toList();
    if (races.isEmpty()) {
      System.err.println(
          "bench: no scenario's title contains '"
              + only
              + "'"
              + (contenders.isEmpty() ? "" : " and is run by " + contenders));
      return ExitCode.USAGE;
    }
    Files.createDirectories(out); // else hours of races would end in nothing
    Cores cores = Cores.find();
    Environment environment =
        new EnvironmentReader(ROOT).read(Commit.of(ownFolder()), cores, flags);
    CpuTimes before = CpuTimes.read(ROOT);
    races = withoutHindered(races);
    sayWhoLacksACore(races, cores);
    Series series;
    try (Runner runner = new Runner(cores, flags, millis, PATIENCE, distances)) {
      series =
          new Series(
              runner::run,
              (outcomes, failures) ->
                  new Report(environment, null, outcomes, failures).writeFigures(out));
      series.run(races);
    }
    List<String> failures = series.failures();
    Report report =
        new Report(
            environment,
            CpuTimes.read(ROOT).stealPercentSince(before),
            series.outcomes(),
            failures);
    report.print(System.out);
    report.write(out);
    System.out.printf("%nResults and plots are in %s%n", out.toAbsolutePath().normalize());
    if (!failures.isEmpty()) {
      System.err.printf("bench: %d of %d races failed%n", failures.size(), races.size());
      return ExitCode.SOFTWARE;
    }
    return ExitCode.OK;
  }

  /** Where this class was built, which lies in the clone. */
  private static Path ownFolder() {
    URL location = Contest.class.getProtectionDomain().getCodeSource().getLocation();
    try {
      return Path.of(location.toURI()).getParent();
    } catch (URISyntaxException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static List<Race> withoutHindered(List<Race> races) throws IOException {
    List<Race> left = races;
    for (Contender contender : contenders(races)) {
      Optional<String> hindrance = contender.hindrance();
      if (hindrance.isPresent()) {
        System.err.printf("bench: %s is left out: %s%n", contender.title(), hindrance.get());
        left = left.stream().filter(race -> race.contender() != contender).toList();
      }
    }
    return left;
  }

  private static void sayWhoLacksACore(List<Race> races, Cores cores) {
    for (Contender contender : contenders(races)) {
      if (contender.driver() != null && !cores.hasThird()) {
        System.err.printf(
            "bench: the driver of %s wants a core of its own; here it shares those of the sides%n",
            contender.title());
      }
    }
  }

  private static List<Contender> contenders(List<Race> races) {
    return races.stream().map(Race::contender).distinct().toList();
  }

  private List<Race> plan() {
    List<Boolean> settings =
        switch (checks) {
          case on -> List.of(true);
          case off -> List.of(false);
          case both -> List.of(true, false);
        };
    if (quick) {
      return Plan.quick(rounds > 0 ? rounds : 3, settings);
    }
    return Plan.full(rounds > 0 ? rounds : 5, settings);
  }
}
