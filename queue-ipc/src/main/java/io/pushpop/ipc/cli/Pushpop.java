package io.pushpop.ipc.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code pushpop}: what it can do, and the main class of the jar. */
@Command(
    name = "pushpop",
    sortOptions = false,
    usageHelpWidth = 96,
    synopsisSubcommandLabel = "COMMAND",
    description = "Elements from one process to another through a ring in a memory-mapped file.",
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {
      "0:done",
      "1:refused or failed; one line on stderr says why and what to do (none if the reader of"
          + " stdout has gone)",
      "2:bad usage",
      "3:pop or bridge send found the push end dead; what it left was printed, or sent, first"
    })
public final class Pushpop implements Runnable {
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help")
  private boolean help;

  @Spec private CommandSpec spec;

  private Pushpop() {}

  /**
   * Runs one command and ends this JVM.
   *
   * @param arguments as the usage help, {@code --help}, tells
   */
  public static void main(String[] arguments) {
    System.exit(execute(Streams.ofProcess(), arguments));
  }

  /** Runs one command with these streams, and returns its exit code. */
  static int execute(Streams streams, String... arguments) {
    return new CommandLine(new Pushpop())
        .addSubcommand(new CreateCommand(streams))
        .addSubcommand(new PushCommand(streams))
        .addSubcommand(new PopCommand(streams))
        .addSubcommand(new StatCommand(streams))
        .addSubcommand(new WatchCommand(streams))
        .addSubcommand(new DumpCommand(streams))
        .addSubcommand(new CheckCommand(streams))
        .addSubcommand(
            new CommandLine(new BridgeCommand())
                .addSubcommand(new BridgeSendCommand(streams))
                .addSubcommand(new BridgeReceiveCommand(streams)))
        .addSubcommand(new CompletionCommand(streams))
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler((refusal, all) -> refuse(streams, refusal))
        .execute(arguments);
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Missing command");
  }

  private static int refuse(Streams streams, ParameterException refusal) {
    String command = refusal.getCommandLine().getCommandSpec().qualifiedName();
    streams.say(refusal.getMessage() + "; see " + command + " --help");
    return CommandLine.ExitCode.USAGE;
  }
}
