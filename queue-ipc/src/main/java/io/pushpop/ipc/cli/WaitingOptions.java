package io.pushpop.ipc.cli;

import io.pushpop.queue.EndOptions;
import org.agrona.concurrent.BusySpinIdleStrategy;
import picocli.CommandLine.Option;

/** How a command waits for its peer. */
final class WaitingOptions {
  @Option(
      names = "--spin",
      description = "Wait without ever sleeping: fastest, and takes a whole core")
  private boolean spin;

  EndOptions endOptions() {
    return spin
        ? EndOptions.defaults().waitingWith(BusySpinIdleStrategy.INSTANCE)
        : EndOptions.parking();
  }
}
