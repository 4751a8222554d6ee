package io.pushpop.ipc.cli;

import static io.aeron.logbuffer.FrameDescriptor.frameLength;
import static io.aeron.logbuffer.FrameDescriptor.frameSessionId;
import static io.pushpop.ipc.cli.RingFigures.depth;
import static io.pushpop.ipc.cli.RingFigures.head;
import static io.pushpop.ipc.cli.RingFigures.lines;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.aeron.archive.ArchivingMediaDriver;
import io.aeron.logbuffer.FrameDescriptor;
import io.aeron.protocol.DataHeaderFlyweight;
import io.pushpop.ipc.QueueFile;
import io.pushpop.ipc.bridge.Ports;
import io.pushpop.ipc.bridge.RecordChecksum;
import io.pushpop.queue.End;
import io.pushpop.queue.Geometry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.agrona.BitUtil;
import org.agrona.IoUtil;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code bridge send --archive} and {@code bridge receive --archive-control}. */
final class ArchiveCommandTest {
  private static final String NO_ROOM = ": Aeron says: the archive's folder has no room: folder=";

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

  /** The next bridge of these rings would, but here is none. */
  @AfterEach
  void removeDriversOfThoseWhoWereKilled() throws IOException {
    IoUtil.delete(BridgeLink.folderFor(source, End.POP).toFile(), true);
    IoUtil.delete(BridgeLink.folderFor(target, End.PUSH).toFile(), true);
  }

  @Test
  void linesAreRecordedAndGoToAReceiverThatComesLater() throws Exception {
    String lines = lines(1000);
    Session send = Session.start(new byte[0], send("--follow").toArray());
    assertEquals(0, Session.feed(lines, "push", source).exitCode());
    Session.until(() -> depth(source) == 0, () -> "it is not recorded: " + send.err());
    Session pop = Session.start(new byte[0], "pop", target);
    Session receive = Session.start(new byte[0], receive().toArray());
    assertEquals(0, receive.exitCode(), receive::err);
    assertEquals(0, pop.exitCode(), pop::err);
    assertEquals(lines, pop.out());
    assertNoOtherArchiveIn(folder.resolve("archive"));
    assertEquals(130, send.interrupt().exitCode());
    assertEquals(
        "pushpop: " + source + ": connected to recording 0, goes on at position=0 of the source\n",
        send.err());
    assertHasChecksum(folder.resolve("archive"));
  }

  @Test
  void whatIsRecordedArrivesOnceWhoeverIsKilled() throws Exception {
    String lines = lines(20_000);
    Path input = Files.writeString(folder.resolve("lines"), lines);
    try (CommandProcess push = CommandProcess.start(folder, input, "push", source);
        CommandProcess pop = CommandProcess.start(folder, null, "pop", "--follow", target)) {
      try (CommandProcess send = process(List.of(), send("--follow"), freshMark());
          CommandProcess receive = process(List.of(), receive())) {
        Session.until(() -> head(target) > 100, () -> "nothing arrives");
        send.signal("KILL");
        receive.signal("KILL");
        send.exitCode();
        receive.exitCode();
      }
      Session send = Session.start(new byte[0], send("--follow").toArray());
      Session receive = Session.start(new byte[0], receive().toArray());
      assertEquals(0, push.exitCode());
      assertEquals(0, receive.exitCode(), receive::err);
      Session.until(() -> depth(target) == 0, () -> "it is not popped");
      assertEquals(lines, pop.out());
      assertEquals(130, send.interrupt().exitCode(), send::err);
    }
  }

  @Test
  void anArchiveOfItsOwnIsKilledAndThoseWhoUseItComeBack() throws Exception {
    String lines = lines(20_000);
    Path input = Files.writeString(folder.resolve("lines"), lines);
    List<Object> sending = arguments("send", source);
    sending.addAll(List.of("--aeron-dir", folder.resolve("driver"), "--follow"));
    sending.addAll(List.of("--archive-control", "aeron:ipc"));
    try (CommandProcess first = archive();
        CommandProcess send = process(List.of(), sending, "-Daeron.driver.timeout=1000");
        CommandProcess receive =
            process(
                List.of(),
                receive(),
                "-Daeron.image.liveness.timeout=1s",
                "-Daeron.archive.message.timeout=1s");
        CommandProcess push = CommandProcess.start(folder, input, "push", source);
        CommandProcess pop = CommandProcess.start(folder, null, "pop", "--follow", target)) {
      Session.until(() -> head(target) > 100, () -> "nothing arrives");
      first.signal("KILL");
      first.exitCode();
      try (CommandProcess second = archive()) {
        assertEquals(0, push.exitCode(), second.err());
        Session.until(() -> depth(source) == 0, () -> "it is not recorded");
        assertEquals(0, receive.exitCode(), receive.err());
        Session.until(() -> depth(target) == 0, () -> "it is not popped");
        assertEquals(lines, pop.out());
        Session.until(
            () -> send.err().split(": connected to recording 0, ", -1).length > 2,
            () -> "the sender does not come back");
      }
    }
  }

