package io.pushpop.ipc;

import static io.pushpop.queue.RingLayout.ASLEEP;
import static io.pushpop.queue.RingLayout.POP_SLEEPS_OFFSET;
import static io.pushpop.queue.RingLayout.PUSH_SLEEPS_OFFSET;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pushpop.queue.ElementHandler;
import io.pushpop.queue.End;
import io.pushpop.queue.Geometry;
import io.pushpop.queue.PeerState.State;
import io.pushpop.queue.Pop;
import io.pushpop.queue.Push;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Sleeping on the mapped file, and being woken through it. */
@Timeout(120)
final class ParkingTest {
  private static final Geometry GEOMETRY = Geometry.of(8, 64);
  private static final long FOR_EVER = TimeUnit.DAYS.toNanos(1);
  private static final ElementHandler IGNORE = (buffer, offset, length) -> {};
  private static final int TIMES = 20;

  @TempDir Path folder;
  private Path path;

  @BeforeEach
  void namePath() {
    path = folder.resolve("ring");
  }

  @Test
  void aPopThatSleepsInAnotherJvmIsWokenByAPush() throws IOException {
    UnsafeBuffer element = new UnsafeBuffer(new byte[Integer.BYTES]);
    try (QueueFile file = QueueFile.create(path, GEOMETRY);
        Push push = file.push();
        ChildJvm child = ChildJvm.start(Child.class, "pop-parked", path, TIMES)) {
      for (int i = 0; i < TIMES; i++) {
        awaitSleep(End.POP);
        element.putInt(0, i);
        assertTrue(push.tryPush(element, 0, Integer.BYTES));
        child.expect("popped " + i);
      }
      child.expect("done");
      assertAwake();
    }
  }

  @Test
  void aPushThatSleepsInAnotherJvmIsWokenByAPop() throws IOException {
    try (QueueFile file = QueueFile.create(path, GEOMETRY);
        Pop pop = file.pop();
        ChildJvm child = ChildJvm.start(Child.class, "push-parked", path, 7 + TIMES)) {
      for (int i = 0; i < 7; i++) {
        child.expect("pushed " + i);
      }
      for (int i = 7; i < 7 + TIMES; i++) {
        awaitSleep(End.PUSH);
        assertTrue(pop.tryPop(IGNORE));
        child.expect("pushed " + i);
      }
      child.expect("done");
      assertAwake();
    }
  }

  @Test
  void aSleepEndsWhenItIsWokenThroughAnotherMappingOfTheFile() throws Exception {
    QueueFile.create(path, GEOMETRY).close();
    HeldEnd push = HeldEnd.take(RingFile.open(path), End.PUSH);
    Thread sleeper = KernelSleeper.start(path, POP_SLEEPS_OFFSET);
    RingFile.open(path).region().putIntRelease(POP_SLEEPS_OFFSET, 0);
    push.wake(POP_SLEEPS_OFFSET);
    sleeper.join();
  }

  @Test
  void aSleepDoesNotBeginOnAnotherValueAndEndsByTime() throws IOException {
    QueueFile.create(path, GEOMETRY).close();
    HeldEnd pop = HeldEnd.take(RingFile.open(path), End.POP);
    pop.park(POP_SLEEPS_OFFSET, ASLEEP, FOR_EVER);
    long start = System.nanoTime();
    pop.park(POP_SLEEPS_OFFSET, 0, 1_500_000);
    assertTrue(System.nanoTime() - start >= 1_500_000);
  }

  @Test
  void aPeerThatAttachesOrClosesWakesTheSleeper() throws Exception {
    try (QueueFile file = QueueFile.create(path, GEOMETRY)) {
      Thread sleeper = KernelSleeper.start(path, POP_SLEEPS_OFFSET);
      Push push = file.push();
      sleeper.join();
      sleeper = KernelSleeper.start(path, POP_SLEEPS_OFFSET);
      push.close();
      sleeper.join();
      sleeper = KernelSleeper.start(path, PUSH_SLEEPS_OFFSET);
      Pop pop = file.pop();
      sleeper.join();
      sleeper = KernelSleeper.start(path, PUSH_SLEEPS_OFFSET);
      pop.close();
      sleeper.join();
    }
  }

  @Test
  void whoSleepsWhileItsPeerIsKilledSeesItsDeathAndIsWokenByTheNext() throws Exception {
    try (QueueFile file = QueueFile.create(path, GEOMETRY);
        Pop pop = file.pop()) {
      try (ChildJvm child = ChildJvm.start(Child.class, "hold-push", path)) {
        child.expect("taken");
        assertFalse(pop.pop(IGNORE, 10, TimeUnit.MILLISECONDS));
        assertEquals(State.ATTACHED, pop.peer().state());
        child.kill();
      }
      assertFalse(pop.pop(IGNORE, 10, TimeUnit.MILLISECONDS));
      assertEquals(State.DEAD, pop.peer().state());
      try (ChildJvm next = ChildJvm.start(Child.class, "push-parked", path, 7)) {
        for (int i = 0; i < 7; i++) {
          pop.pop(IGNORE);
        }
        assertEquals(7, next.readAll().size() - 1);
      }
    }
  }

