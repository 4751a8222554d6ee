package io.pushpop.ipc.cli;

import io.pushpop.ipc.QueueFile;
import io.pushpop.queue.Pop;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code pushpop bridge send}: a ring onto Aeron. */
@Command(
    name = "send",
    description = {
      "Drains a ring to the receiver. An element is popped when it is in the ring of the receiver."
          + " Ends when the push end has detached and everything has arrived; waits for a push end"
          + " if there never was one, and for a receiver. With an archive an element is popped when"
          + " it is recorded, and receivers come when they like."
    })
final class BridgeSendCommand extends BridgeSideCommand {
  @Option(
      names = "--longest",
      paramLabel = "BYTES",
      description =
          "Promise that no element is longer, for a ring whose half is more than Aeron, or the ring"
              + " of the receiver, takes in one")
  private int longest;

  @Option(
      names = "--archive",
      paramLabel = "FOLDER",
      description =
          "Run an archive that records into this folder and takes requests on --archive-control. It"
              + " serves receivers as long as this command runs: see --follow. Without it, use the"
              + " archive that is at work at --aeron-dir")
  private Path archive;

  BridgeSendCommand(Streams streams) {
    super(streams);
  }

  @Override
  void checkUsage() {
    if (longest < 0) {
      throw badUsage("Invalid value for option '--longest': " + longest + ", expected 0 or more");
    }
    if (archiveControl() == null) {
      if (archive != null) {
        throw badUsage("'--archive' also needs '--archive-control': where receivers find it");
      }
      requireChannel();
    } else if (channel() != null) {
      throw badUsage("A sender through an archive has no '--channel': each receiver has its own");
    } else if (archive == null
        && (aeronFolder() == null || !archiveControl().equals("aeron:ipc"))) {
      throw badUsage(
          "Name a folder for an archive here, '--archive', or the media driver of another one,"
              + " '--aeron-dir' with '--archive-control aeron:ipc'");
    }
  }

  /** The folder of the archive that runs here, or null. */
  Path archive() {
    return archive;
  }

  @Override
  void run(QueueFile queue) throws Exception {
    try (Pop pop = queue.pop()) {
      new Sending(this, queue, pop, longest).run();
    }
  }
}
