package io.pushpop.ipc.cli;

import io.pushpop.ipc.QueueFileView;
import io.pushpop.queue.ElementScan;
import java.io.IOException;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;

/** {@code pushpop dump}: the elements in a queue, which stay there. */
@Command(
    name = "dump",
    description = {
      "Prints the elements that are in the queue now, each as a line, and leaves them there."
          + " Disturbs no end, and only reads."
    })
final class DumpCommand extends QueueCommand {
  @ArgGroup(exclusive = true)
  private FormatOptions options;

  DumpCommand(Streams streams) {
    super(streams);
  }

  @Override
  void run() throws IOException, CommandFailure {
    ElementFormat format = FormatOptions.format(options);
    Output out = new Output(streams().out());
    try (QueueFileView view = QueueFileView.open(file())) {
      ElementScan scan = view.ring().scan();
      try {
        while (scan.next()) {
          if (scan.lostBefore() > 0) {
            out.flush();
            streams()
                .say(
                    view.path()
                        + ": "
                        + scan.lostBefore()
                        + " elements were lost before the next one, position="
                        + scan.position());
          }
          format.write(scan, out);
        }
      } finally {
        // What comes before an element that is damaged is printed.
        out.flush();
      }
      if (scan.overtaken() > 0) {
        streams()
            .say(
                view.path()
                    + ": a live pop end overtook the dump: "
                    + scan.overtaken()
                    + " slots were popped before they could be copied, and are left out");
      }
    }
  }
}
