package io.pushpop.ipc.cli;

import io.pushpop.ipc.QueueFile;
import io.pushpop.queue.Geometry;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code pushpop create}: makes a ring file. */
@Command(
    name = "create",
    description = "Makes a ring file with mode 0600. Every byte of it is allocated at once.")
final class CreateCommand extends QueueCommand {
  @Option(
      names = "--slots",
      paramLabel = "N",
      required = true,
      description = "How many slots, a power of two; the ring holds one element less")
  private int slots;

  @Option(
      names = "--slot-size",
      paramLabel = "B",
      required = true,
      description =
          "Bytes of each, a power of two of 16 or more, 8 of them the slot's own; a longer element"
              + " takes several slots, at most half of all")
  private int slotSize;

  @Mixin private SchemaOption schema;

  CreateCommand(Streams streams) {
    super(streams);
  }

  @Override
  void run() throws IOException {
    QueueFile.create(file(), geometry(), schema.fileOptions()).close();
  }

  private Geometry geometry() {
    try {
      return Geometry.of(slots, slotSize);
    } catch (IllegalArgumentException e) {
      throw badUsage(e.getMessage());
    }
  }
}
