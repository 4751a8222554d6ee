package io.pushpop.bench.contest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pushpop.bench.contest.lane.Contender;
import io.pushpop.bench.contest.lane.Payload;
import io.pushpop.bench.contest.lane.Processes;
import io.pushpop.bench.jvm.Cores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * That every contender carries its elements whole and in order; no figure is judged here. A JVM
 * takes longer to start than a race of this length takes, and longer still where it compiles for
 * speed.
 */
class ContestTest {
  private static final long MILLIS = 20;

  /** Laps of a ring are part of every race, so it is small where one may choose. */
  private static final int RING_LENGTH = 1 << 14;

  private static final String LIGHT_FLAG = "-XX:TieredStopAtLevel=1";
  private static final Set<Contender> QUOTES =
      Set.of(
          Contender.QUOTE_RAW, Contender.QUOTE_SBE, Contender.QUOTE_TYPED, Contender.QUOTE_BLOCK);

  /** In two JVMs and in one: pacing does not ask what it paces. */
  private static final Set<Contender> PACED = Set.of(Contender.PUSHPOP, Contender.JCTOOLS);

  @Test
  void everyContenderOfTheQuickRunCarriesWhatItIsGiven(@TempDir Path folder) throws IOException {
    assertEquals(0, quick(folder, 1));
    JsonNode outcomes =
        new ObjectMapper().readTree(folder.resolve("results.json").toFile()).get("outcomes");
    assertEquals(8, outcomes.size());
    for (JsonNode outcome : outcomes) {
      JsonNode result = outcome.get("result");
      assertTrue(result.get("value").asDouble() > 0, outcome.toString());
      assertTrue(
          result.get("elements").asLong() > Scenario.RING_LENGTH / 64,
          "the ring has wrapped: " + outcome);
    }
  }

  @Test
  void aRaceThatFailsIsRecordedAndTheOthersGoOn(@TempDir Path folder) throws IOException {
    assertEquals(1, quick(folder, 1, "--only", "one way 8 B", "--flag", "-XX:NoSuchFlag"));
    JsonNode json = new ObjectMapper().readTree(folder.resolve("results.json").toFile());
    assertTrue(json.get("failures").size() > 1, "it did not end with the first: " + json);
    assertEquals(
        "round 1: Pushpop did not finish one way 8 B; what its processes said stands above",
        json.at("/failures/0").asText());
  }

  /** Latencies depend on the machine; that a side which sleeps leaves most of a core does not. */
  @Test
  void aSideThatSleepsLeavesItsCoreToOthers() throws IOException, InterruptedException {
    Result result = race(Contender.PUSHPOP_SLEEPING, Scenario.wakeUp());
    assertTrue(result.cpuPercent() > 0 && result.cpuPercent() < 70, result.toString());
    assertTrue(result.elements() >= 300, result.toString());
  }

  @Test
  void aVariantThatFailsLeavesTheOthersTheirFigures(@TempDir Path folder) throws IOException {
    assertEquals(
        1,
        quick(
            folder,
            2,
            "--only",
            "one way 8 B",
            "--contender",
            "PUSHPOP",
            "--jvm",
            "broken=-XX:NoSuchFlag",
            "--jvm",
            "parallel=-XX:+UseParallelGC -Xmx64m"));
    JsonNode json = new ObjectMapper().readTree(folder.resolve("results.json").toFile());
    List<String> ran = new ArrayList<>();
    json.get("outcomes")
        .forEach(
            outcome ->
                ran.add(
                    outcome.at("/race/round").asText()
                        + outcome.at("/race/variant/name").asText()));
    assertEquals(List.of("1", "1parallel", "2", "2parallel"), ran, "they take turns");
    assertEquals(
        "round 1: Pushpop, broken did not finish one way 8 B; what its processes said stands above",
        json.at("/failures/0").asText());
    assertEquals(2, json.get("failures").size());
    assertEquals(2, json.get("summary").size());
    String parallel = json.at("/outcomes/1/result/jvm").asText();
    assertTrue(parallel.endsWith("; collectors: PS MarkSweep, PS Scavenge"), parallel);
    String page = Files.readString(folder.resolve("results.md"));
    assertTrue(page.contains("| Sides, parallel | " + parallel + "; -XX:+UseParallelGC "), page);
  }

  @Test
  void everyContenderCarriesElementsInOrder() throws IOException, InterruptedException {
    carryInOrder(Processes.TWO_JVMS, "first", "second");
    carryInOrder(Processes.ONE_JVM, "both");
  }

