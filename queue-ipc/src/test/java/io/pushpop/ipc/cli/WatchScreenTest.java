package io.pushpop.ipc.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pushpop.ipc.QueueFile;
import io.pushpop.queue.Geometry;
import io.pushpop.queue.Pop;
import io.pushpop.queue.Push;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code watch} on a terminal of 80 columns and 24 lines. */
final class WatchScreenTest {
  private static final Geometry GEOMETRY = Geometry.of(64, 64);
  private static final String ENDED = "; echo exit=$?; stty -a";

  @TempDir Path folder;

  @Test
  void aBusyAStuckAndADeadQueueAreToldApart() throws Exception {
    Path busy = folder.resolve("busy");
    Path stuck = folder.resolve("stuck");
    Path dead = folder.resolve("dead");
    QueueFile.create(dead, GEOMETRY).close();
    try (CommandProcess push = CommandProcess.start(folder, null, "push", dead)) {
      push.say("a\nb\n");
      Session.until(
          () -> Session.run("dump", dead).out().equals("a\nb\n"), () -> "nothing is pushed");
      push.signal("KILL");
      push.exitCode();
    }
    AtomicBoolean done = new AtomicBoolean();
    try (QueueFile busyFile = QueueFile.create(busy, GEOMETRY);
        QueueFile stuckFile = QueueFile.create(stuck, GEOMETRY);
        Push push = stuckFile.push();
        Pop pop = stuckFile.pop()) {
      fill(push, GEOMETRY.capacity());
      assertTrue(pop.canPop());
      Thread atWork = new Thread(() -> keepHalfFull(busyFile, done), "push and pop");
      atWork.start();
      try (Tmux terminal = Tmux.run(folder, command("watch", busy, stuck, dead) + ENDED)) {
        until(
            terminal,
            "flows: both sides keep up",
            "STUCK: push waits: the pop side is stuck, it took nothing for ",
            "DEAD: the process of the push end is gone; slots left to pop: 2");
        List<String> lines = terminal.screen().lines().toList();
        assertTrue(lines.stream().allMatch(line -> line.length() <= 80), lines::toString);
        assertTrue(
            lines.get(2).matches("  \\[#+-*\\.*]  \\d+ of 63 in use, low .*"), lines::toString);
        assertTrue(lines.get(9).matches("  \\[#+]  63 of 63 in use, low .*"), lines::toString);
        assertEquals("q quits", lines.get(23));
        terminal.type("q");
        until(terminal, "exit=0", " icanon");
        assertFalse(terminal.screen().contains("slots/s"));
      } finally {
        done.set(true);
        atWork.join();
      }
    }
  }

  @Test
  void whoeverEndsItTheTerminalIsAsBefore() throws Exception {
    Path ring = folder.resolve("ring");
    QueueFile.create(ring, GEOMETRY).close();
    try (Tmux terminal = Tmux.run(folder, command("watch", ring) + ENDED)) {
      until(terminal, "nobody is attached");
      terminal.type("C-c");
      until(terminal, "exit=0", " icanon");
    }
    try (Tmux terminal = Tmux.run(folder, command("watch", ring) + ENDED)) {
      until(terminal, "nobody is attached");
      terminal.shell().children().forEach(ProcessHandle::destroy);
      until(terminal, "exit=143", " icanon");
      assertFalse(terminal.screen().contains("slots/s"));
    }
  }

  @Test
  void aTerminalThatCannotBeDrawnOnGetsLines() throws Exception {
    Path ring = folder.resolve("ring");
    QueueFile.create(ring, GEOMETRY).close();
    String command = "TERM=dumb " + command("watch", ring, "--interval=0.1") + ENDED;
    try (Tmux terminal = Tmux.run(folder, command)) {
      until(terminal, "slots/s");
      assertFalse(terminal.screen().contains("q quits"));
      terminal.type("C-c");
      until(terminal, "exit=130");
    }
  }

  private static String command(Object... arguments) {
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.addAll(CommandProcess.REQUIRED_FLAGS);
    words.addAll(List.of("-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path")));
    words.add(Pushpop.class.getName());
    for (Object argument : arguments) {
      words.add(argument.toString());
    }
    return "'" + String.join("' '", words) + "'";
  }

  private static void until(Tmux terminal, String... texts) throws Exception {
    for (String text : texts) {
      Session.until(
          () -> terminal.screen().contains(text), () -> text + " is not on " + show(terminal));
    }
  }

  private static String show(Tmux terminal) {
    try {
      return terminal.screen();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void fill(Push push, int slots) {
    for (int i = 0; i < slots; i++) {
      push.tryReserve().push(0);
    }
  }

  private static void keepHalfFull(QueueFile file, AtomicBoolean done) {
    UnsafeBuffer element = new UnsafeBuffer(new byte[8]);
    try (Push push = file.push();
        Pop pop = file.pop()) {
      fill(push, GEOMETRY.capacity() / 2);
      while (!done.get()) {
        push.tryPush(element, 0, 8);
        pop.tryPop((buffer, offset, length) -> {});
        Thread.yield();
      }
    }
  }
}
