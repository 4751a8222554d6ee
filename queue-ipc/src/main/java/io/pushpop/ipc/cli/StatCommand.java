package io.pushpop.ipc.cli;

import io.pushpop.ipc.EndStatus;
import io.pushpop.ipc.QueueFileView;
import io.pushpop.ipc.QueueSnapshot;
import io.pushpop.queue.End;
import io.pushpop.queue.Losses;
import io.pushpop.queue.PeerState.State;
import java.io.IOException;
import java.time.Instant;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code pushpop stat}: geometry, counters and ends of a ring file at this moment. */
@Command(
    name = "stat",
    description = "Tells geometry, counters and ends, now. Disturbs no end, and only reads.")
final class StatCommand extends QueueCommand {
  @Option(names = "--json", description = "As one JSON object, in one line")
  private boolean json;

  StatCommand(Streams streams) {
    super(streams);
  }

  @Override
  void run() throws IOException, CommandFailure {
    try (QueueFileView view = QueueFileView.open(file())) {
      QueueSnapshot queue = view.snapshot();
      Output out = new Output(streams().out());
      out.put(json ? json(view, queue) : text(view, queue));
      out.flush();
    }
  }

  private static String json(QueueFileView view, QueueSnapshot queue) throws IOException {
    return JsonLine.of(
        object -> {
          object.writeStringField("file", view.path().toString());
          object.writeNumberField("version", view.version());
          object.writeStringField("schema", view.schema());
          JsonLine.writeCounters(object, queue.geometry(), queue.head(), queue.tail());
          object.writeNumberField("skipped", queue.skipped());
          JsonLine.writeEnd(object, End.PUSH, queue.end(End.PUSH));
          JsonLine.writeEnd(object, End.POP, queue.end(End.POP));
          JsonLine.writeLosses(object, queue.losses());
        });
  }

  private static String text(QueueFileView view, QueueSnapshot queue) {
    return "file      "
        + view.path()
        + "\nversion   "
        + view.version()
        + "\nschema    "
        + (view.schema() == null ? "(none)" : view.schema())
        + "\ngeometry  "
        + queue.geometry()
        + ", capacity="
        + queue.geometry().capacity()
        + ", maxLength="
        + queue.geometry().maxLength()
        + "\nhead      "
        + queue.head()
        + "\ntail      "
        + queue.tail()
        + "\ndepth     "
        + queue.depth()
        + "\nskipped   "
        + queue.skipped()
        + "\npush      "
        + text(queue.end(End.PUSH))
        + "\npop       "
        + text(queue.end(End.POP))
        + "\nlosses    "
        + text(queue.losses())
        + "\n";
  }

  private static String text(Losses losses) {
    return "dropped="
        + losses.dropped()
        + ", conflated="
        + losses.conflated()
        + ", abandoned="
        + losses.abandoned()
        + ", waiting="
        + losses.waiting()
        + ", told="
        + losses.told();
  }

  private static String text(EndStatus end) {
    return end.state() == State.ABSENT
        ? "ABSENT"
        : end.state()
            + ", pid="
            + end.pid()
            + ", generation="
            + end.generation()
            + ", taken "
            + Instant.ofEpochMilli(end.startTime())
            + ", parking="
            + end.parking();
  }
}
