package io.pushpop.bench.contest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.pushpop.bench.contest.lane.Contender;
import io.pushpop.bench.jvm.Cores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunnerTest {
  private static final Duration LONG = Duration.ofMinutes(10);

  @ParameterizedTest
  @ValueSource(strings = {"first", "second"})
  @Timeout(value = 2, unit = TimeUnit.MINUTES)
  void aSideThatDiesEndsTheRace(String side) throws IOException {
    try (Runner runner =
        new Runner(Cores.find(), List.of(), LONG.toMillis(), LONG, DistanceRange.ANY)) {
      Race race = new Race(Contender.PUSHPOP, Scenario.roundTrip(), true, 1, Variant.USUAL);
      CompletableFuture<Outcome> outcome =
          CompletableFuture.supplyAsync(() -> unchecked(runner, race));
      while (children(side).findAny().isEmpty()) {
        Thread.onSpinWait(); // it is being started
      }
      children(side).forEach(ProcessHandle::destroyForcibly);
      ExecutionException end = assertThrows(ExecutionException.class, outcome::get);
      assertEquals(
          "Pushpop did not finish round trip 32 B; what its processes said stands above",
          end.getCause().getMessage());
      assertEquals(0, Stream.concat(children("first"), children("second")).count());
    }
  }

  @Test
  void aDriverThatIsNotReadyInTimeEndsTheRace(@TempDir Path home) throws IOException {
    assumeTrue(Contender.AERON.hindrance().isEmpty());
    Variant variant = odd(home, "read -r never");
    try (Runner runner =
        new Runner(Cores.find(), List.of(), 100, Duration.ofMillis(1), DistanceRange.ANY)) {
      Race race = new Race(Contender.AERON, Scenario.roundTrip(), true, 1, variant);
      IOException failure = assertThrows(IOException.class, () -> runner.run(race));
      assertEquals(
          "the driver of Aeron IPC did not say within 1 ms that it is ready", failure.getMessage());
      assertEquals(0, children("io.pushpop.bench.contest.lane.AeronDriver").count());
    }
  }

  @Test
  void aDriverThatDoesNotStartEndsTheRace() throws IOException {
    assumeTrue(Contender.AERON.hindrance().isEmpty());
    try (Runner runner =
        new Runner(Cores.find(), List.of("-XX:NoSuchFlag"), 100, LONG, DistanceRange.ANY)) {
      Race race = new Race(Contender.AERON, Scenario.roundTrip(), true, 1, Variant.USUAL);
      IOException failure = assertThrows(IOException.class, () -> runner.run(race));
      assertEquals("the driver of Aeron IPC did not start", failure.getMessage());
    }
  }

  @Test
  void sidesThatTakeTooLongEndTheRace() throws IOException {
    try (Runner runner =
        new Runner(
            Cores.find(), List.of(), LONG.toMillis(), Duration.ofMillis(1), DistanceRange.ANY)) {
      Race race = new Race(Contender.PUSHPOP, Scenario.oneWay(8), true, 1, Variant.USUAL);
      IOException failure = assertThrows(IOException.class, () -> runner.run(race));
      assertTrue(
          failure.getMessage().startsWith("Pushpop did not finish one way 8 B; "),
          failure.getMessage());
    }
  }

  @Test
  void aVariantRunsTheJavaOfItsHome(@TempDir Path home) throws IOException {
    Variant variant = odd(home, "echo \"$@\" >> " + home.resolve("said") + "\nexit 3");
    try (Runner runner = new Runner(Cores.find(), List.of(), 100, LONG, DistanceRange.ANY)) {
      Race race = new Race(Contender.PUSHPOP, Scenario.oneWay(8), true, 1, variant);
      IOException failure = assertThrows(IOException.class, () -> runner.run(race));
      assertTrue(
          failure.getMessage().startsWith("Pushpop, odd did not finish one way 8 B; "),
          failure.getMessage());
      String said = Files.readString(home.resolve("said"));
      assertTrue(said.contains(" -Dodd=true "), said);
    }
  }

  @Test
  @Timeout(value = 2, unit = TimeUnit.MINUTES)
  void theTwoThreadsOfOneJvmHaveACoreEach() throws IOException {
    Cores cores = Cores.find();
    assumeTrue(cores.canPin());
    try (Runner runner = new Runner(cores, List.of(), LONG.toMillis(), LONG, DistanceRange.ANY)) {
      Race race = new Race(Contender.JCTOOLS, Scenario.oneWay(8), true, 1, Variant.USUAL);
      CompletableFuture<Outcome> outcome =
          CompletableFuture.supplyAsync(() -> unchecked(runner, race));
      List<String> wanted =
          cores.allowed().subList(0, 2).stream().map(String::valueOf).sorted().toList();
      while (!children("both").map(RunnerTest::coresOfPinnedThreads).toList().contains(wanted)) {
        assertFalse(outcome.isDone(), "the race is over");
      }
      children("both").forEach(ProcessHandle::destroyForcibly);
      assertThrows(ExecutionException.class, outcome::get);
    }
  }

  /** A variant whose Java does this and nothing else. */
  private static Variant odd(Path home, String script) throws IOException {
    Path java = Files.createDirectories(home.resolve("bin")).resolve("java");
    Files.writeString(java, "#!/bin/sh\n" + script + "\n");
    assertTrue(java.toFile().setExecutable(true));
    return new Variant("odd", List.of("-Dodd=true"), home, null);
  }

  /** The one core of each thread that has but one. */
  private static List<String> coresOfPinnedThreads(ProcessHandle process) {
    try (Stream<Path> threads = Files.list(Path.of("/proc/" + process.pid() + "/task"))) {
      List<String> single = new ArrayList<>();
      for (Path thread : threads.toList()) {
        for (String line : Files.readAllLines(thread.resolve("status"))) {
          if (line.matches("Cpus_allowed_list:\\s+\\d+")) {
            single.add(line.split("\\s+")[1]);
          }
        }
      }
      Collections.sort(single);
      return single;
    } catch (IOException ended) {
      return List.of(); // a thread, between its name and its file
    }
  }

  private static Outcome unchecked(Runner runner, Race race) {
    try {
      return runner.run(race);
    } catch (IOException e) {
      throw new CompletionException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Processes of this JVM that have this word in their command. */
  private static Stream<ProcessHandle> children(String word) {
    return ProcessHandle.current()
        .children()
        .filter(child -> List.of(child.info().arguments().orElse(new String[0])).contains(word));
  }
}
