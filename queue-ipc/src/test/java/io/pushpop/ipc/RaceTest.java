package io.pushpop.ipc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pushpop.ipc.FileRefusedException.Reason;
import io.pushpop.queue.End;
import io.pushpop.queue.PeerState;
import io.pushpop.queue.PeerState.State;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Fifty processes race for one end, and to create one file. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RaceTest {
  private static final int RACERS = 50;
  private static final int ROUNDS = 5;

  private final List<ChildJvm> racers = new ArrayList<>();
  private final Random random = new Random(20_261_124L);
  private StartLine startLine;
  private int races;

  @TempDir Path folder;
  private Path path;

  /** They are started once, and take part in every race. */
  @BeforeAll
  void startRacers(@TempDir Path shared) throws IOException {
    Path page = shared.resolve("start-line");
    startLine = StartLine.at(page);
    for (int i = 0; i < RACERS; i++) {
      racers.add(ChildJvm.start(Racer.class, page));
    }
    racers.forEach(racer -> racer.expect("ready"));
  }

  @AfterAll
  void endRacers() {
    racers.forEach(ChildJvm::close);
  }

  @BeforeEach
  void namePath() {
    path = folder.resolve("ring");
  }

  @ParameterizedTest
  @CsvSource({
    "OPEN_FILE_DESCRIPTION, PUSH, 2",
    "OPEN_FILE_DESCRIPTION, POP, 10",
    "OPEN_FILE_DESCRIPTION, PUSH, 50",
    "LOCK_FILES, POP, 2",
    "LOCK_FILES, PUSH, 10",
    "LOCK_FILES, POP, 50"
  })
  void ofProcessesThatRaceForAnEndOneWinsAndTheOthersAreToldWhoHasItAndSinceWhen(
      LockKind kind, End end, int number) throws IOException {
    try (QueueFile file = QueueFile.create(path, Racer.GEOMETRY, Racer.options(kind))) {
      for (int generation = 1; generation <= ROUNDS; generation++) {
        List<ChildJvm> racing = some(number);
        List<String> results = race(racing, end.toString(), kind);
        try {
          assertEquals(new PeerState(State.ATTACHED, generation), file.state(end));
          assertOneWon(end, generation, racing, results);
        } finally {
          goOn(racing);
        }
        assertEquals(new PeerState(State.DETACHED, generation), file.state(end));
      }
    }
  }

  private void assertOneWon(End end, int generation, List<ChildJvm> racing, List<String> results)
      throws IOException {
    assertEquals(1, Collections.frequency(results, "won " + generation), results::toString);
    ChildJvm winner = racing.get(results.indexOf("won " + generation));
    String refusal =
        "the "
            + end
            + " end of "
            + path
            + " is taken: held by pid="
            + winner.pid()
            + " since "
            + since(end)
            + ", generation="
            + generation
            + "; close it there, or end that process, and take it again";
    assertEquals(racing.size() - 1, Collections.frequency(results, refusal), results::toString);
  }

  @ParameterizedTest
  @EnumSource
  void ofFiftyProcessesThatCreateAFileOneWinsAndNobodySeesAHalfMadeOne(LockKind kind)
      throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      List<String> results = raceToCreate("create", kind);
      assertEquals(1, Collections.frequency(results, whole()), results::toString);
      String refusal = Reason.EXISTS + " " + path;
      assertEquals(RACERS - 1, Collections.frequency(results, refusal), results::toString);
      assertNothingIsLeftAndRemove(kind);
    }
  }

  @ParameterizedTest
  @EnumSource
  void fiftyProcessesThatOpenOrCreateAFileGetTheSameOne(LockKind kind) throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      List<String> results = raceToCreate("open-or-create", kind);
      assertEquals(RACERS, Collections.frequency(results, whole()), results::toString);
      assertNothingIsLeftAndRemove(kind);
    }
  }

  /** Whoever opens the file all the time gets none, or a whole one. */
  private List<String> raceToCreate(String how, LockKind kind) throws Exception {
    ExecutorService pool = Executors.newSingleThreadExecutor();
    AtomicBoolean over = new AtomicBoolean();
    try {
      Future<Boolean> opener = pool.submit(() -> openUntil(over));
      List<String> results = race(racers, how, kind);
      goOn(racers);
      over.set(true);
      assertTrue(opener.get(), "there is a file after the race");
      return results;
    } finally {
      over.set(true);
      pool.shutdown();
    }
  }

  private boolean openUntil(AtomicBoolean over) throws IOException {
    while (true) {
      boolean last = over.get();
      boolean opened = opens();
      if (last) {
        return opened;
      }
    }
  }

  private boolean opens() throws IOException {
    try (QueueFile file = QueueFile.open(path)) {
      assertEquals(Racer.GEOMETRY, file.geometry());
      return true;
    } catch (FileRefusedException e) {
      assertEquals(Reason.MISSING + " " + path, e.reason() + " " + e.path());
      return false;
    }
  }

  private String whole() throws IOException {
    return "has " + Racer.fileKey(path) + " of " + Racer.GEOMETRY;
  }

  private void assertNothingIsLeftAndRemove(LockKind kind) throws IOException {
    List<Path> expected = new ArrayList<>(List.of(path));
    if (kind == LockKind.LOCK_FILES) {
      expected.add(LockFiles.path(path, End.POP));
      expected.add(LockFiles.path(path, End.PUSH));
    }
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(expected, files.sorted().toList());
    }
    Files.delete(path);
  }

  private List<ChildJvm> some(int number) {
    Collections.shuffle(racers, random);
    return List.copyOf(racers.subList(0, number));
  }

  /** What each says, in the order of the racers. */
  private List<String> race(List<ChildJvm> racing, String what, LockKind kind) {
    races++;
    racing.forEach(racer -> racer.say(races + " " + what + " " + path + " " + kind));
    startLine.start(races, racing.size());
    return racing.stream().map(ChildJvm::readLine).toList();
  }

  /** Lets each give back what it won. */
  private static void goOn(List<ChildJvm> racing) {
    racing.forEach(racer -> racer.say("go on"));
    racing.forEach(racer -> racer.expect("ready"));
  }

  private Instant since(End end) throws IOException {
    ByteBuffer file = ByteBuffer.wrap(Files.readAllBytes(path)).order(ByteOrder.nativeOrder());
    return Instant.ofEpochMilli(
        file.getLong(FileLayout.recordOffset(end) + FileLayout.START_TIME_OFFSET));
  }
}
