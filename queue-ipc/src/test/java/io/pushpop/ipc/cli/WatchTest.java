package io.pushpop.ipc.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pushpop.ipc.QueueFile;
import io.pushpop.queue.Geometry;
import io.pushpop.queue.Push;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code watch} without a terminal: lines for people and for programs. */
final class WatchTest {
  @TempDir Path folder;
  private Path ring;

  @BeforeEach
  void create() throws IOException {
    ring = folder.resolve("ring");
    QueueFile.create(ring, Geometry.of(8, 64)).close();
  }

  @Test
  void onceIsOneIntervalOfEachFile() throws IOException {
    Path other = folder.resolve("other");
    QueueFile.create(other, Geometry.of(16, 64)).close();
    Session.feed("a\nb\n", "push", other);
    byte[] before = Files.readAllBytes(other);
    Session watch = Session.run("watch", ring, other, "--once", "--interval=0.05");
    assertEquals(0, watch.exitCode());
    assertEquals("", watch.err());
    List<String> lines = watch.out().lines().toList();
    assertEquals(14, lines.size(), watch::out);
    assertTrue(lines.get(0).endsWith("  8 slots of 64 B"), watch::out);
    assertEquals("  nobody is attached; nothing is left to pop", lines.get(1));
    assertEquals("  nobody is attached; slots left to pop: 2", lines.get(8));
    assertTrue(lines.get(11).startsWith("  push  DETACHED"), watch::out);
    assertTrue(lines.get(12).startsWith("  pop   ABSENT "), watch::out);
    assertArrayEquals(before, Files.readAllBytes(other));
  }

  @Test
  void jsonIsOneObjectForEachFileAndInterval() throws IOException {
    long pid = ProcessHandle.current().pid();
    try (QueueFile file = QueueFile.open(ring);
        Push push = file.push()) {
      push.tryReserve().push(0);
      Session watch = Session.run("watch", ring, "--once", "--json", "--interval=0.05");
      assertEquals(0, watch.exitCode());
      String pattern =
          "\\{\"file\":\"\\Q"
              + ring
              + "\\E\",\"time\":\"20[^\"]*Z\",\"replacements\":0,\"schema\":null,\"slots\":8,\"slotSize\":64,"
              + "\"capacity\":7,\"head\":1,\"tail\":0,\"depth\":1,\"skipped\":0,"
              + "\"push\":\\{\"state\":\"ATTACHED\",\"pid\":"
              + pid
              + ",\"generation\":1,\"parking\":\"[A-Z]+\"\\},"
              + "\"pop\":\\{\"state\":\"ABSENT\",\"pid\":0,\"generation\":0,\"parking\":\"UNKNOWN\"\\},"
              + "\"losses\":\\{\"dropped\":0,\"conflated\":0,\"abandoned\":0,\"waiting\":0,"
              + "\"told\":0\\},\"low\":1,\"high\":1,\"pushRate\":0,\"popRate\":0,\"fullShare\":0.0,"
              + "\"emptyShare\":0.0,\"pushIdleSeconds\":\\d+\\.\\d+,\"popIdleSeconds\":\\d+\\.\\d+,"
              + "\"verdict\":\"there is no pop side; slots left to pop: 1\"\\}\n";
      assertTrue(watch.out().matches(pattern), watch::out);
    }
  }

  @Test
  void aFileThatGoesAndComesIsPickedUpAgain() throws Exception {
    Session watch = Session.start(new byte[0], "watch", ring, "--json", "--interval=0.02");
    try {
      until(watch, "\"replacements\":0,\"schema\":null,\"slots\":8,");
      Files.delete(ring);
      until(watch, "\"problem\":\"cannot open " + ring + ": there is no such file;");
      QueueFile.create(ring, Geometry.of(16, 64)).close();
      until(watch, "\"replacements\":1,\"schema\":null,\"slots\":16,");
      Path next = folder.resolve("next");
      QueueFile.create(next, Geometry.of(32, 64)).close();
      Files.move(next, ring, StandardCopyOption.REPLACE_EXISTING);
      until(watch, "\"replacements\":2,\"schema\":null,\"slots\":32,");
    } finally {
      watch.interrupt();
    }
    assertEquals(130, watch.exitCode());
    assertEquals("", watch.err());
  }

  @Test
  void onceRefusesWhatIsNotThereAndIntervalsThatMakeNoSense() {
    Path missing = folder.resolve("missing");
    Session once = Session.run("watch", ring, missing, "--once");
    assertEquals(1, once.exitCode());
    assertEquals(
        "pushpop: cannot open "
            + missing
            + ": there is no such file; create it, or correct the path\n",
        once.err());
    assertEquals("", once.out());
    Session usage = Session.run("watch", ring, "--interval=0");
    assertEquals(2, usage.exitCode());
    assertEquals(
        "pushpop: Invalid value for option '--interval': 0.0, expected 0.01 to 3600.0; see pushpop"
            + " watch --help\n",
        usage.err());
    assertEquals(
        "pushpop: Missing required parameter: 'FILE'; see pushpop watch --help\n",
        Session.run("watch").err());
  }

  private static void until(Session watch, String text) throws Exception {
    Session.until(() -> watch.out().contains(text), () -> text + " is not in " + watch.out());
  }
}
