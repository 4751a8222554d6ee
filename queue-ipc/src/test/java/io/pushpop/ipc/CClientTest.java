package io.pushpop.ipc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.pushpop.queue.End;
import io.pushpop.queue.EndTakenException;
import io.pushpop.queue.Geometry;
import io.pushpop.queue.PeerState;
import io.pushpop.queue.PeerState.State;
import io.pushpop.queue.Permit;
import io.pushpop.queue.Pop;
import io.pushpop.queue.Push;
import io.pushpop.queue.RingLayout;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Java and a client in C, written from docs/file-format.md, agree on every byte. */
final class CClientTest {
  private static final int ELEMENTS = 1_000_000;

  /** Up to five slots of 64 bytes. */
  private static final int MAX_LENGTH = 300;

  private static final long PATIENCE_SECONDS = 60;

  @TempDir Path folder;
  private Path path;

  static List<GoldenRing> rings() {
    return GoldenRings.all();
  }

  @BeforeEach
  void namePath() {
    path = folder.resolve("ring");
  }

  @ParameterizedTest
  @MethodSource("rings")
  void theGoldenRingsHoldWhatIsListed(GoldenRing ring) throws IOException {
    assumeTrue(
        ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN,
        "the golden rings are those of a little-endian machine");
    String listed = ring.keptDescription();
    Path copy = ring.copyTo(folder);
    assertEquals(listed, CClient.run("show", copy));
    String elements = listed.substring(listed.indexOf("\npop=") + 1);
    elements = elements.substring(elements.indexOf('\n') + 1);
    assertEquals(listed.contains("position=") ? elements : "", CClient.run("pop-all", copy));
  }

  @Test
  void aMillionElementsOfMixedLengthsGoFromCToJava() throws Exception {
    MixedElements elements = new MixedElements(MAX_LENGTH);
    try (QueueFile file = QueueFile.create(path, Geometry.of(256, 64));
        Pop pop = file.pop();
        ChildJvm client = CClient.start("push", path, ELEMENTS, MAX_LENGTH)) {
      for (int i = 0; i < ELEMENTS; i++) {
        long number = i;
        boolean popped =
            pop.pop(
                (buffer, offset, length) -> elements.check(number, buffer, offset, length),
                PATIENCE_SECONDS,
                TimeUnit.SECONDS);
        assertTrue(popped, () -> "element " + number + " does not come");
      }
      client.expect("pushed " + ELEMENTS);
      assertEquals(0, client.exitCode(), client::errors);
      assertTrue(pop.isDrained());
      assertEquals(new PeerState(State.DETACHED, 1), pop.peer());
    }
  }

  @Test
  void aMillionElementsOfMixedLengthsGoFromJavaToC() throws Exception {
    MixedElements elements = new MixedElements(MAX_LENGTH);
    try (QueueFile file = QueueFile.create(path, Geometry.of(256, 64));
        ChildJvm client = CClient.start("pop", path, MAX_LENGTH)) {
      client.expect("taken");
      try (Push push = file.push()) {
        for (int i = 0; i < ELEMENTS; i++) {
          int length = elements.length(i);
          Permit permit = push.reserve(length, PATIENCE_SECONDS, TimeUnit.SECONDS);
          assertNotNull(permit, "no room for element " + i);
          elements.write(i, permit.buffer(), permit.offset());
          permit.push(length);
        }
        assertEquals(new PeerState(State.ATTACHED, 1), push.peer());
      }
      client.expect("popped " + ELEMENTS);
      assertEquals(0, client.exitCode(), client::errors);
      assertEquals(new PeerState(State.DETACHED, 1), file.state(End.POP));
    }
  }

  @Test
  void aProducerThatSleepsIsWokenWhenCPops() throws Exception {
    try (QueueFile file = QueueFile.create(path, Geometry.of(256, 64));
        ChildJvm client = CClient.start("pop", path, MAX_LENGTH);
        Push push = file.push()) {
      client.expect("taken");
      MixedElements elements = new MixedElements(MAX_LENGTH);
      assertWakes(
          RingLayout.PUSH_SLEEPS_OFFSET,
          () -> {
            Permit permit = push.tryReserve(elements.length(0));
            elements.write(0, permit.buffer(), permit.offset());
            permit.push(elements.length(0));
          });
    }
  }

