package io.pushpop.ipc.cli;

import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.BusySpinIdleStrategy;
import org.agrona.concurrent.IdleStrategy;
import picocli.CommandLine.Option;

/** How a command waits for its peer. */
final class WaitingOptions {
  @Option(
      names = "--spin",
      description = "Wait without ever sleeping: fastest, and takes a whole core")
  private boolean spin;

  /** What to do between two looks. */
  IdleStrategy idleStrategy() {
    return spin ? BusySpinIdleStrategy.INSTANCE : new BackoffIdleStrategy();
  }
}
