package io.pushpop.ipc.cli;

import io.pushpop.ipc.QueueFile;
import io.pushpop.ipc.QueueFileView;
import io.pushpop.queue.Pop;
import java.io.IOException;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code pushpop pop}: the ring onto stdout. */
@Command(
    name = "pop",
    description = {
      "Pops elements, and prints each as a line. Ends when the push end has detached and the queue"
          + " is empty; waits for a push end if there never was one. An element is popped once it is"
          + " written: a pop that is killed loses none, and the next one may print some again."
    })
final class PopCommand extends QueueCommand {
  @Option(names = "--follow", description = "Keep waiting, whatever becomes of the push end")
  private boolean follow;

  @Option(names = "--max", paramLabel = "N", description = "End after N elements")
  private Long max;

  @ArgGroup(exclusive = true)
  private FormatOptions format;

  @Mixin private SchemaOption schema;
  @Mixin private WaitingOptions waiting;

  PopCommand(Streams streams) {
    super(streams);
  }

  @Override
  void run() throws IOException, InterruptedException, CommandFailure {
    if (max != null && max < 0) {
      throw badUsage("Invalid value for option '--max': " + max + ", expected 0 or more");
    }
    CleanEnd end = CleanEnd.ofThisThread();
    try (QueueFile queue = QueueFile.open(file(), schema.fileOptions());
        QueueFileView view = queue.view();
        Pop pop = queue.pop(waiting.endOptions());
        Progress progress = new Progress(streams(), "popped")) {
      long told = pop.losses().told();
      Popping popping =
          new Popping(
              pop, view, FormatOptions.format(format), new Output(streams().out()), progress);
      try {
        popping.run(follow, max == null ? Long.MAX_VALUE : max);
      } finally {
        sayLost(pop.losses().told() - told);
      }
    } finally {
      end.close();
    }
  }

  /** However the popping ended: who pops next is told of others. */
  private void sayLost(long lost) {
    if (lost > 0) {
      streams()
          .say(
              subject()
                  + ": "
                  + lost
                  + " elements are missing before those that were popped or between them: the"
                  + " push end lost them; stat tells how");
    }
  }
}
