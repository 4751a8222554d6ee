package io.pushpop.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.pushpop.bench.jvm.Programs;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That no state of the models in docs/model breaks a promise, and that each can be broken. */
class ModelCheckTest {
  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
  private static final Path SCRIPT = ROOT.resolve("scripts/model");
  private static final Pattern VARIANT = Pattern.compile("BROKEN_\\w+");

  @Test
  void noInvariantFailsUnlessItsStepIsBroken() throws Exception {
    assumeInstalled("spin");
    assumeInstalled("gcc");
    Run run = Run.of(Map.of(), "--quick");
    assertEquals(0, run.exitCode, run.output);
    assertTrue(run.lastLine().endsWith(" broken steps were found"), run.output);
  }

  @Test
  void everyBrokenStepOfTheModelIsTriedAndListed() throws IOException {
    String script = Files.readString(SCRIPT);
    String readme = Files.readString(ROOT.resolve("docs/model/README.md"));
    for (String model : List.of("ring.pml", "parking.pml")) {
      String source = Files.readString(ROOT.resolve("docs/model").resolve(model));
      Matcher variant = VARIANT.matcher(source.split("\\*/", 2)[1]);
      while (variant.find()) {
        String name = variant.group().substring("BROKEN_".length());
        assertTrue(
            Pattern.compile("\n(broken|lost) " + name + " ").matcher(script).find(),
            name + " in scripts/model");
        assertTrue(readme.contains("`" + name + "`"), name + " in docs/model/README.md");
      }
    }
  }

  @Test
  void whereSpinIsMissingItSaysHowToInstallIt(@TempDir Path tools) throws Exception {
    for (String tool : List.of("bash", "dirname", "readlink")) {
      Files.createSymbolicLink(tools.resolve(tool), find(tool));
    }
    Run run = Run.of(Map.of("PATH", tools.toString()));
    assertEquals(2, run.exitCode, run.output);
    assertTrue(run.output.contains("there is no spin; install it: apt install spin"), run.output);
  }

  private static void assumeInstalled(String tool) {
    boolean installed = Programs.has(tool);
    if (!installed) {
      System.out.println("skipped: the models in docs/model, since there is no " + tool);
    }
    assumeTrue(installed, "there is no " + tool + "; scripts/model says how to install it");
  }

  private static Path find(String tool) {
    return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
        .map(folder -> Path.of(folder, tool))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow();
  }

  private record Run(int exitCode, String output) {
    static Run of(Map<String, String> environment, String... arguments) throws Exception {
      ProcessBuilder builder = new ProcessBuilder(SCRIPT.toString()).redirectErrorStream(true);
      builder.command().addAll(List.of(arguments));
      builder.environment().putAll(environment);
      Process process = builder.start();
      String output =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      return new Run(process.waitFor(), output);
    }

    String lastLine() {
      return output.substring(output.lastIndexOf('\n') + 1);
    }
  }
}
