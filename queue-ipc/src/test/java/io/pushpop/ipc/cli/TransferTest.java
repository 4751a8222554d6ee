package io.pushpop.ipc.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pushpop.ipc.QueueFile;
import io.pushpop.queue.End;
import io.pushpop.queue.Geometry;
import io.pushpop.queue.PeerState.State;
import io.pushpop.queue.Pop;
import io.pushpop.queue.Push;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code push} and {@code pop}: what goes in comes out, and what does not go says so. */
final class TransferTest {
  private static final int LONG_LINE = 40_000;

  @TempDir Path folder;
  private Path ring;

  @BeforeEach
  void name() {
    ring = folder.resolve("ring");
  }

  @Test
  void randomLinesGoThroughARingMuchSmallerThanTheyAre() {
    create(128, 1024);
    byte[] lines = randomLines(new Random(8), 3000);
    assertTrue(lines.length > 20 * 128 * 1024);
    Session pop = Session.start(new byte[0], "pop", ring);
    Session push = Session.feed(lines, "push", ring);
    assertEquals(0, push.exitCode(), push::err);
    assertEquals(0, pop.exitCode(), pop::err);
    assertArrayEquals(lines, pop.bytes());
  }

  @Test
  void theSmallestRingCarriesLinesAsWell() {
    create(2, 16);
    Session pop = Session.start(new byte[0], "pop", "--spin", ring);
    Session push = Session.feed("a\n\nbcdefgh\n12345678\n", "push", "--spin", ring);
    assertEquals(0, push.exitCode(), push::err);
    assertEquals(0, pop.exitCode(), pop::err);
    assertEquals("a\n\nbcdefgh\n12345678\n", pop.out());
  }

  @Test
  void aLastLineWithoutNewlineIsAnElementAndNothingIsNone() {
    create(8, 64);
    assertEquals(0, Session.feed("", "push", ring).exitCode());
    assertEquals("", Session.run("dump", ring).out());
    assertEquals(0, Session.feed("one\n\nlast", "push", ring).exitCode());
    Session pop = Session.run("pop", ring);
    assertEquals("one\n\nlast\n", pop.out());
    assertEquals("", pop.err());
  }

  @Test
  void framesCarryAnyBytes() throws Exception {
    create(256, 1024);
    for (String kind : new String[] {"u16", "u32"}) {
      byte[] frames = randomFrames(new Random(9), kind.equals("u16") ? 2 : 4);
      Session pop = Session.start(new byte[0], "pop", "--follow", "--frames=" + kind, ring);
      Session push = Session.feed(frames, "push", "--frames=" + kind, ring);
      assertEquals(0, push.exitCode(), push::err);
      awaitEmpty();
      pop.interrupt();
      assertArrayEquals(frames, pop.bytes());
    }
  }

  @Test
  void framesAreU16UnlessAnythingElseIsSaid() {
    create(8, 64);
    byte[] frames = {0, 1, 'a', 0, 0, 0, 2, '\n', 0};
    assertEquals(0, Session.feed(frames, "push", "--frames", ring).exitCode());
    assertEquals("61\n\n0a00\n", Session.run("dump", "--hex", ring).out());
    assertArrayEquals(frames, Session.run("dump", ring, "--frames").bytes());
    assertEquals("61\n\n0a00\n", Session.run("pop", ring, "--hex").out());
  }

  @Test
  void aLineThatIsTooLongIsNamedAndThoseBeforeItStay() {
    create(8, 64);
    Session push = Session.feed("one\ntwo\n" + "x".repeat(249) + "\nfour\n", "push", ring);
    assertEquals(1, push.exitCode());
    assertEquals(
        "pushpop: "
            + ring
            + ": line 3 of stdin is too long for this ring (slots=8, slotSize=64): length=249,"
            + " maximum=248; all before it was pushed: create a ring of more or larger slots for"
            + " it\n",
        push.err());
    assertEquals("one\ntwo\n", Session.run("pop", ring).out());
    assertEquals(State.DETACHED, state(End.PUSH));
  }

  @Test
  void aLineThatIsLongerThanAnyBufferIsMeasuredToItsEnd() {
    create(8, 64);
    for (String end : new String[] {"", "\nmore\n"}) {
      Session push = Session.feed("x".repeat(1_000_000) + end, "push", ring);
      assertEquals(1, push.exitCode());
      assertTrue(
          push.err().contains("line 1 of stdin is too long")
              && push.err().contains("length=1000000, maximum=248; nothing was pushed: "),
          push::err);
    }
  }

