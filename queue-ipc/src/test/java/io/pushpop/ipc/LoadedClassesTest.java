package io.pushpop.ipc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pushpop.queue.Geometry;
import io.pushpop.queue.Pop;
import io.pushpop.queue.Push;
import java.nio.file.Path;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a program that uses raw elements makes the JVM load, as the JVM itself logs it. */
final class LoadedClassesTest {
  private static final String MARK = "--- ";

  @TempDir Path folder;

  /** The program: everything that raw elements have. */
  static final class RawElements {
    private RawElements() {}

    public static void main(String[] arguments) throws Exception {
      Path path = Path.of(arguments[0]);
      mark("start");
      try (QueueFile file = QueueFile.openOrCreate(path, Geometry.of(8, 64));
          Push push = file.push();
          Pop pop = file.pop()) {
        mark("attached");
        UnsafeBuffer element = new UnsafeBuffer(new byte[56]);
        for (int i = 0; i < 1000; i++) {
          push.tryPush(element, 0, 56);
          pop.tryPop((buffer, offset, length) -> {});
          push.reserve().push(0);
          pop.pop((buffer, offset, length) -> {});
        }
        mark("popped");
        push.peer();
        file.snapshot();
        pop.isDrained();
      }
      mark("closed");
    }

    private static void mark(String what) {
      System.out.println(MARK + what);
    }
  }

  @Test
  void rawElementsLoadNothingButAgronaAndJnaOnlyWhereAFileIsOpened() {
    List<String> flags = List.of("-Xlog:class+load:stdout");
    try (ChildJvm child =
        ChildJvm.startUnder(List.of(), flags, RawElements.class, folder.resolve("ring"))) {
      List<String> lines = child.readAll();
      assertEquals(0, child.exitCode(), child::errors);
      assertTrue(loaded(lines, "io.pushpop.queue.Pop"), "the log shows what is loaded");
      assertFalse(loaded(lines, "net.openhft"));
      assertFalse(loaded(lines, "picocli"));
      assertFalse(loaded(lines, "com.fasterxml"));
      assertFalse(loaded(lines, "org.jline"));
      assertFalse(loaded(lines, "io.micrometer"));
      assertFalse(loaded(lines, "io.aeron"));
      assertFalse(loaded(between(lines, null, "start"), "com.sun.jna"));
      assertTrue(loaded(between(lines, "start", "attached"), "com.sun.jna"));
      assertFalse(loaded(between(lines, "attached", "popped"), "com.sun.jna"));
    }
  }

  private static boolean loaded(List<String> lines, String name) {
    return lines.stream().anyMatch(line -> line.contains(" " + name) && line.contains("source:"));
  }

  private static List<String> between(List<String> lines, String from, String to) {
    int start = from == null ? 0 : lines.indexOf(MARK + from);
    int end = lines.indexOf(MARK + to);
    assertTrue(start >= 0 && end > start, () -> "no marks in " + lines);
    return lines.subList(start, end);
  }
}
