package io.pushpop.ipc.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.pushpop.ipc.QueueFile;
import io.pushpop.ipc.QueueFileView;
import io.pushpop.queue.End;
import io.pushpop.queue.Geometry;
import io.pushpop.queue.PeerState.State;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What only a process has: exit codes, signals, and a death. */
final class CommandProcessTest {
  private static final Path CAPTURE =
      Path.of("shared", "marketdata", "coinbase_l2_20210417_30s.ws.txt.gz");

  @TempDir Path folder;

  @Test
  void popPrintsWhatADeadPushEndLeftAndEndsWithThree() throws Exception {
    Path ring = create(16, 64);
    try (CommandProcess push = CommandProcess.start(folder, null, "push", ring)) {
      push.say("one\ntwo\n");
      await(() -> Session.run("dump", ring).out().equals("one\ntwo\n"));
      push.signal("KILL");
      assertEquals(137, push.exitCode());
      try (CommandProcess pop = CommandProcess.start(folder, null, "pop", ring)) {
        assertEquals(3, pop.exitCode(), pop.err());
        assertEquals("one\ntwo\n", pop.out());
        assertEquals(
            "pushpop: "
                + ring
                + ": the push end is dead: pid="
                + push.pid()
                + ", generation=1 went without closing it; all that it had pushed was printed:"
                + " start another push, or wait for one with --follow\n",
            pop.err());
      }
      assertTrue(Session.run("stat", ring).out().contains("push      DEAD, pid=" + push.pid()));
      assertTrue(Session.run("check", ring).out().contains("push=DEAD generation=1"));
    }
  }

  @Test
  void aSignalDetachesCleanlyWhereverTheCommandWaits() throws Exception {
    Path ring = create(4, 64);
    // One reads, one waits for room, one waits for elements.
    interrupted(ring, End.PUSH, "push", "a\n");
    interrupted(ring, End.PUSH, "push", "b\nc\nd\ne\n");
    Session.run("pop", ring);
    interrupted(ring, End.POP, "pop", "", "--follow");
  }

  @Test
  void aDeadPopLeavesWhatItDidNotWrite() throws Exception {
    Path ring = create(1024, 64);
    Path lines = folder.resolve("lines");
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 200_000; i++) {
      text.append(i).append('\n');
    }
    Files.writeString(lines, text);
    try (CommandProcess push = CommandProcess.start(folder, lines, "push", ring);
        CommandProcess first = CommandProcess.start(folder, null, "pop", ring)) {
      await(() -> first.outFile().length() > 100_000);
      first.signal("KILL");
      first.exitCode();
      try (CommandProcess next = CommandProcess.start(folder, null, "pop", ring)) {
        assertEquals(0, next.exitCode(), next.err());
        assertEquals(0, push.exitCode(), push.err());
        // The second goes on where the first was, or repeats what it did not come to pop.
        String before = first.out();
        String rest = next.out();
        String all = text.toString();
        assertTrue(all.startsWith(before) && all.endsWith(rest));
        assertTrue(before.length() + rest.length() >= all.length());
      }
    }
  }

  @Test
  void aReaderThatGoesAwayNeedsNoWords() throws Exception {
    Path ring = create(8, 64);
    Session.feed("a\nb\nc\n", "push", ring);
    List<String> intoNothing =
        List.of("bash", "-c", "set -o pipefail; (sleep 1; \"$@\") | true", "bash");
    try (CommandProcess pop =
        CommandProcess.start(
            folder, null, intoNothing, CommandProcess.REQUIRED_FLAGS, "pop", ring)) {
      assertEquals(1, pop.exitCode(), pop.err());
      assertEquals("", pop.err());
    }
    assertEquals("a\nb\nc\n", Session.run("dump", ring).out());
  }

  @Test
  void theMissingFlagIsASentence() throws Exception {
    Path ring = folder.resolve("ring");
    try (CommandProcess create =
        CommandProcess.start(
            folder, null, List.of(), List.of(), "create", ring, "--slots=8", "--slot-size=64")) {
      assertEquals(1, create.exitCode());
      assertTrue(
          create.err().startsWith("pushpop: " + ring + ": Agrona cannot reach the memory access"),
          create.err());
      assertTrue(
          create.err().contains("--add-exports java.base/jdk.internal.misc=ALL-UNNAMED"),
          create.err());
      assertEquals(1, create.err().lines().count());
      assertTrue(Files.notExists(ring));
    }
  }

  @Test
  void badUsageEndsWithTwo() throws Exception {
    try (CommandProcess pop = CommandProcess.start(folder, null, "pop", "--maximum=1", "ring")) {
      assertEquals(2, pop.exitCode());
      assertEquals("pushpop: Unknown option: '--maximum=1'; see pushpop pop --help\n", pop.err());
    }
  }

  @Test
  void aCaptureComesOutByteForByte() throws Exception {
    Path capture = folder.resolve("capture");
    try (InputStream in = new GZIPInputStream(Files.newInputStream(shared()))) {
      Files.copy(in, capture);
    }
    Path ring = create(128, 1024);
    assertTrue(Files.size(capture) > 5 * 128 * 1024, "much larger than the ring");
    try (CommandProcess pop = CommandProcess.start(folder, null, "pop", ring);
        CommandProcess push = CommandProcess.start(folder, capture, "push", ring)) {
      assertEquals(0, push.exitCode(), push.err());
      assertEquals(0, pop.exitCode(), pop.err());
      assertEquals(-1, Files.mismatch(capture, pop.outFile().toPath()));
    }
  }

  private void interrupted(Path ring, End end, String command, String input, Object... options)
      throws Exception {
    // Whoever starts the tests in the background may have them ignore Ctrl-C.
    List<String> heeding = List.of("env", "--default-signal=INT");
    Object[] arguments = Stream.concat(Stream.of(command, ring), Stream.of(options)).toArray();
    try (CommandProcess process =
        CommandProcess.start(folder, null, heeding, CommandProcess.REQUIRED_FLAGS, arguments)) {
      process.say(input);
      await(() -> state(ring, end) == State.ATTACHED);
      String last = input.length() > 2 ? "c\n" : input;
      await(() -> Session.run("dump", ring).out().endsWith(last));
      process.signal("INT");
      assertEquals(130, process.exitCode(), process.err());
      assertEquals("", process.err());
      assertEquals(State.DETACHED, state(ring, end));
    }
  }

  private Path create(int slots, int slotSize) throws IOException {
    Path ring = folder.resolve("ring");
    QueueFile.create(ring, Geometry.of(slots, slotSize)).close();
    return ring;
  }

  private static State state(Path ring, End end) throws IOException {
    try (QueueFileView view = QueueFileView.open(ring)) {
      return view.status(end).state();
    }
  }

  private static void await(Callable<Boolean> condition) throws Exception {
    Session.until(condition, () -> "what is waited for does not come");
  }

  /** The shared file, or an end to the test: a clone of the project alone does not have it. */
  private static Path shared() {
    Path above = Path.of("").toAbsolutePath();
    while (above != null && !Files.isRegularFile(above.resolve(CAPTURE))) {
      above = above.getParent();
    }
    if (above == null) {
      String reason = "Skipped: no folder above this one has " + CAPTURE;
      System.out.println(reason);
      assumeTrue(false, reason);
    }
    return above.resolve(CAPTURE);
  }
}