  /** A media driver, a program in C, flags that others do without. */
  @ParameterizedTest
  @EnumSource(names = {"AERON", "C_RING", "QUOTE_TYPED", "QUOTE_BLOCK", "CHRONICLE", "JCTOOLS"})
  void whatElseAContenderNeedsIsThere(Contender contender)
      throws IOException, InterruptedException {
    Optional<String> hindrance = contender.hindrance();
    assumeTrue(hindrance.isEmpty(), () -> contender.title() + ": " + hindrance.orElseThrow());
    for (Scenario scenario : scenariosOfItsOwnProcesses(contender)) {
      assertTrue(race(contender, scenario).elements() > 0, scenario::title);
    }
  }

  private static void carryInOrder(Processes processes, String... sides)
      throws IOException, InterruptedException {
    List<Race> races = new ArrayList<>();
    for (Contender contender : Contender.values()) {
      if (contender.processes() != processes) {
        continue;
      }
      Optional<String> hindrance = contender.hindrance();
      if (hindrance.isPresent()) {
        System.out.println(contender.title() + ": " + hindrance.orElseThrow());
        continue;
      }
      for (Scenario scenario : scenarios(contender)) {
        races.add(new Race(contender, scenario, true, 1, Variant.USUAL));
      }
    }
    List<Result> results = Relay.run(races, MILLIS, sides);
    for (int i = 0; i < races.size(); i++) {
      assertTrue(results.get(i).elements() > 0, races.get(i).toString());
    }
  }

  /** A race in processes of its own. */
  private static Result race(Contender contender, Scenario scenario)
      throws IOException, InterruptedException {
    List<String> flags = List.of(LIGHT_FLAG);
    try (Runner runner =
        new Runner(Cores.find(), flags, MILLIS, Duration.ofMinutes(1), DistanceRange.ANY)) {
      return runner.run(new Race(contender, scenario, true, 1, Variant.USUAL)).result();
    }
  }

  /** The exit code of short races with bounds checks. */
  private static int quick(Path out, int rounds, String... more) {
    List<String> args =
        new ArrayList<>(List.of("--quick", "--millis", "" + MILLIS, "--bounds-checks", "on"));
    args.addAll(List.of("--flag", LIGHT_FLAG));
    args.addAll(List.of("--rounds", Integer.toString(rounds), "--out", out.toString()));
    args.addAll(List.of(more));
    return Contest.run(args.toArray(String[]::new));
  }

  private static List<Scenario> scenarios(Contender contender) {
    if (contender == Contender.BARE) {
      return List.of(Scenario.roundTrip());
    }
    if (QUOTES.contains(contender)) {
      return List.of(oneWay(48));
    }
    if (contender == Contender.PUSHPOP_SLEEPING) {
      return List.of(); // it races alone, see above
    }
    List<Scenario> scenarios = new ArrayList<>();
    scenarios.add(Scenario.roundTrip().withRingLength(RING_LENGTH));
    scenarios.add(oneWay(56));
    if (contender == Contender.PUSHPOP_WAITING) {
      scenarios.add(Scenario.wakeUp());
    }
    if (PACED.contains(contender)) {
      scenarios.add(Scenario.paced(100_000));
    }
    return scenarios;
  }

  private static List<Scenario> scenariosOfItsOwnProcesses(Contender contender) {
    return switch (contender) {
      case AERON -> List.of(Scenario.roundTrip(), Scenario.oneWay(56));
      case C_RING ->
          List.of(Scenario.roundTrip(), Scenario.oneWay(8), Scenario.oneWay(56), Scenario.wakeUp());
      default -> List.of(oneWay(48)); // what flows has been tried with others
    };
  }

  private static Scenario oneWay(int length) {
    return Scenario.oneWay(length).withRingLength(RING_LENGTH);
  }

  @Test
  void aPayloadThatIsNotTheExpectedOneIsRefused() {
    for (int length : new int[] {8, 24, 32, 56, 120, 504, 4088}) {
      Payload payload = Payload.of(length);
      UnsafeBuffer buffer = new UnsafeBuffer(new byte[4096]);
      payload.write(buffer, 0, 41);
      payload.check(buffer, 0, length, 41);
      for (int i = 0; i < length; i++) {
        byte right = buffer.getByte(i);
        buffer.putByte(i, (byte) (right + 1));
        IllegalStateException refusal =
            assertThrows(IllegalStateException.class, () -> payload.check(buffer, 0, length, 41));
        assertEquals(
            "element 41 arrived wrong or out of order: length=" + length, refusal.getMessage());
        buffer.putByte(i, right);
      }
    }
  }
}