  @Test
  void aLongLineGrowsTheBuffer() {
    create(4096, 1024);
    String line = "y".repeat(1_500_000);
    assertEquals(0, Session.feed(line + "\nz", "push", ring).exitCode());
    assertEquals(line + "\nz\n", Session.run("pop", ring).out());
  }

  @Test
  void aFrameThatIsTooLongOrCutShortIsNamed() {
    create(8, 64);
    Session push = Session.feed(new byte[] {0, 1, 'a', 1, 0}, "push", "--frames", ring);
    assertEquals(1, push.exitCode());
    assertEquals(
        "pushpop: "
            + ring
            + ": frame 2 of stdin is too long for this ring (slots=8, slotSize=64): length=256,"
            + " maximum=248; all before it was pushed: create a ring of more or larger slots for"
            + " it\n",
        push.err());
    push = Session.feed(new byte[] {0, 0, 0, 1, 'a', -1, -1, -1, -1}, "push", "--frames=u32", ring);
    assertEquals(1, push.exitCode());
    assertTrue(push.err().contains("frame 2 of stdin is too long"), push::err);
    assertTrue(push.err().contains("length=4294967295,"), push::err);
    push = Session.feed(new byte[] {0, 1, 'a', 0, 3, 'b'}, "push", "--frames", ring);
    assertEquals(1, push.exitCode());
    assertEquals(
        "pushpop: "
            + ring
            + ": stdin ends in the middle of frame 2: expected=5 bytes, found=3; all frames before"
            + " it were pushed: is the input cut short, or not framed as --frames=u16?\n",
        push.err());
    assertEquals("a\na\na\n", Session.run("dump", ring).out());
  }

  @Test
  void anElementThatNoFrameHasRoomForStaysInTheQueue() {
    create(4096, 64);
    assertEquals(0, Session.feed("one\n" + "x".repeat(65536), "push", ring).exitCode());
    Session pop = Session.run("pop", "--frames", ring);
    assertEquals(1, pop.exitCode());
    assertArrayEquals(new byte[] {0, 3, 'o', 'n', 'e'}, pop.bytes());
    assertEquals(
        "pushpop: "
            + ring
            + ": the element at position=1 is too long for --frames=u16: length=65536,"
            + " maximum=65535; it stays in the queue: take --frames=u32\n",
        pop.err());
    assertEquals(65537, Session.run("pop", ring).bytes().length);
  }

  @Test
  void popEndsAfterAsManyAsItIsAskedFor() {
    create(16, 64);
    Session.feed("a\nb\nc\nd\ne\nf\ng\n", "push", ring);
    assertEquals("", Session.run("pop", ring, "--max", "0").out());
    assertEquals("a\nb\nc\nd\ne\n", Session.run("pop", ring, "--max", "5").out());
    assertEquals("f\ng\n", Session.run("pop", ring, "--max", "5").out());
    assertEquals(2, Session.run("pop", ring, "--max", "-1").exitCode());
  }

  @Test
  void popWaitsForAPushEndThatNeverWasAndFollowWaitsForTheNext() throws Exception {
    create(8, 64);
    Session pop = Session.start(new byte[0], "pop", ring);
    Session.feed("first\n", "push", ring);
    assertEquals(0, pop.exitCode());
    assertEquals("first\n", pop.out());
    assertEquals("", Session.run("pop", ring).out(), "the push end is detached");

    Session follow = Session.start(new byte[0], "pop", "--follow", ring);
    Thread.sleep(50); // time to end, had it taken the detached push end for the end of the stream
    assertTrue(follow.isRunning());
    Session.feed("second\n", "push", ring);
    awaitEmpty();
    Thread.sleep(50); // as above
    assertTrue(follow.isRunning());
    assertEquals(130, follow.interrupt().exitCode());
    assertEquals("second\n", follow.out());
    assertEquals("", follow.err());
    assertEquals(State.DETACHED, state(End.POP));
  }

  @Test
  void aPushThatIsInterruptedWhileItWaitsGivesItsEndBack() throws Exception {
    create(8, 64);
    Session push = Session.start("1\n2\n3\n4\n5\n6\n7\n8\n9\n".getBytes(), "push", ring);
    Session.until(() -> Session.run("dump", ring).out().endsWith("7\n"), push::err);
    assertTrue(push.isRunning());
    assertEquals(130, push.interrupt().exitCode());
    assertEquals("", push.err());
    assertEquals(State.DETACHED, state(End.PUSH));
    assertEquals("1\n2\n3\n4\n5\n6\n7\n", Session.run("pop", ring).out());
  }