  @Test
  void aConsumerThatSleepsIsWokenWhenCPushes() throws Exception {
    try (QueueFile file = QueueFile.create(path, Geometry.of(256, 64));
        Pop pop = file.pop();
        ChildJvm client = CClient.start("push", path, ELEMENTS, 8)) {
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
      while (file.snapshot().depth() < file.geometry().capacity()) {
        assertTrue(
            System.nanoTime() - deadline < 0,
            () -> "C does not fill the ring; exit code " + client.exitCode());
        Thread.onSpinWait();
      }
      assertWakes(RingLayout.POP_SLEEPS_OFFSET, () -> pop.drain((buffer, offset, length) -> {}, 9));
    }
  }

  private void assertWakes(int sleepsOffset, Runnable next) throws Exception {
    assumeTrue(Linux.futexMissing() == null, () -> "there is no futex: " + Linux.futexMissing());
    Thread sleeper = KernelSleeper.start(path, sleepsOffset);
    next.run();
    sleeper.join(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
    assertFalse(sleeper.isAlive(), "C has not woken it");
    RingFile file = RingFile.open(path);
    assertEquals(0, file.region().getInt(sleepsOffset));
    file.release();
  }

  @Test
  void whatCPushesIsByteForByteWhatJavaPushes() throws IOException {
    Path other = folder.resolve("other");
    Geometry geometry = Geometry.of(256, 64);
    int count = 50;
    MixedElements elements = new MixedElements(MAX_LENGTH);
    try (QueueFile byC = QueueFile.create(path, geometry);
        QueueFile byJava = QueueFile.create(other, geometry);
        Pop popC = byC.pop();
        Pop popJava = byJava.pop()) {
      for (int round = 0; round < 40; round++) {
        CClient.run("push", path, count, MAX_LENGTH);
        try (Push push = byJava.push()) {
          for (int i = 0; i < count; i++) {
            Permit permit = push.tryReserve(elements.length(i));
            elements.write(i, permit.buffer(), permit.offset());
            permit.push(elements.length(i));
          }
        }
        assertEquals(-1, Arrays.mismatch(nameless(path), nameless(other)), "in round " + round);
        assertEquals(count, popC.drain((buffer, offset, length) -> {}, count));
        assertEquals(count, popJava.drain((buffer, offset, length) -> {}, count));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void anEndThatCHoldsIsRefusedToJavaAndDeadOnceItIsKilled(LockKind kind) throws IOException {
    try (QueueFile file = create(kind);
        Pop pop = file.pop();
        ChildJvm client = CClient.start("hold-push", path, 3)) {
      client.expect("taken");
      assertEquals(new PeerState(State.ATTACHED, 1), pop.peer());
      String refusal = assertThrows(EndTakenException.class, file::push).getMessage();
      assertTrue(
          refusal.contains("is taken: held by pid=" + client.pid() + " since 20"), () -> refusal);
      assertTrue(refusal.contains(", generation=1; "), () -> refusal);

      client.kill();

      assertEquals(new PeerState(State.DEAD, 1), pop.peer());
      assertFalse(pop.isDrained());
      try (Push push = file.push()) {
        assertEquals(3, push.position());
        push.tryReserve().push(0);
      }
      for (long i = 0; i < 3; i++) {
        long expected = i;
        assertTrue(pop.tryPop((buffer, at, length) -> assertEquals(expected, buffer.getLong(at))));
      }
      assertTrue(pop.tryPop((buffer, at, length) -> assertEquals(0, length)));
      assertTrue(pop.isDrained());
    }
  }

  @ParameterizedTest
  @EnumSource
  void anEndThatCGivesBackIsDetached(LockKind kind) throws IOException {
    try (QueueFile file = create(kind);
        ChildJvm client = CClient.start("hold-pop", path)) {
      client.expect("taken");
      assertEquals(new PeerState(State.ATTACHED, 1), file.state(End.POP));
      client.say("").expect("given back");
      assertEquals(0, client.exitCode(), client::errors);
      assertEquals(new PeerState(State.DETACHED, 1), file.state(End.POP));
      file.pop().close();
      assertEquals(new PeerState(State.DETACHED, 2), file.state(End.POP));
    }
  }

  @ParameterizedTest
  @EnumSource
  void anEndThatJavaHoldsIsRefusedToC(LockKind kind) throws IOException {
    try (QueueFile file = create(kind);
        Push push = file.push()) {
      assertEquals(
          "the push end of "
              + path
              + " is taken: held by pid="
              + ProcessHandle.current().pid()
              + ", generation=1; close it there, or end that process, and take it again",
          CClient.refusal("hold-push", path));
      assertTrue(push.canPush());
      assertTrue(CClient.run("show", path).contains("\npush=ATTACHED generation=1\n"));
    }
  }

  @Test
  void everyDamageToTheHeaderIsRefused() throws IOException {
    QueueFile.create(path, Geometry.of(8, 32)).close();
    assertEquals(
        "flipped refused=4096 of 4096\ncut refused=8448 of 8448", CClient.run("damage", path));
  }

  /** With a checksum that is right: the checks behind it hold by themselves. */
  @Test
  void theFieldThatIsRefusedIsTheSameAsInJava() throws IOException {
    QueueFile.create(path, Geometry.of(8, 32)).close();
    byte[] good = Files.readAllBytes(path);
    Map<String, Consumer<ByteBuffer>> changes = new LinkedHashMap<>();
    changes.put("magic", header -> header.put(FileLayout.MAGIC_OFFSET, (byte) 'p'));
    changes.put("version", header -> header.put(FileLayout.VERSION_OFFSET, (byte) 2));
    changes.put("byte order", header -> header.putInt(FileLayout.BYTE_ORDER_OFFSET, 0x04030201));
    changes.put("ready", header -> header.putInt(FileLayout.READY_OFFSET, 0));
    changes.put("reserved", header -> header.put(4000, (byte) 1));
    changes.put("schema tag", header -> header.put(FileLayout.SCHEMA_TAG_OFFSET, (byte) 1));
    changes.put("lock kind", header -> header.putInt(FileLayout.LOCK_KIND_OFFSET, 3));
    changes.put("geometry", header -> header.putInt(FileLayout.SLOTS_OFFSET, 7));
    changes.put("file length", header -> header.putInt(FileLayout.SLOTS_OFFSET, 4));
    for (String field : changes.keySet()) {
      Files.write(path, BadFileTest.changed(good, changes.get(field)));
      BadFileException refused =
          assertThrows(BadFileException.class, () -> QueueFile.open(path).close());
      assertEquals(field, refused.field());
      String refusal = CClient.refusal("pop-all", path);
      assertTrue(
          refusal.startsWith("cannot open " + path + ": field=" + field + ", expected="), refusal);
    }
  }

  @Test
  void aQueueThatIsDamagedIsRefused() throws IOException {
    try (QueueFile file = QueueFile.create(path, Geometry.of(8, 32));
        Push push = file.push()) {
      push.tryReserve().push(4);
    }
    byte[] good = Files.readAllBytes(path);
    assertRefused(good, FileLayout.HEAD_OFFSET, 9, "field=head and tail, expected=0 <= ");
    assertRefused(good, FileLayout.TAIL_OFFSET, 2, "field=head and tail, expected=0 <= ");
    assertRefused(good, FileLayout.recordOffset(End.POP), 7, "field=pop state, expected=");
    int length = FileLayout.FIRST_SLOT_OFFSET + 4;
    assertRefused(good, length, -3, "field=length, position=0, expected=");
    assertRefused(good, length, -2, "field=length, position=1, expected=");
    assertRefused(good, length, -1, "field=length, position=8, expected=");
    assertRefused(good, length, 25, "field=length, position=0, expected=");
    assertRefused(good, length, Integer.MAX_VALUE, "field=length, position=0, expected=");
  }

  /** The bytes of a file but for who took its ends, and when. */
  private static byte[] nameless(Path path) throws IOException {
    byte[] file = Files.readAllBytes(path);
    for (End end : End.values()) {
      int record = FileLayout.recordOffset(end);
      Arrays.fill(
          file, record + FileLayout.PID_OFFSET, record + FileLayout.HELD_LOCK_OFFSET, (byte) 0);
    }
    return file;
  }

  private void assertRefused(byte[] good, int offset, int value, String sentence)
      throws IOException {
    byte[] bad = good.clone();
    ByteBuffer.wrap(bad).order(ByteOrder.nativeOrder()).putInt(offset, value);
    Files.write(path, bad);
    String refusal = CClient.refusal("pop-all", path);
    assertTrue(refusal.contains(sentence), refusal);
    assertTrue(refusal.contains("; "), refusal);
  }

  private QueueFile create(LockKind kind) throws IOException {
    FileOptions options = FileOptions.defaults();
    return QueueFile.create(
        path, Geometry.of(8, 64), kind == LockKind.LOCK_FILES ? options.withLockFiles() : options);
  }
}
