package io.pushpop.ipc;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pushpop.queue.CorruptQueueException;
import io.pushpop.queue.End;
import io.pushpop.queue.EndTakenException;
import io.pushpop.queue.Geometry;
import io.pushpop.queue.PeerState;
import io.pushpop.queue.PeerState.State;
import io.pushpop.queue.Pop;
import io.pushpop.queue.Push;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Who may have an end, and what others learn of it: the same with either kind of lock. */
final class EndOwnershipTest {
  private static final Geometry GEOMETRY = Geometry.of(8, 64);

  /** Less than a taker waits for a lock that nobody answers for. */
  private static final long SOON_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  @TempDir Path folder;
  private Path path;

  @BeforeEach
  void namePath() {
    path = folder.resolve("ring");
  }

  @ParameterizedTest
  @EnumSource
  void anEndThatIsAliveIsRefusedInTheSameJvm(LockKind kind) throws IOException {
    long before = System.currentTimeMillis();
    try (QueueFile file = create(kind);
        QueueFile other = QueueFile.open(path);
        Push push = file.push()) {
      assertHeldBy(
          ProcessHandle.current().pid(), 1, assertThrows(EndTakenException.class, file::push));
      EndTakenException refusal = assertThrows(EndTakenException.class, other::push);
      assertHeldBy(ProcessHandle.current().pid(), 1, refusal);
      assertEquals(End.PUSH, refusal.end());
      long since = record(End.PUSH).getLong(FileLayout.START_TIME_OFFSET);
      assertTrue(before <= since && since <= System.currentTimeMillis());
      assertTrue(push.canPush());
    }
  }

  @ParameterizedTest
  @EnumSource
  void anEndThatIsAliveIsRefusedToAnotherJvm(LockKind kind) throws IOException {
    try (QueueFile file = create(kind);
        Pop pop = file.pop();
        ChildJvm child = ChildJvm.start(Child.class, "hold-pop", path)) {
      String refusal = child.readLine();
      assertTrue(
          refusal.startsWith(
              "EndTakenException: the pop end of "
                  + path
                  + " is taken: held by pid="
                  + ProcessHandle.current().pid()
                  + " since "),
          refusal);
      assertEquals(State.ABSENT, pop.peer().state());
    }
  }

  @ParameterizedTest
  @EnumSource
  void anEndHeldByAnotherJvmIsRefusedAndCanBeTakenAsSoonAsThatIsKilled(LockKind kind)
      throws IOException {
    try (QueueFile file = create(kind);
        Pop pop = file.pop();
        ChildJvm child = ChildJvm.start(Child.class, "push-and-hold", path, 3)) {
      child.expect("taken");
      assertEquals(new PeerState(State.ATTACHED, 1), pop.peer());
      assertHeldBy(child.pid(), 1, assertThrows(EndTakenException.class, file::push));

      child.kill();

      assertEquals(new PeerState(State.DEAD, 1), pop.peer());
      assertFalse(pop.isDrained());
      try (Push push = file.push()) {
        assertEquals(new PeerState(State.ATTACHED, 2), pop.peer());
        assertEquals(3, push.position());
      }
      assertEquals(new PeerState(State.DETACHED, 2), pop.peer());
      for (int i = 0; i < 3; i++) {
        long expected = i;
        assertTrue(pop.tryPop((buffer, at, length) -> assertEquals(expected, buffer.getLong(at))));
      }
      assertTrue(pop.isDrained());
    }
  }

