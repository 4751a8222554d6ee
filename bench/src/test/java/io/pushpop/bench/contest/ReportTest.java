package io.pushpop.bench.contest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pushpop.bench.contest.lane.Contender;
import io.pushpop.bench.contest.plot.Plot;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
  private static final int WIDEST_LINE = 110;

  private final List<Outcome> few = new ArrayList<>();

  ReportTest() {
    few.addAll(MadeUp.rates(true, Scenario.oneWay(8), Contender.PUSHPOP, 52, 68, 60));
    few.addAll(MadeUp.rates(true, Scenario.oneWay(8), Contender.AGRONA, 40, 40, 40));
    few.addAll(MadeUp.rates(true, Scenario.oneWay(8), Contender.BARE_LINES, 120, 120, 120));
    few.addAll(MadeUp.latencies(false, Scenario.roundTrip(), Contender.BARE, 200, 210, 190));
    few.addAll(MadeUp.latencies(false, Scenario.roundTrip(), Contender.PUSHPOP, 300, 310, 310));
  }

  @Test
  void theTableIsAligned() {
    assertEquals(
        """
        Agrona's bounds checks on

        One way, as fast as it goes, in million elements a second
                                     median  lowest  highest  vs Agrona  of limit
        one way 8 B
          Pushpop                     60.00   52.00    68.00       1.50      50 %
          Agrona OneToOneRingBuffer   40.00   40.00    40.00       1.00      33 %
          bare lines                 120.00  120.00   120.00       3.00     100 %

        Agrona's bounds checks off

        Round trips, latency in ns where no unit is given
                          p50  lowest  highest  p99  p99.9   p99.99      max  vs bare
        round trip 32 B
          two bare flags  200     190      210  200    200  20.0 µs  21.0 µs     1.00
          Pushpop         310     300      310  310    310  31.0 µs  31.0 µs     1.55

        """,
        TextTable.of(Summary.of(few)));
  }

  @Test
  void theTableOfTheFullPlanFitsATerminal() {
    String table = TextTable.of(Summary.of(MadeUp.all(Plan.full(1, List.of(true, false)))));
    table
        .lines()
        .forEach(line -> assertTrue(line.length() <= WIDEST_LINE, line.length() + ": " + line));
  }

  @Test
  void theTableOfWakeUpsShowsWhatTheWaitCosts() {
    assertEquals(
        """
        Agrona's bounds checks on

        One element now and then, latency from when it was due; CPU time of the side that waits
                               p50  lowest  highest  p99      max     CPU
        wake-up 100/s of 32 B
          Pushpop, sleep(1)    600     500      700  600  70.0 µs  1.50 %

        """,
        TextTable.of(
            Summary.of(
                MadeUp.latencies(
                    true, Scenario.wakeUp(), Contender.PUSHPOP_SLEEPING, 500, 600, 700))));
  }

  @Test
  void printsEnvironmentTableAndWarnings() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    new Report(MadeUp.quiet(), 3.0, few, List.of())
        .print(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    String printed = bytes.toString(StandardCharsets.UTF_8);
    assertTrue(printed.contains("\nCommit               0123abcd\n"), printed);
    assertTrue(printed.contains("\nSteal during         3.00 %\n"), printed);
    assertTrue(printed.contains(TextTable.of(Summary.of(few))), printed);
    assertTrue(printed.contains("\nWarning: The hypervisor gave 3.0 % "), printed);
  }

  @Test
  void thePageShowsWarningsTablesPlotsAndEnvironment(@TempDir Path folder) throws IOException {
    new Report(MadeUp.quiet(), 3.0, few, List.of()).write(folder);
    String page = Files.readString(folder.resolve("results.md"));
    for (String line :
        List.of(
            "- The hypervisor gave 3.0 % of the CPU time to others during the races.",
            "## Agrona's bounds checks on",
            "### One way, as fast as it goes, in million elements a second",
            "|  |  | median | lowest | highest | vs Agrona | of limit |",
            "| --- | --- | --: | --: | --: | --: | --: |",
            "| one way 8 B | Pushpop | 60.00 | 52.00 | 68.00 | 1.50 | 50 % |",
            "## Agrona's bounds checks off",
            "![Throughput: one way 8 B](throughput-8.png)",
            "| Commit | 0123abcd |",
            "| Steal during | 3.00 % |")) {
      assertTrue(page.contains("\n" + line + "\n"), line + " in\n" + page);
    }
  }

  @Test
  void theJsonHoldsEverything(@TempDir Path folder) throws IOException {
    new Report(MadeUp.quiet(), 3.0, few, List.of()).write(folder);
    JsonNode json = new ObjectMapper().readTree(folder.resolve("results.json").toFile());
    assertEquals("0123abcd", json.at("/environment/commit").asText());
    assertEquals(3.0, json.at("/stealPercent").asDouble());
    assertEquals(1, json.at("/warnings").size());
    assertEquals(few.size(), json.at("/outcomes").size());
    assertEquals(5, json.at("/summary").size());

    JsonNode stream = json.at("/summary/0");
    assertEquals("one way 8 B", stream.at("/title").asText());
    assertEquals("M/s", stream.at("/unit").asText());
    assertEquals("PUSHPOP", stream.at("/contender").asText());
    assertEquals(8, stream.at("/scenario/length").asInt());
    assertTrue(stream.at("/boundsChecks").asBoolean());
    assertEquals(60, stream.at("/median").asDouble());
    assertEquals(1.5, stream.at("/ratio").asDouble());
    assertEquals(50, stream.at("/percentOfLimit").asDouble());
    assertFalse(stream.has("latency"), "what is not known is left out");
    assertFalse(stream.has("results"), "they are among the outcomes");

    JsonNode trip = json.at("/summary/4");
    assertEquals(310, trip.at("/latency/p999").asDouble());
    assertTrue(json.at("/outcomes/9/result/latency/curve").size() > 2);
  }

  @Test
  void onlyWhatTheOutcomesHoldIsDrawn(@TempDir Path folder) throws IOException {
    new Report(MadeUp.quiet(), 3.0, few, List.of()).write(folder);
    assertEquals(Set.of("throughput-8.png", "latency-round-trip-checks-off.png"), plots(folder));
  }

  @Test
  void aContenderThatRanWithOneSettingOnlyLeavesAGap(@TempDir Path folder) throws IOException {
    few.addAll(MadeUp.rates(false, Scenario.oneWay(8), Contender.AGRONA, 50, 50));
    few.addAll(MadeUp.rates(false, Scenario.oneWay(8), Contender.PUSHPOP_BATCH, 50, 50));
    new Report(MadeUp.quiet(), 0.0, few, List.of()).write(folder);
    assertTrue(plots(folder).contains("throughput-8.png"));
  }

  @Test
  void theFullPlanGivesEveryPlot(@TempDir Path folder) throws IOException {
    Files.createDirectories(folder);
    new Report(MadeUp.quiet(), 0.0, MadeUp.all(Plan.full(2, List.of(true, false))), List.of())
        .write(folder);
    assertEquals(
        Set.of(
            "throughput-8.png",
            "throughput-56.png",
            "latency-round-trip-checks-on.png",
            "latency-round-trip-checks-off.png",
            "latency-paced-100000-checks-off.png",
            "latency-paced-1000000-checks-off.png",
            "latency-paced-5000000-checks-off.png",
            "lengths-elements-checks-off.png",
            "lengths-bytes-checks-off.png",
            "rings-56-checks-off.png"),
        plots(folder));
    for (String plot : plots(folder)) {
      BufferedImage image = ImageIO.read(folder.resolve(plot).toFile());
      assertNotNull(image, plot);
      assertTrue(colors(image) > 3, plot + " shows something");
    }
  }

  @Test
  void aPlotThatCannotBeWrittenCostsNoFigures(@TempDir Path folder) throws IOException {
    // A file takes the place of a folder only if that is empty.
    Files.createDirectories(folder.resolve("throughput-8.png/taken"));
    new Report(MadeUp.quiet(), 0.0, few, List.of()).write(folder);
    String page = Files.readString(folder.resolve("results.md"));
    assertTrue(page.contains("\n- 1 of 2 plots could not be drawn.\n"), page);
    assertFalse(page.contains("(throughput-8.png)"), page);
    assertTrue(Files.exists(folder.resolve("latency-round-trip-checks-off.png")));
  }

  @Test
  void aPlotThatFailsCostsNoOtherPlot(@TempDir Path folder) throws IOException {
    Map<String, Plot> plots = new LinkedHashMap<>();
    plots.put(
        "broken",
        plot(
            file -> {
              throw new IOException("no room");
            }));
    plots.put(
        "no-fonts",
        plot(
            file -> {
              throw new InternalError("no fonts");
            }));
    plots.put(
        "absurd",
        plot(
            file -> {
              throw new IllegalArgumentException("no such axis");
            }));
    plots.put("whole", plot(Files::createFile));
    report(summary -> plots).write(folder);
    String page = Files.readString(folder.resolve("results.md"));
    assertTrue(page.contains("\n- 3 of 4 plots could not be drawn.\n"), page);
    assertTrue(page.contains("\n![a plot](whole.png)\n"), page);
    assertEquals(Set.of("whole.png"), plots(folder));
  }

  @Test
  void figuresAreWrittenBeforeAnyPlotIsDrawn(@TempDir Path folder) throws IOException {
    List<JsonNode> seen = new ArrayList<>();
    Plot looking =
        plot(
            file -> {
              assertTrue(Files.exists(folder.resolve("results.md")));
              seen.add(new ObjectMapper().readTree(folder.resolve("results.json").toFile()));
            });
    report(summary -> Map.of("looking", looking)).write(folder);
    assertEquals(few.size(), seen.get(0).get("outcomes").size());
  }

  @Test
  void plotsThatCannotBePlannedCostNoFigures(@TempDir Path folder) throws IOException {
    report(
            summary -> {
              throw new IllegalStateException("nothing to plan with");
            })
        .write(folder);
    JsonNode json = new ObjectMapper().readTree(folder.resolve("results.json").toFile());
    assertEquals(few.size(), json.get("outcomes").size());
    assertEquals("No plot could be drawn.", json.get("warnings").get(0).asText());
    assertEquals(Set.of(), plots(folder));
  }

  private Report report(Function<Summary, Map<String, Plot>> plots) {
    return new Report(MadeUp.quiet(), 0.0, few, List.of(), plots);
  }

  /** What a made-up plot does instead of drawing. */
  private interface Drawing {
    void draw(Path file) throws IOException;
  }

  private static Plot plot(Drawing drawing) {
    return new Plot() {
      @Override
      public String title() {
        return "a plot";
      }

      @Override
      public void write(Path file) throws IOException {
        drawing.draw(file);
      }
    };
  }

  @Test
  void aRaceThatFailedIsRecorded(@TempDir Path folder) throws IOException {
    new Report(MadeUp.quiet(), 0.0, few, List.of("round 1: it broke")).write(folder);
    JsonNode json = new ObjectMapper().readTree(folder.resolve("results.json").toFile());
    assertEquals("round 1: it broke", json.at("/failures/0").asText());
    assertEquals("A race failed: round 1: it broke", json.at("/warnings/0").asText());
  }

  @Test
  void aSecondReportTakesThePlaceOfTheFirst(@TempDir Path folder) throws IOException {
    new Report(MadeUp.quiet(), 0.0, few, List.of()).write(folder);
    byte[] first = Files.readAllBytes(folder.resolve("throughput-8.png"));
    new Report(MadeUp.quiet(), 0.0, few, List.of()).write(folder);
    assertEquals(first.length, Files.size(folder.resolve("throughput-8.png")));
  }

  private static Set<String> plots(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".png"))
          .collect(Collectors.toSet());
    }
  }

  private static long colors(BufferedImage image) {
    return Stream.iterate(0, x -> x < image.getWidth(), x -> x + 1)
        .flatMap(
            x ->
                Stream.iterate(0, y -> y < image.getHeight(), y -> y + 1)
                    .map(y -> image.getRGB(x, y)))
        .distinct()
        .count();
  }
}
