package io.pushpop.ipc.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** That docs/operations.md speaks of commands, options, pages and refusals that there are. */
final class OperationsPageTest {
  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
  private static final Pattern COMMAND =
      Pattern.compile("scripts/(\\w+)(?: ([a-z]+) [^|&#\\n`]*)?");
  private static final Pattern OPTION = Pattern.compile("--[a-z-]+");
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)#]+)(?:#([^)]+))?\\)");
  private static final Pattern QUOTED = Pattern.compile("`([^`]+)`");

  /** What joins two parts of a sentence in a source. */
  private static final Pattern JOINT = Pattern.compile("\"\\s*\\+\\s*\"");

  @Test
  void everyCommandAndOptionExists() throws IOException {
    String sources = sources("queue-ipc");
    Set<String> commands = new TreeSet<>();
    for (MatchResult command : all(COMMAND, page())) {
      Path script = ROOT.resolve("scripts").resolve(command.group(1));
      assertTrue(Files.isExecutable(script), script::toString);
      if (command.group(2) != null) {
        commands.add(command.group(2));
        for (MatchResult option : all(OPTION, command.group())) {
          assertTrue(sources.contains('"' + option.group() + '"'), command::group);
        }
      }
    }
    assertEquals(Set.of("create", "push", "pop", "stat", "watch", "dump"), commands);
    for (String command : commands) {
      assertTrue(sources.contains("name = \"" + command + '"'), command);
    }
  }

  @Test
  void everyRefusalThatIsExplainedIsASentenceOfTheSource() throws IOException {
    String page = page();
    String table = page.substring(page.indexOf("\n## What each refusal means"));
    String sources = sources("queue-core") + sources("queue-ipc");
    List<MatchResult> rows = all(Pattern.compile("\n\\| (`.*?`) \\|"), table);
    assertTrue(rows.size() > 20, () -> "refusals explained: " + rows.size());
    for (MatchResult row : rows) {
      for (MatchResult sentence : all(QUOTED, row.group(1))) {
        assertTrue(sources.contains(sentence.group(1)), sentence.group(1));
      }
    }
  }

  @Test
  void everyPlaceThatItLeadsToExists() throws IOException {
    for (MatchResult link : all(LINK, page())) {
      Path target = ROOT.resolve("docs").resolve(link.group(1));
      String titles =
          Files.readAllLines(target).stream()
              .filter(line -> line.startsWith("#"))
              .map(line -> line.replaceFirst("#+ ", "").toLowerCase().replace(' ', '-') + "\n")
              .collect(Collectors.joining());
      assertTrue(
          link.group(2) == null || titles.contains(link.group(2) + "\n"), () -> link.group());
    }
  }

  private static List<MatchResult> all(Pattern pattern, String text) {
    return pattern.matcher(text).results().toList();
  }

  private static String page() throws IOException {
    return Files.readString(ROOT.resolve("docs/operations.md"));
  }

  private static String sources(String module) throws IOException {
    StringBuilder text = new StringBuilder();
    try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src/main/java"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        text.append(JOINT.matcher(Files.readString(file)).replaceAll(""));
      }
    }
    return text.toString();
  }
}