  @ParameterizedTest
  @EnumSource
  void theStateOfBothEndsIsKnownAtAnyTime(LockKind kind) throws IOException {
    try (QueueFile file = create(kind);
        QueueFile inspector = QueueFile.open(path)) {
      for (End end : End.values()) {
        assertEquals(new PeerState(State.ABSENT, 0), inspector.state(end));
        for (int generation = 1; generation <= 3; generation++) {
          AutoCloseable held = end == End.PUSH ? file.push() : file.pop();
          assertEquals(new PeerState(State.ATTACHED, generation), inspector.state(end));
          assertEquals(new PeerState(State.ATTACHED, generation), file.state(end));
          close(held);
          assertEquals(new PeerState(State.DETACHED, generation), inspector.state(end));
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void bothEndsInOneJvmSeeEachOther(LockKind kind) throws IOException {
    try (QueueFile file = create(kind);
        Push push = file.push()) {
      assertEquals(new PeerState(State.ABSENT, 0), push.peer());
      Pop pop = file.pop();
      assertEquals(new PeerState(State.ATTACHED, 1), push.peer());
      assertEquals(new PeerState(State.ATTACHED, 1), pop.peer());
      pop.close();
      assertEquals(new PeerState(State.DETACHED, 1), push.peer());
    }
  }

  @ParameterizedTest
  @EnumSource
  void whoOpensAndClosesTheFileInTheOwnersJvmDoesNotDropTheLock(LockKind kind) throws IOException {
    try (QueueFile file = create(kind);
        Push push = file.push()) {
      QueueFile.open(path).close();
      try (QueueFile inspector = QueueFile.open(path)) {
        assertEquals(State.ATTACHED, inspector.state(End.PUSH).state());
      }
      FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE).close();
      new RandomAccessFile(path.toFile(), "rw").close();
      try (ChildJvm child = ChildJvm.start(Child.class, "hold-push", path)) {
        assertTrue(child.readLine().startsWith("EndTakenException: the push end of "));
      }
      assertTrue(push.canPush());
    }
  }

  @ParameterizedTest
  @EnumSource
  void anInterruptedThreadNeitherLosesNorFailsToTakeAnEnd(LockKind kind) throws IOException {
    try (QueueFile file = create(kind)) {
      Thread.currentThread().interrupt();
      try (Push push = file.push();
          Pop pop = file.pop()) {
        assertEquals(State.ATTACHED, push.peer().state());
        assertEquals(State.ATTACHED, pop.peer().state());
        assertTrue(Thread.interrupted());
        try (ChildJvm child = ChildJvm.start(Child.class, "hold-push", path)) {
          assertTrue(child.readLine().startsWith("EndTakenException: the push end of "));
        }
      } finally {
        Thread.interrupted();
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aChildProcessDoesNotKeepADeadOwnersLock(LockKind kind) throws IOException {
    try (QueueFile file = create(kind);
        ChildJvm owner = ChildJvm.start(Child.class, "hold-with-child", path, "sleep", "600")) {
      ProcessHandle grandchild = ProcessHandle.of(Long.parseLong(owner.readLine())).orElseThrow();
      try {
        owner.expect("taken");
        owner.kill();
        assertTrue(grandchild.isAlive());
        assertEquals(new PeerState(State.DEAD, 1), file.state(End.PUSH));
        file.push().close();
      } finally {
        grandchild.destroyForcibly();
      }
    }
  }

  /**
   * An open-file-description lock lives as long as any process has its descriptor. Java closes
   * those of its children itself; native code that forks and executes relies on the flag.
   */
  @Test
  void noDescriptorThatCarriesALockOutlivesAnExec() throws IOException {
    int closeOnExec = 02000000;
    try (QueueFile file = create(LockKind.OPEN_FILE_DESCRIPTION);
        Push push = file.push()) {
      assertTrue(push.canPush());
      List<Path> descriptors = Descriptors.of(path);
      assertEquals(2, descriptors.size());
      for (Path descriptor : descriptors) {
        Path info = Path.of("/proc/self/fdinfo").resolve(descriptor.getFileName());
        String flags = Files.readString(info).lines().toList().get(1);
        assertTrue(flags.startsWith("flags:"), flags);
        int value = Integer.parseInt(flags.substring(6).strip(), 8);
        assertEquals(closeOnExec, value & closeOnExec, flags);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void pidsOfAnotherNamespaceMeanNothingAndLocksStillHold(LockKind kind) throws IOException {
    List<String> prefix = Sandbox.inPidNamespace();
    try (QueueFile file = create(kind);
        ChildJvm feed = ChildJvm.startUnder(prefix, List.of(), Child.class, "hold-push", path);
        ChildJvm strategy = ChildJvm.startUnder(prefix, List.of(), Child.class, "hold-pop", path)) {
      feed.expect("taken");
      strategy.expect("taken");
      assertHeldBy(1, 1, assertThrows(EndTakenException.class, file::push));
      assertHeldBy(1, 1, assertThrows(EndTakenException.class, file::pop));
      assertTrue(ProcessHandle.of(1).isPresent(), "another process has that pid here");
      assertEquals(State.ATTACHED, file.state(End.PUSH).state());
      feed.say("close").expect("done");
      assertEquals(State.DETACHED, file.state(End.PUSH).state());
      assertEquals(State.ATTACHED, file.state(End.POP).state());
      file.push().close();
      strategy.say("close").expect("done");
    }
  }

  @ParameterizedTest
  @EnumSource
  void ofManyWhoRaceForAnEndOneWinsAndTheOthersAreToldWhoHasIt(LockKind kind) throws Exception {
    int takers = 8;
    ExecutorService pool = Executors.newFixedThreadPool(takers);
    try (QueueFile file = create(kind)) {
      CyclicBarrier start = new CyclicBarrier(takers);
      for (int round = 1; round <= 20; round++) {
        List<Future<Object>> attempts = new ArrayList<>();
        for (int i = 0; i < takers; i++) {
          attempts.add(
              pool.submit(
                  () -> {
                    start.await();
                    try {
                      return file.push();
                    } catch (EndTakenException e) {
                      return e;
                    }
                  }));
        }
        Push winner = null;
        for (Future<Object> attempt : attempts) {
          if (attempt.get() instanceof Push push) {
            assertEquals(null, winner);
            winner = push;
          } else {
            assertHeldBy(ProcessHandle.current().pid(), round, (EndTakenException) attempt.get());
          }
        }
        assertNotNull(winner);
        winner.close();
      }
    } finally {
      pool.shutdownNow();
    }
  }

  @ParameterizedTest
  @EnumSource
  void whoHoldsAnEndWithoutANameYetIsNotConfusedWithTheOwnerBefore(LockKind kind)
      throws IOException {
    try (QueueFile file = create(kind);
        ChildJvm dead = ChildJvm.start(Child.class, "hold-push", path)) {
      dead.expect("taken");
      dead.kill();
      RingFile ring = RingFile.open(path);
      EndLock unnamed = ring.locks().tryTake(End.PUSH);
      EndTakenException refusal = assertThrows(EndTakenException.class, file::push);
      assertEquals(
          "the push end of "
              + path
              + " is taken: somebody whom its record does not name is taking it or giving it back at"
              + " this moment; try again, and if that does not help, end the processes that use the"
              + " file, or once used a file of this name",
          refusal.getMessage());
      unnamed.release();
      ring.release();
      file.push().close();
      assertEquals(new PeerState(State.DETACHED, 2), file.state(End.PUSH));
    }
  }

  @ParameterizedTest
  @EnumSource
  void aTakerWaitsForALockThatIsJustGoingAway(LockKind kind) throws Exception {
    ExecutorService pool = Executors.newSingleThreadExecutor();
    try (QueueFile file = create(kind)) {
      RingFile ring = RingFile.open(path);
      boolean taken = false;
      while (!taken) {
        EndLock going = ring.locks().tryTake(End.PUSH);
        CyclicBarrier start = new CyclicBarrier(2);
        Future<Push> taker =
            pool.submit(
                () -> {
                  start.await();
                  return file.push();
                });
        long before = System.nanoTime();
        start.await();
        going.release();
        boolean soon = System.nanoTime() - before < SOON_NANOS;
        try {
          taker.get().close();
          taken = true;
        } catch (ExecutionException refused) {
          assertFalse(soon, refused::toString);
        }
      }
      ring.release();
    } finally {
      pool.shutdownNow();
    }
  }

  @ParameterizedTest
  @EnumSource
  void anEndThatCannotAttachStaysFreeAndItsRecordTellsOfTheOwnerBefore(LockKind kind)
      throws IOException {
    try (QueueFile file = create(kind);
        ChildJvm dead = ChildJvm.start(Child.class, "hold-push", path)) {
      dead.expect("taken");
      dead.kill();
      write(FileLayout.HEAD_OFFSET, -1);
      byte[] before = Files.readAllBytes(path);
      assertThrows(CorruptQueueException.class, file::push);
      assertThrows(CorruptQueueException.class, file::push);
      assertEquals(new PeerState(State.DEAD, 1), file.state(End.PUSH));
      assertArrayEquals(before, Files.readAllBytes(path));
      write(FileLayout.HEAD_OFFSET, 0);
      file.push().close();
    }
  }

  @ParameterizedTest
  @EnumSource
  void anImpossibleRecordIsFound(LockKind kind) throws IOException {
    long[] words = {3, 7, 4, 1, 2, -1, Long.MIN_VALUE, Long.MAX_VALUE, (1L << 62) + 5};
    try (QueueFile file = create(kind)) {
      for (long word : words) {
        write(FileLayout.PUSH_RECORD_OFFSET + FileLayout.STATE_OFFSET, word);
        UncheckedIOException refusal =
            assertThrows(UncheckedIOException.class, () -> file.state(End.PUSH), () -> "" + word);
        assertEquals(
            "cannot use the push end of "
                + path
                + ": field=push state, expected=generation * 4 + 0, 1 or 2, and 0 only for generation"
                + " 0, found="
                + Long.toUnsignedString(word)
                + "; the file is damaged: stop both ends, remove it and create it anew",
            refusal.getCause().getMessage());
        assertThrows(UncheckedIOException.class, file::push);
      }
      assertEquals(State.ABSENT, file.state(End.POP).state());
      write(FileLayout.PUSH_RECORD_OFFSET + FileLayout.STATE_OFFSET, 0);
      file.push().close();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aStateAskedForWhileTheEndComesAndGoesIsNeverDeadAndNeverOlderThanBefore(LockKind kind)
      throws Exception {
    ExecutorService pool = Executors.newSingleThreadExecutor();
    try (QueueFile file = create(kind)) {
      int takes = 500;
      Future<?> taker =
          pool.submit(
              () -> {
                for (int i = 0; i < takes; i++) {
                  file.push().close();
                }
              });
      long generation = 0;
      while (!taker.isDone()) {
        PeerState state = file.state(End.PUSH);
        assertFalse(state.state() == State.DEAD, state::toString);
        assertTrue(state.generation() >= generation, state::toString);
        generation = state.generation();
      }
      taker.get();
      assertEquals(new PeerState(State.DETACHED, takes), file.state(End.PUSH));
    } finally {
      pool.shutdownNow();
    }
  }

  private QueueFile create(LockKind kind) throws IOException {
    FileOptions options = FileOptions.defaults();
    return QueueFile.create(
        path, GEOMETRY, kind == LockKind.LOCK_FILES ? options.withLockFiles() : options);
  }

  private void assertHeldBy(long pid, long generation, EndTakenException refusal) {
    String expected =
        "the "
            + refusal.end()
            + " end of "
            + path
            + " is taken: held by pid="
            + pid
            + " since \\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z, generation="
            + generation
            + "; close it there, or end that process, and take it again";
    assertTrue(refusal.getMessage().matches(expected), refusal::getMessage);
  }

  private ByteBuffer record(End end) throws IOException {
    return ByteBuffer.wrap(Files.readAllBytes(path))
        .order(ByteOrder.nativeOrder())
        .slice(FileLayout.recordOffset(end), FileLayout.ALONE)
        .order(ByteOrder.nativeOrder());
  }

  private void write(int offset, long value) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
      channel.write(
          ByteBuffer.allocate(Long.BYTES).order(ByteOrder.nativeOrder()).putLong(0, value), offset);
    }
  }

  private static void close(AutoCloseable closeable) {
    try {
      closeable.close();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