  @Test
  void whatStdoutDidNotTakeStaysInTheQueue() {
    create(8, 64);
    Session.feed("a\nb\n", "push", ring);
    Session pop = Session.into(new RefusingChannel("Broken pipe"), "pop", ring);
    assertEquals(1, pop.exitCode());
    assertEquals("", pop.err());
    pop = Session.into(new RefusingChannel("No space left on device"), "pop", ring);
    assertEquals(1, pop.exitCode());
    assertEquals(
        "pushpop: "
            + ring
            + ": cannot write to stdout: the operating system says: No space left on device;"
            + " elements that were not written stay in the queue: correct that and try again\n",
        pop.err());
    assertEquals("a\nb\n", Session.run("pop", ring).out());
  }

  @Test
  void anEndThatIsTakenIsRefused() throws IOException {
    create(8, 64);
    try (QueueFile file = QueueFile.open(ring);
        Push push = file.push();
        Pop pop = file.pop()) {
      assertTrue(push.canPush() && !pop.canPop());
      for (String end : new String[] {"push", "pop"}) {
        Session taker = Session.run(end, ring);
        assertEquals(1, taker.exitCode());
        assertTrue(
            taker
                .err()
                .matches(
                    "pushpop: the "
                        + end
                        + " end of "
                        + ring
                        + " is taken: held by pid="
                        + ProcessHandle.current().pid()
                        + " since .*, generation=1; close it there, or end that process, and take"
                        + " it again\n"),
            taker::err);
      }
    }
  }

  @Test
  void aTerminalShowsProgressAndIsLeftClear() throws Exception {
    create(8, 64);
    Session push = Session.onTerminal("1\n2\n3\n4\n5\n6\n7\n8\n".getBytes(), "push", ring);
    Session.until(() -> push.err().contains("pushed 7 elements, 0.0 MB, "), push::err);
    assertEquals("1\n", Session.run("pop", "--max", "1", ring).out());
    assertEquals(0, push.exitCode());
    assertTrue(push.err().endsWith("\r\033[K"), push::err);
    Session.run("pop", ring);
    assertEquals("", Session.feed("9\n", "push", ring).err(), "no terminal, no progress");
  }

  private void create(int slots, int slotSize) {
    Session create = Session.run("create", ring, "--slots", slots, "--slot-size", slotSize);
    assertEquals(0, create.exitCode(), create::err);
    assertEquals("", create.out() + create.err());
  }

  private State state(End end) {
    try (QueueFile file = QueueFile.openOrCreate(ring, Geometry.of(8, 64))) {
      return file.state(end).state();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private void awaitEmpty() throws Exception {
    Session.until(
        () -> Session.run("stat", ring).out().contains("depth     0\n"),
        () -> "the queue does not become empty");
  }

  private static byte[] randomLines(Random random, int count) {
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    for (int i = 0; i < count; i++) {
      byte[] line = randomElement(random, i);
      for (int at = 0; at < line.length; at++) {
        line[at] = line[at] == '\n' ? (byte) '\r' : line[at];
      }
      lines.writeBytes(line);
      lines.write('\n');
    }
    return lines.toByteArray();
  }

  private static byte[] randomFrames(Random random, int prefix) {
    ByteArrayOutputStream frames = new ByteArrayOutputStream();
    for (int i = 0; i < 500; i++) {
      byte[] element = randomElement(random, i);
      byte[] length = ByteBuffer.allocate(Integer.BYTES).putInt(element.length).array();
      frames.write(length, Integer.BYTES - prefix, prefix);
      frames.writeBytes(element);
    }
    return frames.toByteArray();
  }

  private static byte[] randomElement(Random random, int i) {
    byte[] element =
        new byte[i % 50 == 0 ? LONG_LINE : i % 7 == 0 ? 0 : random.nextInt(i % 3 == 0 ? 3000 : 80)];
    random.nextBytes(element);
    return element;
  }

  /** A stdout that takes nothing. */
  private record RefusingChannel(String reason) implements WritableByteChannel {
    @Override
    public int write(ByteBuffer source) throws IOException {
      throw new IOException(reason);
    }

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public void close() {}
  }
}
