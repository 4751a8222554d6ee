package io.pushpop.ipc.cli;

import io.pushpop.ipc.QueueFileView;
import io.pushpop.ipc.cli.WatchedFile.Seen;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pushpop watch}: queues at work, live. */
@Command(
    name = "watch",
    description = {
      "Shows how full queues are, how fast each side is, and who waits for whom, until q or Ctrl-C;"
          + " without a terminal, as lines. Disturbs no end, and only reads. A file that is"
          + " removed or replaced is picked up again."
    })
final class WatchCommand extends PushpopCommand {
  private static final double ON_SCREEN = 0.2;
  private static final double IN_LINES = 1;
  private static final double SHORTEST = 0.01;
  private static final double LONGEST = 3600;

  @Parameters(arity = "1..*", paramLabel = "FILE", description = "The ring files")
  private List<Path> files;

  @Option(names = "--once", description = "Watch for one interval, print that, and end")
  private boolean once;

  @Option(names = "--json", description = "One JSON object in one line for each interval and file")
  private boolean json;

  @Option(
      names = "--interval",
      paramLabel = "SECONDS",
      description = "From one picture to the next; by default 0.2 on a screen, else 1")
  private Double interval;

  WatchCommand(Streams streams) {
    super(streams);
  }

  @Override
  String subject() {
    return "watch";
  }

  @Override
  void run() throws IOException, InterruptedException, CommandFailure {
    if (interval != null && !(interval >= SHORTEST && interval <= LONGEST)) {
      throw badUsage(
          "Invalid value for option '--interval': "
              + interval
              + ", expected "
              + SHORTEST
              + " to "
              + LONGEST);
    }
    if (once) {
      for (Path each : files) {
        QueueFileView.open(each).close();
      }
    }
    CleanEnd end = CleanEnd.ofThisThread();
    try (WatchDisplay display = display()) {
      boolean onScreen = display instanceof WatchScreen;
      long nanos = nanos(onScreen ? ON_SCREEN : IN_LINES);
      watch(display, onScreen ? Pace.ofScreen(nanos) : Pace.ofLines(nanos));
    } finally {
      end.close();
    }
  }

  private WatchDisplay display() throws IOException {
    WatchDisplay screen = streams().areScreen() && !once && !json ? WatchScreen.open() : null;
    return screen == null ? new WatchLines(new Output(streams().out()), json) : screen;
  }

  private long nanos(double byDefault) {
    return (long) ((interval == null ? byDefault : interval) * TimeUnit.SECONDS.toNanos(1));
  }

  private void watch(WatchDisplay display, Pace pace)
      throws IOException, InterruptedException, CommandFailure {
    List<WatchedFile> watched =
        files.stream().map(path -> new WatchedFile(path, pace.span())).toList();
    try {
      // Opens them; what one look tells is not worth showing yet.
      see(watched);
      long show = System.nanoTime() + pace.show();
      while (display.pause(pace.look())) {
        watched.forEach(WatchedFile::look);
        long now = System.nanoTime();
        if (now - show >= 0) {
          display.show(see(watched));
          if (once) {
            return;
          }
          show = Math.max(show + pace.show(), now);
        }
      }
    } finally {
      watched.forEach(WatchedFile::close);
    }
  }

  private static List<Seen> see(List<WatchedFile> watched) {
    return watched.stream().map(WatchedFile::see).toList();
  }
}
