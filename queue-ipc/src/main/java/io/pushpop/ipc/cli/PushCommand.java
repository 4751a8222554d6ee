package io.pushpop.ipc.cli;

import io.pushpop.ipc.QueueFile;
import io.pushpop.queue.EndOptions;
import io.pushpop.queue.Geometry;
import io.pushpop.queue.Overflow;
import io.pushpop.queue.Permit;
import io.pushpop.queue.Push;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code pushpop push}: stdin into the ring. */
@Command(
    name = "push",
    description = {
      "Pushes each line of stdin as one element, without its newline. Waits while the ring is full,"
          + " unless told otherwise; detaches at the end of stdin."
    })
final class PushCommand extends QueueCommand {
  @Mixin private FramesOption framing;
  @Mixin private SchemaOption schema;
  @Mixin private WaitingOptions waiting;

  @Option(
      names = "--when-full",
      paramLabel = "wait|fail|drop",
      description =
          "While the ring is full: wait, end with an error, or drop what comes, and count it")
  private WhenFull whenFull = WhenFull.WAIT;

  /** What to do while the ring is full. */
  private enum WhenFull {
    WAIT(Overflow.WAIT),
    FAIL(Overflow.FAIL),
    DROP(Overflow.DROP_NEWEST);

    private final Overflow policy;

    WhenFull(Overflow policy) {
      this.policy = policy;
    }
  }

  PushCommand(Streams streams) {
    super(streams);
  }

  @Override
  void run() throws IOException, InterruptedException, CommandFailure {
    CleanEnd end = CleanEnd.ofThisThread();
    EndOptions options = waiting.endOptions().whenFull(whenFull.policy);
    try (QueueFile queue = QueueFile.open(file(), schema.fileOptions());
        Push push = queue.push(options);
        Progress progress = new Progress(streams(), "pushed")) {
      long droppedBefore = push.losses().dropped();
      ElementSource source = source(queue.geometry());
      try {
        while (source.next()) {
          push(push, source);
          progress.add(1, source.length());
        }
      } finally {
        sayDropped(push.losses().dropped() - droppedBefore);
      }
    } finally {
      end.close();
    }
  }

  private void sayDropped(long dropped) {
    if (dropped > 0) {
      streams().say(subject() + ": there was no room for " + dropped + " elements: dropped");
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
