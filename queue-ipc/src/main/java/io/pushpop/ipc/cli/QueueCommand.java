package io.pushpop.ipc.cli;

import java.nio.file.Path;
import picocli.CommandLine.Parameters;

/** A command on one ring file. */
abstract class QueueCommand extends PushpopCommand {
  @Parameters(paramLabel = "FILE", description = "The ring file")
  private Path file;

  QueueCommand(Streams streams) {
    super(streams);
  }

  @Override
  String subject() {
    return file.toAbsolutePath().toString();
  }

  Path file() {
    return file;
  }
}
