package io.pushpop.ipc.cli;

import io.pushpop.ipc.QueueFile;
import io.pushpop.queue.Geometry;
import io.pushpop.queue.Permit;
import io.pushpop.queue.Push;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code pushpop push}: stdin into the ring. */
@Command(
    name = "push",
    description = {
      "Pushes each line of stdin as one element, without its newline. Waits while the ring is full;"
          + " detaches at the end of stdin."
    })
final class PushCommand extends QueueCommand {
  @Mixin private FramesOption framing;
  @Mixin private SchemaOption schema;
  @Mixin private WaitingOptions waiting;

  PushCommand(Streams streams) {
    super(streams);
  }

  @Override
  void run() throws IOException, InterruptedException, CommandFailure {
    CleanEnd end = CleanEnd.ofThisThread();
    try (QueueFile queue = QueueFile.open(file(), schema.fileOptions());
        Push push = queue.push(waiting.endOptions());
        Progress progress = new Progress(streams(), "pushed")) {
      ElementSource source = source(queue.geometry());
      while (source.next()) {
        push(push, source);
        progress.add(1, source.length());
      }
    } finally {
      end.close();
    }
  }

  private ElementSource source(Geometry geometry) {
    Input input = new Input(streams().in());
    return framing.frames() == null
        ? new LineSource(input, geometry)
        : new FrameSource(input, geometry, framing.frames());
  }

  private static void push(Push push, ElementSource element) throws InterruptedException {
    int length = element.length();
    if (push.tryPush(element.buffer(), element.offset(), length)) {
      return;
    }
    try (Permit permit = push.reserve(length)) {
      permit.buffer().putBytes(permit.offset(), element.buffer(), element.offset(), length);
      permit.push(length);
    }
  }
}
