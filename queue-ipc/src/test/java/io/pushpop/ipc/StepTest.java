package io.pushpop.ipc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pushpop.ipc.FileRefusedException.Reason;
import io.pushpop.queue.End;
import io.pushpop.queue.EndTakenException;
import io.pushpop.queue.PeerState;
import io.pushpop.queue.PeerState.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A process stops, and then dies, before each single call by which it creates a file, takes an end
 * or gives it back. Wherever that is, nobody is told anything wrong, and everybody goes on.
 */
final class StepTest {
  private static final int AT_ONE_TIME = 4;
  private static final long OWNER_BEFORE = 4711;

  @TempDir Path folder;

  /** A process that has come to a step. */
  private record Scene(Path path, ChildJvm child, String step) {}

  private interface Act {
    void at(Scene scene) throws Exception;
  }

  @ParameterizedTest
  @EnumSource
  void wheneverACreatorDiesThereIsAWholeFileOrNoneAndNoObstacleForTheNext(LockKind kind)
      throws Exception {
    Act live = scene -> assertWholeOrMissing(scene.path());
    Act die =
        scene -> {
          scene.child().kill();
          assertWholeOrMissing(scene.path());
          QueueFile.openOrCreate(scene.path(), SteppedChild.GEOMETRY, SteppedChild.options(kind))
              .close();
          assertComplete(scene.path(), kind);
        };
    List<String> steps = atEachStep("create", kind, path -> {}, live, die);
    assertTrue(steps.contains("NewFile.tryBegin: tryLock"), steps::toString);
    assertTrue(steps.contains("NewFile.fill: write"), steps::toString);
    assertTrue(steps.contains("NewFile.link: createLink"), steps::toString);
    assertTrue(steps.contains("NewFile.removeIfSame: deleteIfExists"), steps::toString);
  }

  @ParameterizedTest
  @CsvSource({"OPEN_FILE_DESCRIPTION, PUSH", "LOCK_FILES, POP"})
  void wheneverAnOwnerDiesTheEndIsFreeAndUntilThenNobodyIsMisled(LockKind kind, End end)
      throws Exception {
    Act live = scene -> state(scene, end);
    Act die =
        scene -> {
          PeerState before = state(scene, end);
          assertTakenOrRefused(scene, end, before);
          scene.child().kill();
          assertFree(scene, end, before);
        };
    List<String> steps =
        atEachStep(end.toString(), kind, path -> leaveOwnerBefore(path, kind, end), live, die);
    assertTrue(steps.contains("EndRecord.attached: putLong"), steps::toString);
    assertTrue(steps.contains("EndRecord.attached: putLongRelease"), steps::toString);
    assertTrue(steps.contains("EndRecord.detached: putLongRelease"), steps::toString);
    assertTrue(steps.indexOf(SteppedChild.HOLDING) > 3, steps::toString);
  }

  // The steps.

  private interface SetUp {
    void make(Path path) throws IOException;
  }

  /**
   * Lets one process go through all steps, then one process for each step come to it.
   *
   * @param live what is looked at while a process goes on afterwards
   * @param die looks, kills the process, and looks again
   * @return the steps
   */
  private List<String> atEachStep(String what, LockKind kind, SetUp setUp, Act live, Act die)
      throws Exception {
    List<String> steps = new ArrayList<>();
    Path path = makePath("all", setUp);
    try (ChildJvm child = ChildJvm.start(SteppedChild.class, what, path, kind, 0)) {
      for (String step = child.readLine(); !step.equals("done"); step = child.readLine()) {
        live.at(new Scene(path, child, step));
        steps.add(step);
        child.say("go on");
      }
    }
    ExecutorService pool = Executors.newFixedThreadPool(AT_ONE_TIME);
    try {
      List<Future<?>> deaths = new ArrayList<>();
      for (int i = 0; i < steps.size(); i++) {
        int before = i;
        Path another = makePath("" + before, setUp);
        deaths.add(
            pool.submit(
                () -> {
                  die(what, another, kind, before, steps.get(before), die);
                  return null;
                }));
      }
      for (Future<?> death : deaths) {
        death.get();
      }
    } finally {
      pool.shutdownNow();
    }
    return steps;
  }

  private static void die(String what, Path path, LockKind kind, int before, String step, Act die) {
    try (ChildJvm child = ChildJvm.start(SteppedChild.class, what, path, kind, before)) {
      child.expect(step);
      die.at(new Scene(path, child, step));
    } catch (Exception | AssertionError e) {
      throw new AssertionError("before step " + before + ", " + step + ": " + e, e);
    }
  }

