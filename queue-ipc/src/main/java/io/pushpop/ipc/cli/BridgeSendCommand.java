package io.pushpop.ipc.cli;

import io.pushpop.ipc.QueueFile;
import io.pushpop.queue.Pop;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code pushpop bridge send}: a ring onto Aeron. */
@Command(
    name = "send",
    description = {
      "Drains a ring to the receiver. An element is popped when it is in the ring of the receiver."
          + " Ends when the push end has detached and everything has arrived; waits for a push end"
          + " if there never was one, and for a receiver."
    })
final class BridgeSendCommand extends BridgeSideCommand {
  @Option(
      names = "--longest",
      paramLabel = "BYTES",
      description =
          "Promise that no element is longer, for a ring whose half is more than Aeron, or the ring"
              + " of the receiver, takes in one")
  private int longest;

  BridgeSendCommand(Streams streams) {
    super(streams);
  }

  @Override
  void run(QueueFile queue) throws Exception {
    if (longest < 0) {
      throw badUsage("Invalid value for option '--longest': " + longest + ", expected 0 or more");
    }
    try (Pop pop = queue.pop()) {
      new Sending(this, queue, pop).run(longest);
    }
  }
}
