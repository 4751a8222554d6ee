package io.pushpop.ipc.cli;

import io.pushpop.ipc.QueueFileView;
import io.pushpop.ipc.QueueSnapshot;
import io.pushpop.queue.End;
import java.io.IOException;
import java.nio.file.Path;

/** A ring file that is looked at again and again, whatever becomes of it. */
final class WatchedFile implements AutoCloseable {
  private final Path path;
  private final long span;
  private final QueueSnapshot snapshot = new QueueSnapshot();

  /** Null while there is no ring file to look at; then the problem says why. */
  private QueueFileView view;

  private Looks looks;
  private String problem;
  private int opened;

  /**
   * A file that is not looked at yet.
   *
   * @param path where it is, or may come
   * @param span how far back its figures go, in nanoseconds
   */
  WatchedFile(Path path, long span) {
    this.path = path.toAbsolutePath();
    this.span = span;
  }

  /**
   * What is known of a file.
   *
   * @param path where it is
   * @param replacements how often another file of that name has come
   * @param schema what its elements mean, or null
   * @param skipped elements that its consumers have passed over
   * @param figures null if there is a problem
   * @param problem why there are no figures: a sentence, or null
   */
  record Seen(
      Path path, int replacements, String schema, long skipped, Figures figures, String problem) {}

  /** Looks at the file that is open. */
  void look() {
    if (view == null) {
      return;
    }
    try {
      view.snapshot(snapshot);
      looks.add(snapshot.nanoTime(), snapshot.head(), snapshot.tail());
    } catch (RuntimeException | InternalError e) {
      lose(e);
    }
  }

  /** Goes to the file that the path leads to now, and tells what is known. */
  Seen see() {
    if (view != null && !view.isInPlace()) {
      close();
    }
    if (view == null) {
      open();
    }
    Figures figures =
        view == null
            ? null
            : looks.figures(snapshot.end(End.PUSH), snapshot.end(End.POP), snapshot.losses());
    String schema = view == null ? null : view.schema();
    int replacements = Math.max(0, opened - 1);
    return new Seen(path, replacements, schema, snapshot.skipped(), figures, problem);
  }

  @Override
  public void close() {
    if (view != null) {
      view.close();
      view = null;
    }
  }

  private void open() {
    try {
      view = QueueFileView.open(path);
      looks = new Looks(view.geometry(), span);
      problem = null;
      look();
      opened += view == null ? 0 : 1;
    } catch (IOException | RuntimeException | InternalError e) {
      lose(e);
    }
  }

  private void lose(Throwable failure) {
    problem = Failures.sentence(path.toString(), failure);
    close();
  }
}
