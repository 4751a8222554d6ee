package io.pushpop.ipc.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What all commands have in common: streams, help, and that no failure leaves a stack trace. */
@Command(sortOptions = false, usageHelpWidth = 96)
abstract class PushpopCommand implements Callable<Integer> {
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help")
  private boolean help;

  @Spec private CommandSpec spec;

  private final Streams streams;

  PushpopCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public final Integer call() {
    try {
      run();
      return 0;
    } catch (ParameterException badUsage) {
      throw badUsage;
    } catch (Exception | Error failure) {
      return Failures.report(streams, subject(), failure);
    }
  }

  /** Does what the command is for; returns when it is done. */
  abstract void run() throws Exception;

  /** What the command is about, for messages that do not name it themselves. */
  abstract String subject();

  Streams streams() {
    return streams;
  }

  CommandSpec spec() {
    return spec;
  }

  /** The refusal of arguments that do not go together, or are out of range. */
  ParameterException badUsage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
