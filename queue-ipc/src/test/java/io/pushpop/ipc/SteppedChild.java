package io.pushpop.ipc;

import io.pushpop.queue.End;
import io.pushpop.queue.Geometry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Constructor;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * A child JVM that creates a file, or takes an end and gives it back, and stops at every step from
 * one on. It runs inside a {@link SteppingLoader}.
 */
final class SteppedChild implements Consumer<String[]> {
  static final Geometry GEOMETRY = Geometry.of(8, 64);
  static final String MODE = "rw-rw-rw-";
  static final String HOLDING = "holding";

  /** What to do, the file, the kind of locks, and how many steps to take first. */
  public static void main(String[] arguments) throws ReflectiveOperationException {
    Constructor<?> constructor =
        new SteppingLoader().loadClass(SteppedChild.class.getName()).getDeclaredConstructor();
    constructor.setAccessible(true);
    @SuppressWarnings("unchecked")
    Consumer<String[]> child = (Consumer<String[]>) constructor.newInstance();
    child.accept(arguments);
    System.out.println("done");
  }

  static FileOptions options(LockKind kind) {
    return Racer.options(kind).withMode(PosixFilePermissions.fromString(MODE));
  }

  @Override
  public void accept(String[] arguments) {
    Path path = Path.of(arguments[1]);
    int steps = Integer.parseInt(arguments[3]);
    try {
      if (arguments[0].equals("create")) {
        Steps.passAndThenWait(steps);
        NewFile.create(path, GEOMETRY, options(LockKind.valueOf(arguments[2])));
      } else {
        own(path, End.valueOf(arguments[0].toUpperCase(Locale.ROOT)), steps);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Steps.passAndThenWait(Integer.MAX_VALUE);
  }

  private static void own(Path path, End end, int steps) throws IOException {
    QueueFile file = QueueFile.open(path);
    Steps.passAndThenWait(steps);
    if (end == End.PUSH) {
      var push = file.push();
      Steps.step(HOLDING);
      push.close();
    } else {
      var pop = file.pop();
      Steps.step(HOLDING);
      pop.close();
    }
    file.close();
  }
}
