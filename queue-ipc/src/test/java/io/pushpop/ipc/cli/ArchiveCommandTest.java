package io.pushpop.ipc.cli;

import static io.pushpop.ipc.cli.RingFigures.depth;
import static io.pushpop.ipc.cli.RingFigures.head;
import static io.pushpop.ipc.cli.RingFigures.lines;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pushpop.ipc.QueueFile;
import io.pushpop.ipc.bridge.Ports;
import io.pushpop.queue.Geometry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code bridge send --archive} and {@code bridge receive --archive-control}. */
final class ArchiveCommandTest {
  @TempDir Path folder;
  private Path source;
  private Path target;
  private String control;
  private String channel;

  @BeforeEach
  void create() throws IOException {
    source = folder.resolve("source");
    target = folder.resolve("target");
    QueueFile.create(source, Geometry.of(64, 64)).close();
    QueueFile.create(target, Geometry.of(64, 64)).close();
    control = "aeron:udp?endpoint=127.0.0.1:" + Ports.free();
    channel = "aeron:udp?endpoint=127.0.0.1:" + Ports.free();
  }

  @Test
  void linesAreRecordedAndGoToAReceiverThatComesLater() throws Exception {
    String lines = lines(1000);
    Session send = Session.start(new byte[0], send("--follow").toArray());
    assertEquals(0, Session.feed(lines, "push", source).exitCode());
    Session.until(30, () -> depth(source) == 0, () -> "it is not recorded: " + send.err());
    Session pop = Session.start(new byte[0], "pop", target);
    Session receive = Session.start(new byte[0], receive().toArray());
    assertEquals(0, receive.exitCode(), receive::err);
    assertEquals(0, pop.exitCode(), pop::err);
    assertEquals(lines, pop.out());
    assertEquals(130, send.interrupt().exitCode());
    assertEquals(
        "pushpop: " + source + ": connected to recording 0, goes on at position=0 of the source\n",
        send.err());
  }

  @Test
  void whatIsRecordedArrivesOnceWhoeverIsKilled() throws Exception {
    String lines = lines(20_000);
    Path input = Files.writeString(folder.resolve("lines"), lines);
    try (CommandProcess push = CommandProcess.start(folder, input, "push", source);
        CommandProcess pop = CommandProcess.start(folder, null, "pop", "--follow", target)) {
      try (CommandProcess send = process(send("--follow"));
          CommandProcess receive = process(receive())) {
        Session.until(60, () -> head(target) > 100, () -> "nothing arrives");
        send.signal("KILL");
        receive.signal("KILL");
        send.exitCode();
        receive.exitCode();
      }
      Session send = Session.start(new byte[0], send("--follow").toArray());
      Session receive = Session.start(new byte[0], receive().toArray());
      assertEquals(0, push.exitCode());
      assertEquals(0, receive.exitCode(), receive::err);
      Session.until(30, () -> depth(target) == 0, () -> "it is not popped");
      assertEquals(lines, pop.out());
      assertEquals(130, send.interrupt().exitCode(), send::err);
    }
  }

  @Test
  void optionsThatDoNotGoTogetherAreBadUsage() {
    assertBadUsage(
        "'--archive' also needs '--archive-control': where receivers find it",
        "send",
        "--archive",
        folder);
    assertBadUsage(
        "A sender through an archive has no '--channel': each receiver has its own",
        "send",
        "--archive-control",
        control,
        "--archive",
        folder,
        "--channel",
        channel);
    assertBadUsage(
        "Name a folder for an archive here, '--archive', or the media driver of another one,"
            + " '--aeron-dir' with '--archive-control aeron:ipc'",
        "send",
        "--archive-control",
        control);
    assertBadUsage(
        "Missing required option: '--channel=CHANNEL'", "receive", "--archive-control", control);
    assertBadUsage(
        "an archive sends to where a receiver listens, and cannot to this:"
            + " channel=aeron:udp?endpoint=0.0.0.0:40456, expected=aeron:udp?endpoint=HOST:PORT with"
            + " an address of the receiver's that the archive reaches",
        "receive",
        "--archive-control",
        control,
        "--channel",
        "aeron:udp?endpoint=0.0.0.0:40456");
  }

  private void assertBadUsage(String sentence, String side, Object... options) {
    List<Object> arguments = arguments(side, source);
    arguments.addAll(List.of(options));
    Session session = Session.run(arguments.toArray());
    assertEquals(
        "pushpop: " + sentence + "; see pushpop bridge " + side + " --help\n", session.err());
    assertEquals(2, session.exitCode());
  }

  private List<Object> send(Object... more) {
    List<Object> arguments = arguments("send", source);
    arguments.addAll(List.of("--archive", folder.resolve("archive"), "--archive-control", control));
    arguments.addAll(List.of(more));
    return arguments;
  }

  private List<Object> receive() {
    List<Object> arguments = arguments("receive", target);
    arguments.addAll(List.of("--channel", channel, "--archive-control", control));
    return arguments;
  }

  private static List<Object> arguments(String side, Path ring) {
    return new ArrayList<>(List.of("bridge", side, "--file", ring, "--stream", 5));
  }

  private CommandProcess process(List<Object> arguments) throws IOException {
    List<String> flags = new ArrayList<>(CommandProcess.REQUIRED_FLAGS);
    flags.add("--add-opens=java.base/sun.nio.ch=ALL-UNNAMED");
    return CommandProcess.start(folder, null, List.of(), flags, arguments.toArray());
  }
}
