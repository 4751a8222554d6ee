package io.pushpop.ipc.cli;

import static io.pushpop.ipc.cli.RingFigures.depth;
import static io.pushpop.ipc.cli.RingFigures.head;
import static io.pushpop.ipc.cli.RingFigures.lines;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pushpop.ipc.QueueFile;
import io.pushpop.ipc.QueueFileView;
import io.pushpop.ipc.bridge.Ports;
import io.pushpop.queue.End;
import io.pushpop.queue.Geometry;
import io.pushpop.queue.PeerState.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code bridge send} and {@code bridge receive}, each with a driver of its own. */
final class BridgeCommandTest {
  private static final int SLOTS = 64;

  @TempDir Path folder;
  private Path source;
  private Path target;
  private String channel;

  @BeforeEach
  void create() throws IOException {
    source = folder.resolve("source");
    target = folder.resolve("target");
    QueueFile.create(source, Geometry.of(SLOTS, 64)).close();
    QueueFile.create(target, Geometry.of(SLOTS, 64)).close();
    channel = "aeron:udp?term-length=1m|endpoint=127.0.0.1:" + Ports.free();
  }

  @Test
  void linesGoFromRingToRingAndBothSidesEndWithTheSource() throws Exception {
    String lines = lines(1000);
    Session receive = side("receive", target);
    Session send = side("send", source);
    Session pop = Session.start(new byte[0], "pop", target);
    assertEquals(0, Session.feed(lines, "push", source).exitCode());
    assertEquals(0, send.exitCode(), send::err);
    assertEquals(0, receive.exitCode(), receive::err);
    assertEquals(0, pop.exitCode(), pop::err);
    assertEquals(lines, pop.out());
    assertTrue(
        said(send)
            .matches(
                "pushpop: \\S+source: connected to 127.0.0.1:\\d+, goes on at position=0 of"
                    + " the source\n"),
        send::err);
    assertTrue(receive.err().startsWith("pushpop: " + target + ": connected to 127.0.0.1:"));
    assertEquals(State.DETACHED, state(source, End.POP));
    assertEquals(State.DETACHED, state(target, End.PUSH));
    assertFalse(Files.exists(BridgeLink.folderFor(source, End.POP)));
    assertFalse(Files.exists(BridgeLink.folderFor(target, End.PUSH)));
  }

  @Test
  void followKeepsBothSidesUntilTheyAreTold() throws Exception {
    Session receive = side("receive", target, "--follow");
    Session send = side("send", source, "--follow");
    for (String line : List.of("one\n", "two\n")) {
      assertEquals(0, Session.feed(line, "push", source).exitCode());
      assertEquals(line, Session.run("pop", "--max=1", target).out());
      Session.until(() -> depth(source) == 0, () -> "it is not acknowledged");
    }
    assertTrue(send.isRunning() && receive.isRunning());
    assertEquals(130, send.interrupt().exitCode());
    assertEquals(130, receive.interrupt().exitCode());
    assertEquals(State.DETACHED, state(source, End.POP));
    assertEquals(State.DETACHED, state(target, End.PUSH));
    assertFalse(Files.exists(BridgeLink.folderFor(source, End.POP)));
  }

  @Test
  void whatArrivesOnceArrivesOnceWhoeverIsKilled() throws Exception {
    String lines = lines(5000);
    Path input = Files.writeString(folder.resolve("lines"), lines);
    try (CommandProcess push = CommandProcess.start(folder, input, "push", source);
        CommandProcess pop = CommandProcess.start(folder, null, "pop", "--follow", target)) {
      try (CommandProcess receive = process("receive", target);
          CommandProcess send = process("send", source)) {
        Session.until(() -> head(target) > 100, () -> "nothing arrives");
        send.signal("KILL");
        receive.signal("KILL");
        send.exitCode();
        receive.exitCode();
      }
      assertTrue(Files.exists(BridgeLink.folderFor(source, End.POP)), "its driver died too");
      Session receive = side("receive", target);
      Session send = side("send", source);
      assertEquals(0, send.exitCode(), send::err);
      assertEquals(0, receive.exitCode(), receive::err);
      assertEquals(0, push.exitCode());
      Session.until(() -> depth(target) == 0, () -> "it is not popped");
      assertEquals(lines, pop.out());
      assertFalse(Files.exists(BridgeLink.folderFor(source, End.POP)), "what the dead left");
      assertFalse(Files.exists(BridgeLink.folderFor(target, End.PUSH)));
    }
  }

