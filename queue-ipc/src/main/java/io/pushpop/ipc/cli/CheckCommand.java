package io.pushpop.ipc.cli;

import io.pushpop.ipc.EndStatus;
import io.pushpop.ipc.QueueFileView;
import io.pushpop.queue.CorruptQueueException;
import io.pushpop.queue.ElementScan;
import io.pushpop.queue.End;
import io.pushpop.queue.Losses;
import io.pushpop.queue.RingView.Counters;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code pushpop check}: whether a ring file is sound, and if not, what is wrong with it. */
@Command(
    name = "check",
    description = {
      "Checks a ring file that nobody uses: header, records of the ends, counters, and each element"
          + " between tail and head. Only reads. A file that is in use can be checked as well;"
          + " what is popped meanwhile is left out."
    })
final class CheckCommand extends QueueCommand {
  /** Found so far, each a sentence. */
  private final List<String> faults = new ArrayList<>();

  CheckCommand(Streams streams) {
    super(streams);
  }

  @Override
  void run() throws IOException, CommandFailure {
    // Opening checks the header, and finds the first field that is wrong.
    try (QueueFileView view = QueueFileView.open(file())) {
      String report =
          view.path()
              + ": sound: "
              + view.geometry()
              + schema(view)
              + end(view, End.PUSH)
              + end(view, End.POP)
              + ring(view)
              + "\n";
      if (!faults.isEmpty()) {
        throw CommandFailure.of(String.join("; also: ", faults));
      }
      Output out = new Output(streams().out());
      out.put(report);
      out.flush();
    }
  }

  private static String schema(QueueFileView view) {
    return view.schema() == null ? "" : ", schema=" + view.schema();
  }

  private String end(QueueFileView view, End end) {
    try {
      EndStatus status = view.status(end);
      return ", " + end + "=" + status.state() + " generation=" + status.generation();
    } catch (UncheckedIOException e) {
      faults.add(Failures.sentence(view.path().toString(), e));
      return "";
    }
  }

  private String ring(QueueFileView view) {
    long elements = 0;
    long bytes = 0;
    long unstamped = 0;
    long lost = 0;
    try {
      view.ring().checkLosses();
      view.ring().checkMarks();
      requireSound(view.ring().losses());
      Counters counters = view.ring().counters();
      ElementScan scan = view.ring().scan();
      while (scan.next()) {
        elements++;
        bytes += scan.length();
        unstamped += scan.isStamped() ? 0 : 1;
        lost += scan.lostBefore();
      }
      return ", head="
          + counters.head()
          + ", tail="
          + counters.tail()
          + ", elements="
          + elements
          + ", bytes="
          + bytes
          + note(lost, " elements were lost before these or between them")
          + note(unstamped, " elements have no stamp, which head makes up for: a producer died")
          + note(scan.overtaken(), " slots were popped by a live pop end during the check");
    } catch (CorruptQueueException e) {
      faults.add(e.getMessage());
      return "";
    }
  }

  private void requireSound(Losses losses) {
    if (Math.min(losses.waiting(), losses.told()) < 0 || losses.told() > losses.lost()) {
      faults.add(
          "the account of losses is damaged: expected=waiting and told of 0 or more, and no more"
              + " told than lost, found="
              + losses
              + "; stop both ends and create the queue anew");
    }
  }

  private static String note(long count, String what) {
    return count == 0 ? "" : "; " + count + what;
  }
}
