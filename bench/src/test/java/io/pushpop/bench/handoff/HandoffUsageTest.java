package io.pushpop.bench.handoff;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is refused, and in which words: one line each, and no stack trace. */
class HandoffUsageTest {
  private static final int GZIP_HEADER_LENGTH = 10;

  /** The bits that give the type of a compressed block, both set. */
  private static final byte NO_SUCH_BLOCK = 6;

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--pace=fast     | handoff: Invalid value for option '--pace': pace=fast; expected max",
        "--slots=3       | handoff: slots must be a power of two, 2 or more: slots=3",
        "--messages=0    | handoff: Invalid value for option '--messages': 0, expected 1 or more",
        "--messages=many | handoff: Invalid value for option '--messages': 'many' is not a long",
        "--encoding=json | handoff: Invalid value for option '--encoding': expected one of [RAW, SBE]",
        "--no-such       | handoff: Unknown option: '--no-such'",
      })
  void badUsageEndsWithTwo(String argument, String expected) {
    assertRefused(2, expected, argument);
  }

  @Test
  void aMissingFileIsNamed() {
    Path file = folder.resolve("no such.itch");
    assertRefused(
        1, "FAILED: The capture cannot be opened: file=" + file, "--file", file.toString());
  }

  @Test
  void anAccountThatCannotBeWrittenIsRefusedBeforeTheRun() {
    Path file = folder.resolve("no such folder").resolve("account.json");
    assertRefused(
        1, "FAILED: the account cannot be written: file=" + file, "--json", file.toString());
  }

  @Test
  void aDamagedFileEndsTheRunAndIsNamed() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(new byte[] {0, 3, 'z', 1, 2});
    }
    byte[] damaged = bytes.toByteArray();
    damaged[GZIP_HEADER_LENGTH] |= NO_SUCH_BLOCK;
    Path file = Files.write(folder.resolve("damaged.itch.gz"), damaged);
    try (HandoffProcess handoff =
        HandoffProcess.start("--file", file.toString(), "--warm-up", "0")) {
      assertEquals(1, handoff.exitCode());
      String line = handoff.lastLine();
      assertTrue(line.startsWith("FAILED: the feed (pid "), line);
      assertTrue(line.contains("Reading the capture failed: file=" + file), line);
      handoff.assertNothingLeft();
    }
  }

  private static void assertRefused(int exitCode, String expected, String... arguments) {
    try (HandoffProcess handoff = HandoffProcess.start(arguments)) {
      assertEquals(exitCode, handoff.exitCode());
      assertEquals(1, handoff.lines().size(), () -> "" + handoff.lines());
      assertTrue(handoff.lastLine().startsWith(expected), handoff::lastLine);
    }
  }
}
