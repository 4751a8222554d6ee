package io.pushpop.ipc;

import io.pushpop.queue.Geometry;
import io.pushpop.queue.Permit;
import io.pushpop.queue.Pop;
import io.pushpop.queue.Push;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * What child JVMs of the tests do: the first argument says what, the second names the file. They
 * report a line for each step, and go on when they are told to.
 */
final class Child {
  private static final BufferedReader PARENT = new BufferedReader(new InputStreamReader(System.in));

  private Child() {}

  public static void main(String[] arguments) throws Exception {
    Path path = Path.of(arguments[1]);
    try {
      switch (arguments[0]) {
        case "hold-push" -> hold(QueueFile.open(path).push());
        case "hold-pop" -> hold(QueueFile.open(path).pop());
        case "push-and-hold" -> pushAndHold(path, Integer.parseInt(arguments[2]));
        case "pop-parked" -> popParked(path, Integer.parseInt(arguments[2]));
        case "push-parked" -> pushParked(path, Integer.parseInt(arguments[2]));
        case "virtual" -> popInVirtualThreads(path, Integer.parseInt(arguments[2]));
        case "hold-with-child" ->
            holdWithChild(path, List.of(arguments).subList(2, arguments.length));
        case "create" -> create(path, false);
        case "open-or-create" -> create(path, true);
        case "create-large" ->
            QueueFile.create(path, Geometry.of(Integer.parseInt(arguments[2]), 64)).close();
        case "open" -> QueueFile.open(path).close();
        case "have-turn" -> haveTurn(path);
        case "remove-leftovers" -> NewFile.removeLeftovers(path);
        case "fill-hole" -> fillHole(path);
        default -> throw new IllegalArgumentException(arguments[0]);
      }
      say("done");
    } catch (QueueFileException | IllegalStateException e) {
      say(e.getClass().getSimpleName() + ": " + e.getMessage());
    } catch (UncheckedIOException e) {
      say(e.getCause().getClass().getSimpleName() + ": " + e.getCause().getMessage());
    }
  }

  private static void hold(AutoCloseable end) throws Exception {
    say("taken");
    awaitParent();
    end.close();
  }

  private static void pushAndHold(Path path, int count) throws Exception {
    Push push = QueueFile.open(path).push();
    UnsafeBuffer element = new UnsafeBuffer(new byte[Long.BYTES]);
    for (int i = 0; i < count; i++) {
      element.putLong(0, i);
      if (!push.tryPush(element, 0, Long.BYTES)) {
        throw new IllegalStateException("the queue is full");
      }
    }
    hold(push);
  }

  private static void popParked(Path path, int count) throws Exception {
    try (Pop pop = QueueFile.open(path).pop()) {
      for (int i = 0; i < count; i++) {
        pop.pop((buffer, offset, length) -> say("popped " + buffer.getInt(offset)));
      }
    }
  }

  private static void pushParked(Path path, int count) throws Exception {
    try (Push push = QueueFile.open(path).push()) {
      for (int i = 0; i < count; i++) {
        try (Permit permit = push.reserve()) {
          permit.buffer().putInt(permit.offset(), i);
          permit.push(Integer.BYTES);
        }
        say("pushed " + i);
      }
    }
  }

  /** Virtual threads wait, each at a queue of its own; the last to wait gets its element first. */
  private static void popInVirtualThreads(Path folder, int count) throws Exception {
    Method start = Thread.class.getMethod("startVirtualThread", Runnable.class);
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Path path = folder.resolve("ring" + i);
      QueueFile.create(path, Geometry.of(8, 64)).close();
      Runnable popping =
          () -> {
            try {
              popParked(path, 1);
            } catch (Exception e) {
              throw new IllegalStateException(e);
            }
          };
      threads.add((Thread) start.invoke(null, popping));
    }
    UnsafeBuffer element = new UnsafeBuffer(new byte[Integer.BYTES]);
    for (int i = count - 1; i >= 0; i--) {
      try (Push push = QueueFile.open(folder.resolve("ring" + i)).push()) {
        element.putInt(0, i);
        push.tryPush(element, 0, Integer.BYTES);
      }
      threads.get(i).join();
    }
  }

  private static void holdWithChild(Path path, List<String> command) throws Exception {
    Push push = QueueFile.open(path).push();
    Process process = new ProcessBuilder(command).start();
    say(Long.toString(process.pid()));
    hold(push);
  }

  private static void create(Path path, boolean orOpen) throws Exception {
    say("ready");
    awaitParent();
    Geometry geometry = Geometry.of(8, 64);
    try (QueueFile file =
        orOpen ? QueueFile.openOrCreate(path, geometry) : QueueFile.create(path, geometry)) {
      say("has " + file.geometry());
    }
  }

  /** Is a creator that has its turn and does not use it. */
  private static void haveTurn(Path path) throws Exception {
    try (FileChannel channel =
        FileChannel.open(
            NewFile.turn(path), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      channel.lock(0, 1, false);
      say("have turn");
      awaitParent();
    }
  }

  /** Opens a file whose holes cannot be filled, in every way that there is. */
  private static void fillHole(Path path) throws Exception {
    try (FileChannel channel =
        FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      var mapping = channel.map(FileChannel.MapMode.READ_WRITE, 0, channel.size());
      Object fileKey = Refusals.regularFileKey("open", path);
      UnsafeBuffer file = new UnsafeBuffer(mapping);
      say(Linux.populate(file.addressOffset(), file.capacity()).name());
      say(Pages.allocateAndTouch(path, fileKey, file).name());
      Pages.makePresent(path, fileKey, channel, mapping);
    }
  }

  private static void awaitParent() throws IOException {
    PARENT.readLine();
  }

  private static void say(String line) {
    System.out.println(line);
    System.out.flush();
  }
}
