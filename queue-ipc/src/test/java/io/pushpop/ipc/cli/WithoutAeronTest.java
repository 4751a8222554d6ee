package io.pushpop.ipc.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pushpop.ipc.bridge.Ports;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That Aeron is needed by who bridges, and by nobody else. */
final class WithoutAeronTest {
  private static final String ANY_OF_AERON = "aeron-";
  private static final String DRIVER = "aeron-driver-";
  private static final String ARCHIVE = "aeron-archive-";

  @TempDir Path folder;
  private Path ring;

  @BeforeEach
  void nameRing() {
    ring = folder.resolve("ring");
  }

  @Test
  void everythingButABridgeWorks() throws Exception {
    run("create", ring, "--slots", 8, "--slot-size", 64);
    Path lines = Files.writeString(folder.resolve("lines"), "one\ntwo\n");
    assertEquals("", runReading(lines, "push", ring));
    assertTrue(run("stat", ring, "--json").contains("\"depth\":2"));
    assertTrue(run("watch", ring, "--once", "--json").contains("\"depth\":2"));
    assertEquals("one\ntwo\n", run("dump", ring));
    assertTrue(run("check", ring).contains("push=DETACHED"));
    assertEquals("one\ntwo\n", run("pop", ring));
    assertTrue(run("completion").contains("bridge"));
    assertTrue(run("bridge", "send", "--help").contains("--aeron-dir"));
  }

  @Test
  void aBridgeSaysThatTheClientIsMissing() throws Exception {
    run("create", ring, "--slots", 8, "--slot-size", 64);
    for (String side : List.of("send", "receive")) {
      assertMissing("aeron-client", "io.aeron.Aeron", ANY_OF_AERON, side, "--channel", "aeron:ipc");
    }
  }

  @Test
  void aBridgeThatIsToRunADriverSaysThatTheDriverIsMissing() throws Exception {
    run("create", ring, "--slots", 8, "--slot-size", 64);
    assertMissing(
        "aeron-driver", "io.aeron.driver.MediaDriver", DRIVER, "send", "--channel", "aeron:ipc");
  }

  @Test
  void aBridgeThroughAnArchiveSaysThatTheArchiveIsMissing() throws Exception {
    run("create", ring, "--slots", 8, "--slot-size", 64);
    assertMissing(
        "aeron-archive",
        "io.aeron.archive.client.AeronArchive",
        ARCHIVE,
        "send",
        "--archive-control",
        "aeron:ipc",
        "--archive",
        folder);
  }

  @Test
  void aBridgeWithoutAnArchiveDoesNotNeedIt() throws Exception {
    Path target = folder.resolve("target");
    run("create", ring, "--slots", 8, "--slot-size", 64);
    run("create", target, "--slots", 8, "--slot-size", 64);
    String channel = "aeron:udp?term-length=64k|endpoint=127.0.0.1:" + Ports.free();
    Path lines = Files.writeString(folder.resolve("lines"), "one\ntwo\n");
    runReading(lines, "push", ring);
    try (CommandProcess send = bridge("send", ring, channel);
        CommandProcess receive = bridge("receive", target, channel)) {
      assertEquals(0, send.exitCode(), send.err());
      assertEquals(0, receive.exitCode(), receive.err());
    }
    assertEquals("one\ntwo\n", run("pop", target));
  }

  private CommandProcess bridge(String side, Path file, String channel) throws IOException {
    List<String> flags = new ArrayList<>(CommandProcess.REQUIRED_FLAGS);
    flags.add(CommandProcess.MEDIA_DRIVER_FLAG);
    Object[] arguments = {"bridge", side, "--file", file, "--channel", channel, "--stream", 1};
    return CommandProcess.startOn(classPath(ARCHIVE), folder, null, List.of(), flags, arguments);
  }

  private void assertMissing(String artifact, String missing, String without, Object... side)
      throws Exception {
    List<Object> arguments = new ArrayList<>(List.of("bridge", "--file", ring, "--stream", 1));
    arguments.addAll(1, List.of(side));
    try (CommandProcess bridge = start(without, null, arguments.toArray())) {
      assertEquals(1, bridge.exitCode(), bridge.err());
      assertEquals("", bridge.out());
      assertEquals(
          "pushpop: "
              + ring
              + ": a bridge needs Aeron, which is not on the class path: class="
              + missing
              + "; add io.aeron:"
              + artifact
              + ", of the version that Pushpop's pom.xml names\n",
          bridge.err());
    }
  }

  private String run(Object... arguments) throws Exception {
    return runReading(null, arguments);
  }

  private String runReading(Path in, Object... arguments) throws Exception {
    try (CommandProcess command = start(ANY_OF_AERON, in, arguments)) {
      assertEquals(0, command.exitCode(), command.err());
      return command.out();
    }
  }

  private CommandProcess start(String without, Path in, Object... arguments) throws Exception {
    return CommandProcess.startOn(
        classPath(without), folder, in, List.of(), CommandProcess.REQUIRED_FLAGS, arguments);
  }

  /** That of this JVM, without the jars whose names begin so. */
  private static String classPath(String without) {
    String all = System.getProperty("java.class.path");
    String rest =
        Stream.of(all.split(File.pathSeparator))
            .filter(entry -> !Path.of(entry).getFileName().toString().startsWith(without))
            .collect(Collectors.joining(File.pathSeparator));
    assertTrue(all.contains(File.separator + without), "with it");
    assertFalse(rest.contains(File.separator + without), "without it");
    return rest;
  }
}
