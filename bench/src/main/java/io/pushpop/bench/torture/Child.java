package io.pushpop.bench.torture;

import io.pushpop.bench.jvm.ParentWatch;
import io.pushpop.bench.jvm.SharedPage;
import io.pushpop.ipc.QueueFile;
import io.pushpop.queue.End;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.agrona.concurrent.AtomicBuffer;

/** A child JVM: comes up, waits until it may take its end, and uses it until told or killed. */
final class Child {
  private static final long PAUSE_NANOS = TimeUnit.MICROSECONDS.toNanos(100);

  private Child() {}

  /** Words for the command of child number n of a side. */
  static List<String> arguments(End end, int number, RingFolder folder, Traffic traffic) {
    List<String> words = new ArrayList<>();
    words.add(end.name());
    words.add(Integer.toString(number));
    words.add(folder.path().toString());
    words.addAll(traffic.arguments());
    return words;
  }

  /**
   * Runs one side.
   *
   * @param args as {@link #arguments} makes them
   * @throws IOException if the folder is not what it should be
   */
  public static void main(String[] args) throws IOException {
    End end = End.valueOf(args[0]);
    int number = Integer.parseInt(args[1]);
    RingFolder folder = new RingFolder(Path.of(args[2]));
    Traffic traffic = Traffic.parse(List.of(args).subList(3, args.length));
    ParentWatch.haltWithParent(() -> delete(folder));
    Line line = new Line(SharedPage.open(folder.line(end)));
    try {
      use(end, number, folder, traffic, line);
    } catch (Violation e) {
      line.reportFault(e.getMessage());
      System.exit(1);
    } catch (Throwable e) {
      // Nothing that comes out of the queue is expected here.
      line.reportFault("expected=no exception, found=" + e);
      e.printStackTrace();
      System.exit(1);
    }
  }

  private static void use(End end, int number, RingFolder folder, Traffic traffic, Line line)
      throws IOException, InterruptedException {
    AtomicBuffer journal = SharedPage.open(folder.journal(end));
    try (QueueFile file = QueueFile.open(folder.ring())) {
      if (number % 2 == 0) {
        // Else kills would meet code that the interpreter runs, and hardly any other.
        WarmUp.run(file.geometry(), traffic);
      }
      line.reportReady(number);
      while (!line.mayTake(number)) {
        LockSupport.parkNanos(PAUSE_NANOS);
      }
      if (end == End.PUSH) {
        PushSide.run(number, file, traffic, new PushJournal(journal), line);
      } else {
        PopSide.run(number, file, traffic, new PopJournal(journal), line);
      }
    }
  }

  private static void delete(RingFolder folder) {
    try {
      folder.delete();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
