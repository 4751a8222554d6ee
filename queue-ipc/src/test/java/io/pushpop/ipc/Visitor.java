package io.pushpop.ipc;

import io.pushpop.queue.ElementHandler;
import io.pushpop.queue.Pop;
import io.pushpop.queue.Push;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A child JVM that comes as one end, works, and closes it when it is told to, if it is not killed
 * before. Every element takes one slot and carries its own position, so that each tells where it
 * belongs.
 */
final class Visitor {
  private static final long PAUSE_NANOS = TimeUnit.MICROSECONDS.toNanos(20);

  private static final BufferedReader PARENT = new BufferedReader(new InputStreamReader(System.in));

  private Visitor() {}

  /** The end, the ring file, how many elements, and for a pop the page of what was seen. */
  public static void main(String[] arguments) throws Exception {
    Path path = Path.of(arguments[1]);
    long count = Long.parseLong(arguments[2]);
    say("here");
    PARENT.readLine();
    try (QueueFile file = QueueFile.open(path)) {
      if (arguments[0].equals("push")) {
        push(file, count);
      } else {
        pop(file, count, seen(Path.of(arguments[3])));
      }
    }
    say("closed");
  }

  /** The position behind the last element that a handler has seen; outlives whoever wrote it. */
  static UnsafeBuffer seen(Path path) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      return new UnsafeBuffer(channel.map(MapMode.READ_WRITE, 0, Long.BYTES));
    }
  }

  private static void push(QueueFile file, long count) throws Exception {
    try (Push push = file.push()) {
      say("from " + push.position());
      UnsafeBuffer element = new UnsafeBuffer(new byte[Long.BYTES]);
      for (long i = 0; i < count; i++) {
        element.putLong(0, push.position());
        while (!push.tryPush(element, 0, Long.BYTES)) {
          Thread.yield();
        }
      }
      say("to " + push.position());
      PARENT.readLine();
    }
  }

  private static void pop(QueueFile file, long count, UnsafeBuffer seen) throws Exception {
    try (Pop pop = file.pop()) {
      say("from " + pop.position());
      ElementHandler handler =
          (buffer, offset, length) -> {
            if (buffer.getLong(offset) != pop.position()) {
              throw new IllegalStateException(
                  "expected=" + pop.position() + ", found=" + buffer.getLong(offset));
            }
            // Here it spends its time, so here it is killed: before or after it has seen.
            LockSupport.parkNanos(PAUSE_NANOS);
            seen.putLongVolatile(0, pop.position() + 1);
            LockSupport.parkNanos(PAUSE_NANOS);
          };
      for (long i = 0; i < count; i++) {
        while (!pop.tryPop(handler)) {
          Thread.yield();
        }
      }
      say("to " + pop.position());
      PARENT.readLine();
    }
  }

  private static void say(String line) {
    System.out.println(line);
    System.out.flush();
  }
}
