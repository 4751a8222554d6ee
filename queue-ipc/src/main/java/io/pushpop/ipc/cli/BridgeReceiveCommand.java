package io.pushpop.ipc.cli;

import io.pushpop.ipc.QueueFile;
import io.pushpop.queue.Push;
import picocli.CommandLine.Command;

/** {@code pushpop bridge receive}: Aeron into a ring. */
@Command(
    name = "receive",
    description = {
      "Fills a ring with what the sender sends. Ends, and closes the push end, when the sender says"
          + " that no more comes. A ring belongs to the source that it was filled from first, and"
          + " any other is refused. With --archive-control it receives from a recording, from where"
          + " it left off."
    })
final class BridgeReceiveCommand extends BridgeSideCommand {
  BridgeReceiveCommand(Streams streams) {
    super(streams);
  }

  @Override
  void checkUsage() {
    requireChannel();
  }

  @Override
  void run(QueueFile queue) throws Exception {
    try (Push push = queue.push()) {
      new Receiving(this, queue, push).run();
    }
  }
}
