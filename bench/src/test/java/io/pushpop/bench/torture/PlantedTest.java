package io.pushpop.bench.torture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.pushpop.bench.jvm.Programs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** That the bugs which {@code scripts/torture --planted} plants fit the ring as it is. */
class PlantedTest {
  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();

  static List<Path> patches() throws IOException {
    try (Stream<Path> files = Files.list(ROOT.resolve("scripts/planted"))) {
      return files.sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("patches")
  void everyPlantedBugFitsTheRing(Path patch) throws IOException, InterruptedException {
    assumeTrue(Programs.has("patch"), "skipped: there is no patch to apply it with");
    Process process =
        new ProcessBuilder("patch", "--dry-run", "--batch", "--forward", "--fuzz=0", "-p1")
            .directory(ROOT.toFile())
            .redirectInput(patch.toFile())
            .redirectErrorStream(true)
            .start();
    String said =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    assertEquals(0, process.waitFor(), () -> patch + ": " + said);
  }
}
