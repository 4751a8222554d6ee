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
      description =
          "Aeron's channel, the same for both sides: aeron:udp?endpoint=HOST:PORT, where the"
              + " receiver listens. A sender through an archive has none")
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

  @Option(
      names = "--archive-control",
      paramLabel = "CHANNEL",
      description =
          "Go through an archive, which takes requests on this channel of Aeron:"
              + " aeron:udp?endpoint=HOST:PORT, where the archive listens, or aeron:ipc for one that"
              + " uses the same media driver. The receiver has what it lacks replayed to its --channel,"
              + " and hears the archive's answers at the port above that")
  private String archiveControl;

  @Option(names = "--follow", description = "Go on when the push end of the source is closed")
  private boolean follow;

  @Mixin private SchemaOption schema;

  BridgeSideCommand(Streams streams) {
    super(streams);
  }

  @Override
  final void run() throws Exception {
    if (archiveControl != null && acks != null) {
      throw badUsage("An archive acknowledges by what it records; leave '--acks' out");
    }
    checkUsage();
    AeronPresence.require(aeronFolder == null, archiveControl != null);
    CleanEnd end = CleanEnd.ofThisThread();
    try (QueueFile queue = QueueFile.open(file, schema.fileOptions())) {
      run(queue);
    } finally {
      end.close();
    }
  }

  /** Refuses options that do not go together. */
  abstract void checkUsage();

  final void requireChannel() {
    if (channel == null) {
      throw badUsage("Missing required option: '--channel=CHANNEL'");
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

  /** Where the archive takes requests, or null if there is none. */
  String archiveControl() {
    return archiveControl;
  }

  /** Of the driver, or null. */
  Path aeronFolder() {
    return aeronFolder;
  }

  boolean follow() {
    return follow;
  }
}