  private Path makePath(String name, SetUp setUp) throws IOException {
    Path path = Files.createDirectory(folder.resolve(name)).resolve("ring");
    setUp.make(path);
    return path;
  }

  // A file in the making.

  private static void assertWholeOrMissing(Path path) throws IOException {
    try (QueueFile file = QueueFile.open(path)) {
      assertEquals(SteppedChild.GEOMETRY, file.geometry());
      assertMode(path);
    } catch (FileRefusedException e) {
      assertEquals(Reason.MISSING + " " + path, e.reason() + " " + e.path());
    }
  }

  private static void assertComplete(Path path, LockKind kind) throws IOException {
    List<Path> expected = new ArrayList<>(List.of(path));
    if (kind == LockKind.LOCK_FILES) {
      expected.add(LockFiles.path(path, End.POP));
      expected.add(LockFiles.path(path, End.PUSH));
    }
    try (Stream<Path> files = Files.list(path.getParent())) {
      assertEquals(expected, files.sorted().toList());
    }
    for (Path file : expected) {
      assertMode(file);
    }
  }

  private static void assertMode(Path path) throws IOException {
    assertEquals(
        SteppedChild.MODE,
        PosixFilePermissions.toString(Files.getPosixFilePermissions(path)),
        path::toString);
  }

  // An end that is taken and given back.

  /** An owner that died, so that there is a name to be mixed up with. */
  private static void leaveOwnerBefore(Path path, LockKind kind, End end) throws IOException {
    QueueFile.create(path, SteppedChild.GEOMETRY, SteppedChild.options(kind)).close();
    RingFile file = RingFile.open(path);
    assertEquals(1, file.record(end).attached(OWNER_BEFORE, 0, Parking.FUTEX));
    file.release();
  }

  /** What the others are told of an owner that lives. */
  private static PeerState state(Scene scene, End end) throws IOException {
    RingFile file = RingFile.open(scene.path());
    try {
      PeerState state = file.state(end);
      long pid = file.record(end).pid();
      if (state.generation() == 1) {
        assertNotEquals(State.DETACHED, state.state());
      } else {
        assertEquals(2, state.generation());
        assertNotEquals(State.DEAD, state.state());
        assertEquals(scene.child().pid(), pid);
      }
      return state;
    } finally {
      file.release();
    }
  }

  /** Somebody else tries to take the end, and gives it back if that comes about. */
  private static void assertTakenOrRefused(Scene scene, End end, PeerState state) throws Exception {
    try (QueueFile file = QueueFile.open(scene.path())) {
      String refusal = refusal(file, end);
      if (refusal == null) {
        assertNotEquals(State.ATTACHED, state.state());
        assertNotEquals(SteppedChild.HOLDING, scene.step());
        return;
      }
      assertNotEquals(State.DEAD, state.state());
      String name = " is taken: held by pid=" + scene.child().pid() + " since ";
      boolean named = refusal.contains(name) && refusal.contains(", generation=2;");
      boolean nameless = refusal.contains("whom its record does not name");
      assertTrue(named || nameless, refusal);
      assertTrue(named || !scene.step().equals(SteppedChild.HOLDING), refusal);
    }
  }

  private static void assertFree(Scene scene, End end, PeerState before) throws Exception {
    try (QueueFile file = QueueFile.open(scene.path())) {
      PeerState state = file.state(end);
      assertNotEquals(State.ATTACHED, state.state());
      assertTrue(state.generation() >= before.generation(), state::toString);
      if (scene.step().equals(SteppedChild.HOLDING)) {
        assertEquals(new PeerState(State.DEAD, 2), state);
      }
      long generation = state.generation() + 1;
      AutoCloseable held = take(file, end);
      assertEquals(new PeerState(State.ATTACHED, generation), file.state(end));
      String refusal = refusal(file, end);
      assertTrue(
          refusal.contains(" is taken: held by pid=" + ProcessHandle.current().pid() + " since ")
              && refusal.contains(", generation=" + generation + ";"),
          refusal);
      held.close();
      assertEquals(new PeerState(State.DETACHED, generation), file.state(end));
      assertNull(refusal(file, end));
    }
  }

  private static AutoCloseable take(QueueFile file, End end) {
    return end == End.PUSH ? file.push() : file.pop();
  }

  /** Why the end cannot be taken; null if it could. */
  private static String refusal(QueueFile file, End end) throws Exception {
    try {
      take(file, end).close();
      return null;
    } catch (EndTakenException e) {
      return e.getMessage();
    }
  }
}
