package io.pushpop.ipc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pushpop.queue.End;
import io.pushpop.queue.Geometry;
import io.pushpop.queue.PeerState.State;
import io.pushpop.queue.Pop;
import io.pushpop.queue.Push;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A queue at one moment, seen by those who use it and by those who only look. */
final class QueueSnapshotTest {
  private static final int LOOKS = 100_000;

  @TempDir Path folder;

  @Test
  void itTellsCountersAndEndsOfItsMoment() throws IOException {
    Geometry geometry = Geometry.of(8, 64);
    long pid = ProcessHandle.current().pid();
    try (QueueFile file = QueueFile.create(folder.resolve("ring"), geometry);
        QueueFileView view = file.view()) {
      QueueSnapshot fresh = file.snapshot();
      assertEquals(new EndStatus(State.ABSENT, 0, 0, 0, Parking.UNKNOWN), fresh.end(End.PUSH));
      long before = System.currentTimeMillis();
      try (Push push = file.push()) {
        push.tryReserve().push(0);
        push.tryReserve(100).push(100);
        push.tryReserve().push(0);
        try (Pop pop = file.pop()) {
          assertEquals(2, pop.skipToLatest());
        }
        long nanos = System.nanoTime();
        for (QueueSnapshot snapshot : new QueueSnapshot[] {file.snapshot(), view.snapshot()}) {
          assertEquals(4, snapshot.head());
          assertEquals(3, snapshot.tail());
          assertEquals(1, snapshot.depth());
          assertEquals(2, snapshot.skipped());
          assertEquals(7, snapshot.capacity());
          assertEquals(geometry, snapshot.geometry());
          assertTrue(snapshot.nanoTime() - nanos >= 0);
          assertTrue(System.nanoTime() - snapshot.nanoTime() >= 0);
          EndStatus end = snapshot.end(End.PUSH);
          assertEquals(new EndStatus(State.ATTACHED, pid, 1, end.startTime(), Parking.FUTEX), end);
          assertTrue(end.startTime() >= before);
          assertEquals(State.DETACHED, snapshot.end(End.POP).state());
          assertEquals(view.status(End.PUSH), end);
        }
      }
      assertEquals(0, fresh.head());
      assertEquals(State.ABSENT, fresh.end(End.PUSH).state());
    }
  }

  @Test
  void oneThatIsWrittenOverIsAsGoodAsANewOne() throws IOException {
    try (QueueFile file = QueueFile.create(folder.resolve("ring"), Geometry.of(8, 64));
        QueueFileView view = file.view()) {
      QueueSnapshot reused = new QueueSnapshot();
      Push push = file.push();
      assertSame(reused, view.snapshot(reused));
      EndStatus first = reused.end(End.PUSH);
      assertSame(first, view.snapshot(reused).end(End.PUSH));
      push.tryReserve().push(0);
      push.close();
      file.snapshot(reused);
      assertEquals(1, reused.depth());
      assertNotSame(first, reused.end(End.PUSH));
      assertEquals(State.DETACHED, reused.end(End.PUSH).state());
      file.push().close();
      assertEquals(2, file.snapshot(reused).end(End.PUSH).generation());
    }
  }

  @Test
  void lookingAllocatesNothing() throws IOException {
    try (QueueFile file = QueueFile.create(folder.resolve("ring"), Geometry.of(8, 64));
        Push push = file.push();
        QueueFileView view = file.view()) {
      push.tryReserve().push(0);
      QueueSnapshot reused = new QueueSnapshot();
      look(file, view, reused);
      Allocation.assertNone(() -> look(file, view, reused));
    }
  }

  @Test
  void theDepthNeverLeavesTheRingHoweverBusyItIs() throws Exception {
    Path path = folder.resolve("ring");
    try (QueueFile file = QueueFile.create(path, Geometry.of(4, 16));
        QueueFileView view = QueueFileView.open(path)) {
      AtomicBoolean done = new AtomicBoolean();
      Thread atWork = new Thread(() -> pushAndPop(file, done), "push and pop");
      atWork.start();
      QueueSnapshot snapshot = new QueueSnapshot();
      long last = 0;
      int moved = 0;
      while (moved < LOOKS && atWork.isAlive()) {
        view.snapshot(snapshot);
        assertTrue(snapshot.depth() >= 0 && snapshot.depth() <= 3, snapshot::toString);
        assertTrue(snapshot.head() >= last, snapshot::toString);
        moved += snapshot.head() > last ? 1 : 0;
        last = snapshot.head();
      }
      done.set(true);
      atWork.join();
      assertEquals(LOOKS, moved);
    }
  }

  @Test
  void aViewKnowsWhenItsFileIsNoLongerInPlace() throws IOException {
    Path path = folder.resolve("ring");
    QueueFile.create(path, Geometry.of(8, 64)).close();
    try (QueueFileView view = QueueFileView.open(path)) {
      assertTrue(view.isInPlace());
      view.snapshot();
      Files.delete(path);
      assertFalse(view.isInPlace());
      QueueFile.create(path, Geometry.of(8, 64)).close();
      assertFalse(view.isInPlace());
      assertEquals(0, view.snapshot().depth());
    }
  }

  @Test
  void aClosedFileIsNotLookedInto() throws IOException {
    QueueFile file = QueueFile.create(folder.resolve("ring"), Geometry.of(8, 64));
    file.close();
    assertEquals(
        "this QueueFile of " + file.path() + " is closed; open it anew",
        assertThrows(IllegalStateException.class, file::snapshot).getMessage());
  }

  private static void look(QueueFile file, QueueFileView view, QueueSnapshot into) {
    for (int i = 0; i < LOOKS; i++) {
      file.snapshot(into);
      view.snapshot(into);
    }
  }

  private static void pushAndPop(QueueFile file, AtomicBoolean done) {
    UnsafeBuffer element = new UnsafeBuffer(new byte[8]);
    try (Push push = file.push();
        Pop pop = file.pop()) {
      while (!done.get()) {
        for (int i = 0; i < 3; i++) {
          push.tryPush(element, 0, 8);
        }
        while (pop.tryPop((buffer, offset, length) -> {})) {
          // Until there is room for three again.
        }
      }
    }
  }
}
