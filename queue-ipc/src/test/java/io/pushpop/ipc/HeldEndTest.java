package io.pushpop.ipc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.pushpop.queue.End;
import io.pushpop.queue.Geometry;
import io.pushpop.queue.PeerState.State;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The order in which an end is taken and given back. A process may die between any two steps, so
 * what the record says while the lock is touched is what others conclude from.
 */
final class HeldEndTest {
  @TempDir Path folder;
  private RingFile file;
  private final List<String> steps = new ArrayList<>();

  /** A lock that notes what the record of the end says when it is used. */
  private final class NotingLock implements EndLock {
    @Override
    public void name() throws IOException {
      note("name");
    }

    @Override
    public void release() {
      note("release");
    }
  }

  @BeforeEach
  void openFile() throws IOException {
    Path path = folder.resolve("ring");
    QueueFile.create(path, Geometry.of(8, 64)).close();
    file = RingFile.open(path);
    file.retain();
  }

  @AfterEach
  void closeFile() {
    file.release();
  }

  @Test
  void aHolderIsNamedAfterItsRecordIsWrittenAndUnlocksAfterItHasDetached() {
    HeldEnd held = new HeldEnd(file, End.PUSH, new NotingLock());
    note("locked");
    held.announce();
    note("announced");
    held.closed();
    assertEquals(
        List.of(
            "locked: ABSENT 0", "name: ATTACHED 1", "announced: ATTACHED 1", "release: DETACHED 1"),
        steps);
  }

  @Test
  void anEndThatIsAbandonedLeavesNoTraceInItsRecord() {
    new HeldEnd(file, End.PUSH, new NotingLock()).abandon();
    assertEquals(List.of("release: ABSENT 0"), steps);
  }

  @Test
  void aHolderThatCannotBeNamedDoesNotLookLikeADeadOne() {
    EndLock nameless =
        new EndLock() {
          @Override
          public void name() throws IOException {
            throw new IOException("no locks left");
          }

          @Override
          public void release() {
            note("release");
          }
        };
    HeldEnd held = new HeldEnd(file, End.PUSH, nameless);
    UncheckedIOException refusal = assertThrows(UncheckedIOException.class, held::announce);
    assertEquals(
        "cannot take the push end of "
            + file.path()
            + ": the operating system says: no locks left; correct that and try again",
        refusal.getCause().getMessage());
    held.abandon();
    assertEquals(List.of("release: DETACHED 1"), steps);
    assertEquals(State.DETACHED, file.state(End.PUSH).state());
  }

  private void note(String step) {
    long word = file.record(End.PUSH).word();
    steps.add(step + ": " + EndRecord.state(word) + " " + EndRecord.generation(word));
  }
}