  @Test
  void sendEndsWithThreeWhereThePushEndIsDead() throws Exception {
    Session receive = side("receive", target);
    try (CommandProcess push = CommandProcess.start(folder, null, "push", source)) {
      push.say("one\n");
      Session.until(() -> head(source) == 1, () -> "nothing is pushed");
      push.signal("KILL");
      push.exitCode();
    }
    Session send = side("send", source);
    assertEquals(3, send.exitCode(), send::err);
    assertTrue(
        send.err()
            .endsWith(
                ": the push end is dead: generation=1 went without closing it; all that it had"
                    + " pushed has arrived: start another push, or wait for one with --follow\n"),
        send::err);
    assertEquals("one\n", Session.run("pop", "--max=1", target).out());
    receive.interrupt();
  }

  @Test
  void ringsThatDoNotBelongTogetherAreRefusedOnBothSides() throws Exception {
    Path other = folder.resolve("other");
    QueueFile.create(other, Geometry.of(SLOTS / 2, 64)).close();
    Session receive = side("receive", other);
    Session send = side("send", source);
    String reason =
        "the source ring has longer elements than fit into the target: longest of source=2040, of"
            + " target=1016; give the target more or larger slots, or have the sender promise that"
            + " none is longer (--longest, withLongest)\n";
    assertEquals(1, send.exitCode());
    assertEquals("pushpop: " + source + ": " + reason, said(send));
    assertEquals(1, receive.exitCode());
    assertEquals(
        "pushpop: " + other + ": refused a sender: " + reason + "pushpop: " + other + ": " + reason,
        said(receive));
  }

  @Test
  void aChannelFromWhichNoneFollowsIsBadUsage() {
    channel = "aeron:udp?endpoint=224.0.1.1:40456";
    Session send = side("send", source);
    assertEquals(2, send.exitCode());
    assertTrue(
        send.err().startsWith("pushpop: no channel for acknowledgements follows from this one:"),
        send::err);
    assertTrue(send.err().endsWith("; see pushpop bridge send --help\n"), send::err);
    assertEquals(2, Session.run("bridge").exitCode());
    assertEquals(
        "pushpop: Missing command: send or receive; see pushpop bridge --help\n",
        Session.run("bridge").err());
  }

  @Test
  void theFlagThatTheDriverMissesIsNamed() throws Exception {
    try (CommandProcess send =
        CommandProcess.start(folder, null, arguments("send", source).toArray())) {
      assertEquals(1, send.exitCode());
      assertEquals(
          "pushpop: "
              + source
              + ": Aeron's media driver cannot reach the selectors of the JVM; start it with"
              + " --add-opens java.base/sun.nio.ch=ALL-UNNAMED, or use a driver of another process"
              + " with --aeron-dir\n",
          send.err());
      assertFalse(Files.exists(BridgeLink.folderFor(source, End.POP)), "what it had made by then");
    }
  }

  private Session side(String side, Path ring, Object... more) {
    return Session.start(new byte[0], arguments(side, ring, more).toArray());
  }

  /** What a side said, but that an answer was late, and what it therefore said again. */
  private static String said(Session side) {
    return side.err()
        .lines()
        .filter(line -> !line.contains(": somebody receives, and no answer comes: "))
        .distinct()
        .map(line -> line + "\n")
        .collect(Collectors.joining());
  }

  private CommandProcess process(String side, Path ring) throws IOException {
    List<String> flags = new ArrayList<>(CommandProcess.REQUIRED_FLAGS);
    flags.add(CommandProcess.MEDIA_DRIVER_FLAG);
    return CommandProcess.start(folder, null, List.of(), flags, arguments(side, ring).toArray());
  }

  private List<Object> arguments(String side, Path ring, Object... more) {
    List<Object> arguments =
        new ArrayList<>(
            List.of("bridge", side, "--file", ring, "--channel", channel, "--stream", 5));
    arguments.addAll(List.of(more));
    return arguments;
  }

  private static State state(Path ring, End end) throws IOException {
    try (QueueFileView view = QueueFileView.open(ring)) {
      return view.status(end).state();
    }
  }
}
