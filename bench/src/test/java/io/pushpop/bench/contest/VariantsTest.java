package io.pushpop.bench.contest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pushpop.bench.contest.lane.Contender;
import io.pushpop.bench.contest.plot.CurvePlot;
import io.pushpop.bench.contest.plot.Plot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParameterException;

class VariantsTest {
  @TempDir private Path folder;

  @Command
  private static final class Options {
    @Mixin private Variants variants = new Variants();
  }

  @Test
  void theUsualOneComesFirst() {
    assertEquals(List.of(Variant.USUAL), parse());
    assertEquals("Pushpop", Variant.USUAL.titleOf("Pushpop"));
  }

  @Test
  void optionsOfOneNameMakeOneVariant() throws IOException {
    Files.createDirectories(folder.resolve("bin"));
    Files.copy(Path.of(System.getProperty("java.home"), "bin", "java"), java());
    assertTrue(java().toFile().setExecutable(true));
    List<Variant> variants =
        parse(
            "--jvm",
            "both=-XX:+UnlockExperimentalVMOptions -XX:+UseEpsilonGC -Dname=value",
            "--jdk",
            "jdk=" + folder,
            "--jdk",
            "both=" + folder,
            "--folder",
            "folder=" + folder);
    assertEquals(
        List.of(
            Variant.USUAL,
            new Variant(
                "both",
                List.of("-XX:+UnlockExperimentalVMOptions", "-XX:+UseEpsilonGC", "-Dname=value"),
                folder,
                null),
            new Variant("jdk", List.of(), folder, null),
            new Variant("folder", List.of(), null, folder)),
        variants);
    assertEquals("Pushpop, both", variants.get(1).titleOf("Pushpop"));
  }

  @Test
  void whatIsNotThereIsRefused() {
    assertEquals(
        "bench: there is no bin/java in " + folder + "; --jdk takes the home of a JDK",
        refusal("--jdk", "x=" + folder));
    assertEquals(
        "bench: " + java() + " is no folder; --folder takes one that is there",
        refusal("--folder", "x=" + java()));
  }

  @Test
  void theFolderOfARaceLiesInThatOfItsVariant() throws IOException {
    Variant variant = new Variant("x", List.of(), null, folder);
    Race race = new Race(Contender.PUSHPOP, Scenario.oneWay(8), true, 1, variant);
    RaceFolder made = RaceFolder.create(race);
    try {
      assertEquals(folder, made.path().getParent());
      assertEquals(race, RaceFolder.of(made.path()).race());
    } finally {
      made.delete();
    }
  }

  @Test
  void aVariantIsARowOfItsOwnAndInNoPlot() {
    Variant variant = new Variant("x", List.of("-Xmx1g"), null, folder);
    List<Outcome> usual = MadeUp.rates(true, Scenario.oneWay(8), Contender.PUSHPOP, 100, 110);
    List<Outcome> both =
        usual.stream()
            .flatMap(
                outcome ->
                    List.of(
                        outcome,
                        new Outcome(
                            outcome.race().with(variant),
                            new Result(50, 1, null, null, "17", MadeUp.NEAR),
                            0))
                        .stream())
            .toList();
    Summary summary = Summary.of(both);
    assertEquals(
        List.of("Pushpop 105.0", "Pushpop, x 50.0"),
        summary.cells().stream().map(cell -> cell.who() + " " + cell.median()).toList());
    assertEquals(List.of("Pushpop"), summary.usual().cells().stream().map(Cell::who).toList());
    assertEquals(Set.of("throughput-8"), Plots.of(summary).keySet());
    assertEquals("17; -Xmx1g; queues in " + folder, variant.described("17"));
  }

  @Test
  void plotsShowTheUsualOneAlone() {
    Variant variant = new Variant("x", List.of(), null, folder);
    List<Outcome> outcomes =
        MadeUp.latencies(true, Scenario.roundTrip(), Contender.PUSHPOP, 300).stream()
            .flatMap(
                outcome ->
                    Stream.of(
                        outcome, new Outcome(outcome.race().with(variant), outcome.result(), 0)))
            .toList();
    Plot plot = Plots.of(Summary.of(outcomes)).get("latency-round-trip-checks-on");
    assertEquals(1, assertInstanceOf(CurvePlot.class, plot).curves().size());
  }

  private Path java() {
    return folder.resolve("bin/java");
  }

  private static List<Variant> parse(String... args) {
    Options options = new Options();
    new CommandLine(options).parseArgs(args);
    return options.variants.all();
  }

  private static String refusal(String... args) {
    return assertThrows(ParameterException.class, () -> parse(args)).getMessage();
  }
}
