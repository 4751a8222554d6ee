package io.pushpop.ipc;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pushpop.ipc.FileRefusedException.Reason;
import io.pushpop.queue.Geometry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** Several creators of one file, and creators that die. */
final class CreationTest {
  private static final Geometry GEOMETRY = Geometry.of(8, 64);

  @TempDir Path folder;
  private Path path;
  private Path turn;
  private Path temporary;

  @BeforeEach
  void namePath() {
    path = folder.resolve("ring");
    turn = folder.resolve(".ring.pushpop-tmp");
    temporary = folder.resolve(".ring.0123456789abcdef.pushpop-tmp");
  }

  @Test
  void ofThreadsThatCreateTheSameFileOneWins() throws Exception {
    for (int round = 0; round < 10; round++) {
      List<Object> results = race(8, () -> QueueFile.create(path, GEOMETRY));
      assertEquals(1, results.stream().filter(QueueFile.class::isInstance).count());
      for (Object result : results) {
        if (result instanceof FileRefusedException refusal) {
          assertEquals(Reason.EXISTS, refusal.reason());
        } else {
          ((QueueFile) result).close();
        }
      }
      assertEquals(List.of(path), files());
      Files.delete(path);
    }
  }

  @Test
  void ofThreadsThatOpenOrCreateTheSameFileAllGetIt() throws Exception {
    for (int round = 0; round < 10; round++) {
      for (Object result : race(8, () -> QueueFile.openOrCreate(path, GEOMETRY))) {
        ((QueueFile) result).close();
      }
      assertEquals(List.of(path), files());
      Files.delete(path);
    }
  }

  @Test
  void ofProcessesThatCreateTheSameFileOneWins() throws IOException {
    List<String> results = raceOfProcesses("create");
    assertEquals(1, results.stream().filter("has slots=8, slotSize=64"::equals).count());
    assertEquals(
        3,
        results.stream()
            .filter(line -> line.startsWith("FileRefusedException: cannot create " + path))
            .count(),
        results::toString);
    assertEquals(List.of(path), files());
  }

  @Test
  void ofProcessesThatOpenOrCreateTheSameFileAllGetIt() throws IOException {
    assertEquals(
        List.of("has slots=8, slotSize=64"),
        raceOfProcesses("open-or-create").stream().distinct().toList());
    assertEquals(List.of(path), files());
  }

  @Test
  void aFileThatIsBeingCreatedIsNotThereYetAndIsNotTakenForALeftover() throws Exception {
    ExecutorService pool = Executors.newSingleThreadExecutor();
    try (ChildJvm creator = ChildJvm.start(Child.class, "have-turn", path)) {
      creator.expect("have turn");
      NewFile.removeLeftovers(path);
      assertTrue(Files.exists(turn));
      refused(Reason.MISSING, path, () -> QueueFile.open(path));

      Future<QueueFile> second = pool.submit(() -> QueueFile.create(path, GEOMETRY));
      while (files().size() < 2) {
        assertFalse(second.isDone());
        Thread.onSpinWait();
      }
      assertFalse(Files.exists(path));
      creator.kill();

      second.get().close();
      assertEquals(List.of(path), files());
    } finally {
      pool.shutdownNow();
    }
  }

  /** To ask for a POSIX lock is to drop it, if it is one's own process that has it. */
  @Test
  void aSearchForLeftoversInTheCreatorsJvmDoesNotMakeItsFileOne() throws IOException {
    try (NewFile file = NewFile.tryBegin(path)) {
      assertNotNull(file);
      List<Path> before = files();
      NewFile.removeLeftovers(path);
      try (ChildJvm other = ChildJvm.start(Child.class, "remove-leftovers", path)) {
        other.expect("done");
      }
      assertEquals(before, files());
    }
    assertEquals(List.of(), files());
  }

