package io.pushpop.ipc.cli;

import io.pushpop.ipc.QueueFile;
import java.nio.file.Path;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** One side of a bridge. Touches no class of Aeron, which may not be there. */
abstract class BridgeSideCommand extends PushpopCommand {
  @Option(names = "--file", paramLabel = "RING", required = true, description = "The ring file")
  private Path file;

  @Option(
      names = "--channel",
      paramLabel = "CHANNEL",
      required = true,
      description =
          "Aeron's channel, the same for both sides: aeron:udp?endpoint=HOST:PORT, where the"
              + " receiver listens")
  private String channel;

  @Option(
      names = "--stream",
      paramLabel = "N",
      required = true,
      description = "Aeron's stream, the same for both sides")
  private int stream;

  @Option(
      names = "--acks",
      paramLabel = "CHANNEL",
      description =
          "Aeron's channel for acknowledgements, the same for both sides. Without it, the sender"
              + " fetches them at the port above that of --channel, and needs none that is known")
  private String acks;

  @Option(
      names = "--aeron-dir",
      paramLabel = "FOLDER",
      description =
          "Use the media driver at work there. Without it, this command has one of its own")
  private Path aeronFolder;

  @Option(names = "--follow", description = "Go on when the push end of the source is closed")
  private boolean follow;

  @Mixin private SchemaOption schema;

  BridgeSideCommand(Streams streams) {
    super(streams);
  }

  @Override
  final void run() throws Exception {
    AeronPresence.require(aeronFolder == null);
    CleanEnd end = CleanEnd.ofThisThread();
    try (QueueFile queue = QueueFile.open(file, schema.fileOptions())) {
      run(queue);
    } finally {
      end.close();
    }
  }

  /** Takes the end of this side, and is at work until it is done. */
  abstract void run(QueueFile queue) throws Exception;

  @Override
  String subject() {
    return file.toAbsolutePath().toString();
  }

  String channel() {
    return channel;
  }

  int stream() {
    return stream;
  }

  /** Or null. */
  String acks() {
    return acks;
  }

  /** Of the driver, or null. */
  Path aeronFolder() {
    return aeronFolder;
  }

  boolean follow() {
    return follow;
  }
}