  @Test
  void aDiskThatIsFullIsASentenceAndLosesNothing() throws Exception {
    Path disk = Files.createDirectory(folder.resolve("disk"));
    List<String> onSmallDisk =
        List.of(
            "unshare",
            "--user",
            "--map-root-user",
            "--mount",
            "sh",
            "-c",
            "mount -t tmpfs -o size=16m none \"$0\" && head -c 11m /dev/zero > \"$0\"/other"
                + " && exec \"$@\"",
            disk.toString());
    assumePermitted(onSmallDisk);
    String lines = lines(40_000).replace("\n", " ".repeat(100) + "\n"); // more than there is room
    Path input = Files.writeString(folder.resolve("lines"), lines);
    List<Object> sending = arguments("send", source);
    sending.addAll(List.of("--archive", disk.resolve("archive"), "--archive-control", control));
    sending.add("--follow");
    try (CommandProcess send =
            process(onSmallDisk, sending, "-Daeron.archive.low.storage.space.threshold=64k");
        CommandProcess push = CommandProcess.start(folder, input, "push", source);
        CommandProcess pop = CommandProcess.start(folder, null, "pop", "--follow", target)) {
      Session.until(() -> send.err().contains(NO_ROOM), () -> "it never is said");
      Files.delete(Path.of("/proc/" + send.pid() + "/root" + disk.resolve("other")));
      assertEquals(0, push.exitCode(), send.err());
      Session receive = Session.start(new byte[0], receive().toArray());
      assertEquals(0, receive.exitCode(), receive::err);
      Session.until(() -> depth(target) == 0, () -> "it is not popped");
      assertEquals(lines, pop.out());
      String said = send.err();
      assertTrue(
          said.contains("has stopped recording: recording=0, it says: ERROR - java.io"), said);
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
            + " an address of the receiver's that the archive reaches, and a port from 1 to 65534",
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

  private CommandProcess process(List<String> prefix, List<Object> arguments, String... more)
      throws IOException {
    return CommandProcess.start(folder, null, prefix, flags(more), arguments.toArray());
  }

  /** A media driver with an archive, in a process of its own. */
  private CommandProcess archive() throws IOException {
    List<String> flags =
        flags(
            "-Daeron.dir=" + folder.resolve("driver"),
            "-Daeron.dir.delete.on.start=true",
            "-Daeron.threading.mode=SHARED",
            "-Daeron.archive.threading.mode=SHARED",
            "-Daeron.archive.dir=" + folder.resolve("archive"),
            "-Daeron.archive.control.channel=" + control,
            "-Daeron.archive.replication.channel=aeron:udp?endpoint=127.0.0.1:0",
            "-Daeron.archive.record.checksum=CRC-32C",
            "--add-opens=java.base/java.util.zip=ALL-UNNAMED",
            freshMark());
    return CommandProcess.startMain(
        ArchivingMediaDriver.class,
        System.getProperty("java.class.path"),
        folder,
        null,
        List.of(),
        flags);
  }

  /** Otherwise an archive waits for ten seconds where another one was killed. */
  private String freshMark() throws IOException {
    return "-Daeron.archive.mark.file.dir=" + Files.createTempDirectory(folder, "mark");
  }

  private static List<String> flags(String... more) {
    List<String> flags = new ArrayList<>(CommandProcess.REQUIRED_FLAGS);
    flags.add(CommandProcess.MEDIA_DRIVER_FLAG);
    flags.addAll(List.of(more));
    return flags;
  }

  /** Where a frame of a recording has its checksum, which takes the place of the session. */
  private static void assertHasChecksum(Path archive) throws IOException {
    byte[] recorded = Files.readAllBytes(archive.resolve("0-0.rec"));
    UnsafeBuffer frame = new UnsafeBuffer(ByteBuffer.allocateDirect(recorded.length));
    frame.putBytes(0, recorded);
    int length = frameLength(frame, 0);
    int header = DataHeaderFlyweight.HEADER_LENGTH;
    int padded = BitUtil.align(length, FrameDescriptor.FRAME_ALIGNMENT);
    assertEquals(
        new RecordChecksum().compute(frame.addressOffset(), header, padded - header),
        frameSessionId(frame, 0));
  }

  private void assertNoOtherArchiveIn(Path taken) throws Exception {
    Path other = folder.resolve("other");
    QueueFile.create(other, Geometry.of(64, 64)).close();
    List<Object> arguments = arguments("send", other);
    arguments.addAll(List.of("--archive", taken, "--archive-control", "aeron:ipc"));
    Session send = Session.start(new byte[0], arguments.toArray());
    String begin =
        "pushpop: "
            + other
            + ": Aeron says: another archive is at work in this folder, or was killed in the last"
            + " ten seconds: folder="
            + taken
            + ": ";
    Session.until(() -> send.err().startsWith(begin), send::err);
    send.interrupt();
  }

  private static void assumePermitted(List<String> prefix) throws Exception {
    List<String> command = new ArrayList<>(prefix);
    command.add("true");
    boolean permitted;
    try {
      permitted = new ProcessBuilder(command).start().waitFor() == 0;
    } catch (IOException e) {
      permitted = false;
    }
    assumeTrue(permitted, "skipped: a test may mount no file system of its own here");
  }
}