  @Test
  void anInterruptedSleeperSeesItAndLosesNothing() throws Exception {
    try (QueueFile file = QueueFile.create(path, GEOMETRY);
        Push push = file.push();
        Pop pop = file.pop()) {
      FutureTask<InterruptedException> interrupted =
          new FutureTask<>(() -> assertThrows(InterruptedException.class, () -> pop.pop(IGNORE)));
      Thread sleeper = new Thread(interrupted);
      sleeper.start();
      awaitSleep(End.POP);
      sleeper.interrupt();
      interrupted.get();
      assertAwake();
      assertTrue(push.tryPush(new UnsafeBuffer(new byte[1]), 0, 1));
      pop.pop(IGNORE);
      assertEquals(1, pop.position());
    }
  }

  @Test
  void anInterruptEndsTheLongestSleep() throws Exception {
    QueueFile.create(path, GEOMETRY).close();
    HeldEnd pop = HeldEnd.take(RingFile.open(path), End.POP);
    RingFile file = RingFile.open(path);
    for (int i = 0; i < TIMES; i++) {
      file.region().putIntRelease(POP_SLEEPS_OFFSET, ASLEEP);
      boolean before = i % 2 == 0;
      FutureTask<Boolean> sleep =
          new FutureTask<>(
              () -> {
                if (before) {
                  Thread.currentThread().interrupt();
                }
                pop.park(POP_SLEEPS_OFFSET, ASLEEP, FOR_EVER);
                return Thread.currentThread().isInterrupted();
              });
      Thread sleeper = new Thread(sleep);
      sleeper.start();
      while (sleeper.isAlive()) {
        // Again and again, since the JDK may miss the one that comes as a sleep begins.
        sleeper.interrupt();
        sleeper.join(1);
      }
      assertTrue(sleep.get(), "it stays interrupted");
    }
  }

  @Test
  void howAnEndSleepsStandsInItsRecord() throws IOException {
    try (QueueFile file = QueueFile.create(path, GEOMETRY);
        QueueFileView view = file.view()) {
      assertEquals(Parking.UNKNOWN, view.status(End.POP).parking());
      file.pop().close();
      assertEquals(Parking.FUTEX, view.status(End.POP).parking());
    }
    path = folder.resolve("with-lock-files");
    try (QueueFile file = QueueFile.create(path, GEOMETRY, FileOptions.defaults().withLockFiles());
        QueueFileView view = file.view()) {
      file.pop().close();
      assertEquals(Parking.TIMED, view.status(End.POP).parking());
    }
  }

  @Test
  void anEndReliesOnWhoeverWakesAndOnNobodyElse() throws IOException {
    try (QueueFile file = QueueFile.create(path, GEOMETRY)) {
      Push push = file.push();
      RingFile ring = RingFile.open(path);
      HeldEnd pop = HeldEnd.take(ring, End.POP);
      assertTrue(pop.wakes());
      int parking = FileLayout.PUSH_RECORD_OFFSET - FileLayout.REGION_OFFSET;
      parking += FileLayout.PARKING_OFFSET;
      for (int other : new int[] {0, 2, 3}) {
        ring.region().putInt(parking, other);
        assertFalse(pop.wakes());
      }
      push.close();
      assertTrue(pop.wakes(), "whoever takes the push end next wakes this one");
    }
  }

  @Test
  void whereThereIsNoFutexSleepsAreTimedAndNothingIsLost() throws IOException {
    FileOptions options = FileOptions.defaults().withLockFiles();
    UnsafeBuffer element = new UnsafeBuffer(new byte[Integer.BYTES]);
    try (QueueFile file = QueueFile.create(path, GEOMETRY, options);
        QueueFileView view = file.view();
        Push push = file.push();
        ChildJvm child =
            ChildJvm.startUnder(
                List.of(), LockFilesTest.WITHOUT_JNA, Child.class, "pop-parked", path, TIMES)) {
      for (int i = 0; i < TIMES; i++) {
        element.putInt(0, i);
        assertTrue(push.tryPush(element, 0, Integer.BYTES));
        child.expect("popped " + i);
      }
      assertEquals(Parking.TIMED, view.status(End.POP).parking());
      child.expect("done");
    }
  }

  @Test
  void virtualThreadsThatWaitLeaveTheirCarrierToOthers() {
    Assumptions.assumeTrue(Runtime.version().feature() >= 21, "this JDK has no virtual threads");
    List<String> oneCarrier =
        List.of(
            "-Djdk.virtualThreadScheduler.parallelism=1",
            "-Djdk.virtualThreadScheduler.maxPoolSize=1");
    try (ChildJvm child =
        ChildJvm.startUnder(List.of(), oneCarrier, Child.class, "virtual", folder, 64)) {
      for (int i = 63; i >= 0; i--) {
        child.expect("popped " + i);
      }
      child.expect("done");
    }
  }

  private void awaitSleep(End end) throws IOException {
    int flag = end == End.POP ? POP_SLEEPS_OFFSET : PUSH_SLEEPS_OFFSET;
    RingFile file = RingFile.open(path);
    while (file.region().getIntAcquire(flag) != ASLEEP) {
      LockSupport.parkNanos(100_000);
    }
    file.release();
  }

  private void assertAwake() throws IOException {
    RingFile file = RingFile.open(path);
    assertEquals(0, file.region().getInt(POP_SLEEPS_OFFSET));
    assertEquals(0, file.region().getInt(PUSH_SLEEPS_OFFSET));
    file.release();
  }
}
