package io.pushpop.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** That docs/guarantees.md names no test that is not there. */
class GuaranteesTest {
  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
  private static final Pattern TEST = Pattern.compile("`([A-Z]\\w+(?:Test|Stress))(?:\\.(\\w+))?`");

  @Test
  void everyTestThatAGuaranteeNamesExists() throws IOException {
    Matcher named = TEST.matcher(Files.readString(ROOT.resolve("docs/guarantees.md")));
    List<String> missing = new ArrayList<>();
    int found = 0;
    while (named.find()) {
      if (exists(named.group(1), named.group(2))) {
        found++;
      } else {
        missing.add(named.group());
      }
    }
    assertEquals(List.of(), missing);
    assertTrue(found > 40, "tests named: " + found);
  }

  @Test
  void aTestThatIsNotThereIsMissed() throws IOException {
    assertFalse(exists("PushTest", "noSuchTest"));
    assertFalse(exists("NoSuchTest", null));
  }

  private static boolean exists(String test, String method) throws IOException {
    for (String module : new String[] {"queue-core", "queue-ipc", "bench"}) {
      try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src/test/java"))) {
        for (Path file : files.filter(path -> path.endsWith(test + ".java")).toList()) {
          if (method == null || Files.readString(file).contains(" " + method + "(")) {
            return true;
          }
        }
      }
    }
    return false;
  }
}
