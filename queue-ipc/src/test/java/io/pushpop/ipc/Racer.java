package io.pushpop.ipc;

import io.pushpop.queue.End;
import io.pushpop.queue.EndTakenException;
import io.pushpop.queue.Geometry;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Locale;

/**
 * A child JVM that takes part in one race after the other, since its start is what costs time. Each
 * line that it is told is a race: its number, what for, the ring file, the kind of its locks. It
 * says what came of it, and keeps what it won until it is told to go on.
 */
final class Racer {
  /** Large enough to be found half-made, should anybody see it before it is complete. */
  static final Geometry GEOMETRY = Geometry.of(1 << 16, 64);

  /** Each of them is a second long. */
  private static final int MAX_ATTEMPTS = 30;

  private static final BufferedReader PARENT = new BufferedReader(new InputStreamReader(System.in));

  private final StartLine startLine;

  private Racer(StartLine startLine) {
    this.startLine = startLine;
  }

  public static void main(String[] arguments) throws Exception {
    Racer racer = new Racer(StartLine.at(Path.of(arguments[0])));
    say("ready");
    for (String line = PARENT.readLine(); line != null; line = PARENT.readLine()) {
      String[] words = line.split(" ");
      racer.race(Integer.parseInt(words[0]), words[1], Path.of(words[2]), words[3]);
      say("ready");
    }
  }

  static FileOptions options(LockKind kind) {
    FileOptions options = FileOptions.defaults();
    return kind == LockKind.LOCK_FILES ? options.withLockFiles() : options;
  }

  private void race(int number, String what, Path path, String kind) throws Exception {
    FileOptions options = options(LockKind.valueOf(kind));
    switch (what) {
      case "push", "pop" -> raceForEnd(number, End.valueOf(what.toUpperCase(Locale.ROOT)), path);
      case "create" -> raceForFile(number, path, () -> QueueFile.create(path, GEOMETRY, options));
      case "open-or-create" ->
          raceForFile(number, path, () -> QueueFile.openOrCreate(path, GEOMETRY, options));
      default -> throw new IllegalArgumentException(what);
    }
  }

  private void raceForEnd(int number, End end, Path path) throws Exception {
    try (QueueFile file = QueueFile.open(path)) {
      startLine.await(number);
      AutoCloseable held = null;
      try {
        held = take(file, end);
        say("won " + file.state(end).generation());
      } catch (EndTakenException e) {
        say(e.getMessage());
      }
      PARENT.readLine();
      if (held != null) {
        held.close();
      }
    }
  }

  /** Asks again while the holder has no name yet, which a machine full of racers may draw out. */
  private static AutoCloseable take(QueueFile file, End end) {
    for (int attempt = 1; ; attempt++) {
      try {
        return end == End.PUSH ? file.push() : file.pop();
      } catch (EndTakenException e) {
        if (!e.getMessage().contains("whom its record does not name") || attempt == MAX_ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  private interface Creation {
    QueueFile run() throws IOException;
  }

  private void raceForFile(int number, Path path, Creation creation) throws IOException {
    startLine.await(number);
    try (QueueFile file = creation.run()) {
      say("has " + fileKey(path) + " of " + file.geometry());
      PARENT.readLine();
    } catch (FileRefusedException e) {
      say(e.reason() + " " + e.path());
      PARENT.readLine();
    }
  }

  static Object fileKey(Path path) throws IOException {
    return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
  }

  private static void say(String line) {
    System.out.println(line);
    System.out.flush();
  }
}
