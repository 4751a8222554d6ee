package io.pushpop.ipc.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What all commands have in common: a ring file, and that no failure leaves a stack trace. */
@Command(sortOptions = false, usageHelpWidth = 96)
abstract class QueueCommand implements Callable<Integer> {
  @Parameters(paramLabel = "FILE", description = "The ring file")
  private Path file;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help")
  private boolean help;

  @Spec private CommandSpec spec;

  private final Streams streams;

  QueueCommand(Streams streams) {
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
      return Failures.report(streams, file, failure);
    }
  }

  /** Does what the command is for; returns when it is done. */
  abstract void run() throws Exception;

  Path file() {
    return file;
  }

  Streams streams() {
    return streams;
  }

  /** The refusal of arguments that do not go together, or are out of range. */
  ParameterException badUsage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