  @Test
  void whoWaitsForAnotherCreatorCanBeInterrupted() throws Exception {
    ExecutorService pool = Executors.newSingleThreadExecutor();
    try (ChildJvm creator = ChildJvm.start(Child.class, "have-turn", path)) {
      creator.expect("have turn");
      Future<QueueFileException> second =
          pool.submit(
              () -> assertThrows(QueueFileException.class, () -> QueueFile.create(path, GEOMETRY)));
      while (files().size() < 2) {
        assertFalse(second.isDone());
        Thread.onSpinWait();
      }
      pool.shutdownNow();
      assertEquals(
          "cannot create "
              + path
              + ": the thread was interrupted; clear the interrupt and try again",
          second.get().getMessage());
      assertEquals(List.of(turn), files());
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void whatDeadCreatorsLeftIsRemoved() throws IOException {
    Files.write(temporary, new byte[8704]);
    Files.createLink(turn, temporary);
    Files.createFile(folder.resolve(".ring.00000000000000ff.pushpop-tmp"));
    QueueFile.create(path, GEOMETRY).close();
    assertEquals(List.of(path), files());
  }

  @Test
  void aCreatorThatIsKilledAtAnyMomentIsNoObstacle() throws IOException {
    Geometry large = Geometry.of(1 << 20, 64);
    for (long written : new long[] {0, 1, 1 << 20, 1 << 25}) {
      try (ChildJvm creator = ChildJvm.start(Child.class, "create-large", path, large.slots())) {
        while (temporaryLength() < written) {
          Thread.onSpinWait();
        }
        creator.kill();
      }
      QueueFile.openOrCreate(path, large).close();
      assertEquals(List.of(path), files());
      Files.delete(path);
    }
  }

  /** A creator may die after the file has got its own name and before it has lost the others. */
  @Test
  void otherNamesOfTheFinishedFileAreRemovedWithoutTouchingTheFile() throws IOException {
    QueueFile.create(path, GEOMETRY).close();
    Files.createLink(turn, path);
    Files.createLink(temporary, path);
    byte[] before = Files.readAllBytes(path);
    QueueFile.openOrCreate(path, GEOMETRY).close();
    assertEquals(List.of(path), files());
    assertArrayEquals(before, Files.readAllBytes(path));

    Files.createLink(turn, path);
    refused(Reason.EXISTS, path, () -> QueueFile.create(path, GEOMETRY));
    assertEquals(List.of(path), files());
  }

  @Test
  void temporaryFilesOfOtherNamesAreLeftAlone() throws IOException {
    List<Path> expected = new ArrayList<>();
    for (String name :
        List.of(
            ".rin.pushpop-tmp",
            ".ring2.pushpop-tmp",
            ".ring.pushpop-tmp2",
            ".ring.mine.pushpop-tmp",
            ".ring.2.0123456789abcdef.pushpop-tmp")) {
      expected.add(Files.createFile(folder.resolve(name)));
    }
    expected.add(path);
    QueueFile.create(path, GEOMETRY).close();
    assertEquals(expected.stream().sorted().toList(), files().stream().sorted().toList());
  }

  @Test
  void aLinkInPlaceOfATemporaryFileIsNotFollowed() throws IOException {
    Path victim = Files.writeString(folder.resolve("victim"), "precious");
    Files.createSymbolicLink(turn, victim);
    refused(Reason.NOT_A_REGULAR_FILE, turn, () -> QueueFile.create(path, GEOMETRY));
    assertEquals("precious", Files.readString(victim));
    assertEquals(2, files().size());
  }

  private interface Creation {
    QueueFile run() throws IOException;
  }

  private static List<Object> race(int threads, Creation creation) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      CyclicBarrier start = new CyclicBarrier(threads);
      List<Future<Object>> attempts = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        attempts.add(
            pool.submit(
                () -> {
                  start.await();
                  try {
                    return creation.run();
                  } catch (FileRefusedException e) {
                    return e;
                  }
                }));
      }
      List<Object> results = new ArrayList<>();
      for (Future<Object> attempt : attempts) {
        results.add(attempt.get());
      }
      return results;
    } finally {
      pool.shutdownNow();
    }
  }

  private static void refused(Reason reason, Path path, Executable attempt) {
    FileRefusedException refusal = assertThrows(FileRefusedException.class, attempt);
    assertEquals(reason, refusal.reason(), refusal::getMessage);
    assertEquals(path, refusal.path());
  }

  private List<String> raceOfProcesses(String how) {
    List<ChildJvm> racers = new ArrayList<>();
    try {
      for (int i = 0; i < 4; i++) {
        racers.add(ChildJvm.start(Child.class, how, path));
      }
      racers.forEach(racer -> racer.expect("ready"));
      racers.forEach(racer -> racer.say("go"));
      return racers.stream().map(ChildJvm::readLine).toList();
    } finally {
      racers.forEach(ChildJvm::close);
    }
  }

  /** Length of the file that is being made, -1 if there is none. */
  private long temporaryLength() throws IOException {
    if (Files.exists(path)) {
      return Long.MAX_VALUE;
    }
    try {
      return Files.size(turn);
    } catch (NoSuchFileException e) {
      return -1;
    }
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }
}
