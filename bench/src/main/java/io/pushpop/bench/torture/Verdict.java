package io.pushpop.bench.torture;

import java.io.IOException;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;

/** How a command comes to its exit code, and to the one line that says how it went. */
final class Verdict {
  private Verdict() {}

  /** What a command does. */
  interface Work {
    /**
     * Does it.
     *
     * @throws Violation if the queue broke a promise
     */
    void run(Workplace workplace) throws IOException, StoppedException;
  }

  /**
   * Runs a command.
   *
   * @return 0 if all is well, 1 if not, 2 for arguments that make no sense
   */
  static int execute(Object command, String... args) {
    CommandLine commandLine = new CommandLine(command);
    return commandLine
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(
            (failure, line, parsed) -> {
              System.err.println(line.getCommandName() + ": " + failure.getMessage());
              boolean usage = failure instanceof IllegalArgumentException;
              return usage ? ExitCode.USAGE : ExitCode.SOFTWARE;
            })
        .execute(args);
  }

  /**
   * Does the work, and says how it went.
   *
   * @param account what has been done until then
   */
  static int reach(Work work, Supplier<String> account) throws IOException {
    try (Workplace workplace = Workplace.open()) {
      try {
        work.run(workplace);
        workplace.sayLast("OK: " + account.get());
        return ExitCode.OK;
      } catch (Violation e) {
        // Whoever ends the run from outside kills its children.
        String kind = workplace.isClosed() ? "STOPPED: " : "VIOLATION: ";
        workplace.sayLast(kind + e.getMessage() + "; until then: " + account.get());
      } catch (StoppedException e) {
        workplace.sayLast("STOPPED: " + e.getMessage() + "; until then: " + account.get());
      }
      return ExitCode.SOFTWARE;
    }
  }
}
