package io.pushpop.bench.handoff;

import io.pushpop.queue.Geometry;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** The command: two JVMs hand off a market-data feed, and this one tells how it went. */
@Command(
    name = "handoff",
    sortOptions = false,
    usageHelpWidth = 96,
    description = {
      "Hands off NASDAQ TotalView-ITCH 5.0 from a feed to a strategy, two JVMs, through a ring.",
      "Without --file and --pace: a generated session, first flat out for the rate, then paced for"
          + " the latency."
    },
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {
      "0:every message arrived, once, whole and in order",
      "1:failed, or something does not agree; the last line says what",
      "2:bad usage"
    })
public final class Handoff implements Callable<Integer> {
  private static final long FLAT_OUT_MESSAGES = 20_000_000;
  private static final long PACED_SECONDS = 5;
  private static final Pace DEFAULT_PACE = Pace.parse("500000");
  private static final int FAILED = 1;

  @Option(
      names = "--messages",
      paramLabel = "N",
      description =
          "Messages to hand off, at most (default: the whole file; or generated, flat out 20000000,"
              + " paced 5 s)")
  private Long messages;

  @Option(
      names = "--file",
      paramLabel = "X.itch[.gz]",
      description = "Capture in BinaryFILE framing, plain or gzip, instead of a generated session")
  private Path file;

  @Option(
      names = "--pace",
      paramLabel = "PACE",
      description =
          "max: flat out; N: so many messages a second; realtime: by the messages' own times; xN: N"
              + " times as fast (default with --file: max)")
  private Pace pace;

  @Option(
      names = "--encoding",
      paramLabel = "raw|sbe",
      defaultValue = "raw",
      description =
          "raw: messages as they are; sbe: normalised by the feed into a schema of seven messages,"
              + " others kept back (default: ${DEFAULT-VALUE})")
  private Encoding encoding;

  @Option(
      names = "--slots",
      paramLabel = "N",
      defaultValue = "4096",
      description = "Slots of the ring, a power of two (default: ${DEFAULT-VALUE})")
  private int slots;

  @Option(
      names = "--slot-size",
      paramLabel = "BYTES",
      defaultValue = "64",
      description = "Bytes of each, a power of two (default: ${DEFAULT-VALUE})")
  private int slotSize;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Seed of the generated session (default: ${DEFAULT-VALUE})")
  private long seed;

  @Option(
      names = "--warm-up",
      paramLabel = "N",
      defaultValue = "1000000",
      description =
          "Generated messages that go through first and are in no account (default:"
              + " ${DEFAULT-VALUE})")
  private long warmUp;

  @Option(names = "--json", paramLabel = "FILE", description = "Write the account to FILE, too")
  private Path json;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help")
  private boolean help;

  @Spec private CommandSpec spec;

  private Handoff() {}

  /**
   * Runs the command and ends this JVM.
   *
   * @param arguments as the usage help, {@code --help}, tells
   */
  public static void main(String[] arguments) {
    System.exit(
        new CommandLine(new Handoff())
            .setCaseInsensitiveEnumValuesAllowed(true)
            .registerConverter(Pace.class, Handoff::parsePace)
            .setParameterExceptionHandler(Handoff::refuse)
            .execute(arguments));
  }

  @Override
  public Integer call() {
    List<RunPlan> plans = plans();
    return new Parent(System.out, System.err).handOff(plans, json) ? 0 : FAILED;
  }

  private List<RunPlan> plans() {
    requireAtLeast("--messages", messages == null ? 1 : messages, 1);
    requireAtLeast("--warm-up", warmUp, 0);
    try {
      Geometry.of(slots, slotSize);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
    return paces().stream().map(this::plan).toList();
  }

  private List<Pace> paces() {
    if (pace != null) {
      return List.of(pace);
    }
    return file == null ? List.of(Pace.MAX, DEFAULT_PACE) : List.of(Pace.MAX);
  }

  private RunPlan plan(Pace each) {
    return new RunPlan(
        file == null ? null : file.toAbsolutePath().toString(),
        messages == null ? defaultMessages(each) : messages,
        seed,
        encoding,
        each.text(),
        warmUp,
        slots,
        slotSize,
        Runtime.getRuntime().availableProcessors() >= Side.values().length);
  }

  private long defaultMessages(Pace each) {
    if (file != null) {
      return Long.MAX_VALUE;
    }
    return each.isFlatOut() ? FLAT_OUT_MESSAGES : each.messagesIn(PACED_SECONDS);
  }

  private void requireAtLeast(String option, long value, long minimum) {
    if (value < minimum) {
      throw new ParameterException(
          spec.commandLine(),
          "Invalid value for option '"
              + option
              + "': "
              + value
              + ", expected "
              + minimum
              + " or more");
    }
  }

  private static Pace parsePace(String text) {
    try {
      return Pace.parse(text);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }

  private static int refuse(ParameterException refusal, String[] arguments) {
    System.err.println("handoff: " + refusal.getMessage() + "; see handoff --help");
    return CommandLine.ExitCode.USAGE;
  }
}
