package io.pushpop.ipc.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code pushpop bridge}: from a ring on this machine to a ring on another. */
@Command(
    name = "bridge",
    sortOptions = false,
    usageHelpWidth = 96,
    synopsisSubcommandLabel = "send|receive",
    description = {
      "Joins two rings on two machines through Aeron: 'send' drains a ring on one, 'receive' fills a"
          + " ring on the other, with the same --channel and --stream. Every element arrives once"
          + " and in order, whichever of the two is killed and started again; while the target ring"
          + " is full, or nobody receives, the source ring fills."
    })
final class BridgeCommand implements Runnable {
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help")
  private boolean help;

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Missing command: send or receive");
  }
}
