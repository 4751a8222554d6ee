package io.pushpop.ipc.typed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That the example of typed elements in README.md is code that was compiled, and runs. */
final class ReadmeTest {
  private static final Path README = Path.of("..", "README.md");
  private static final Path SOURCE =
      Path.of("src/test/java/io/pushpop/ipc/typed/ReadmeExample.java");
  private static final Pattern SHOWN =
      Pattern.compile("<!-- run by ReadmeTest -->\n```java\n(.*?)```", Pattern.DOTALL);
  private static final Pattern COMPILED =
      Pattern.compile("// README (?!end)\\w+\n(.*?)// README end", Pattern.DOTALL);

  @TempDir Path folder;

  @Test
  void whatTheReadmeShowsIsWhatIsRunHere() throws IOException {
    List<String> compiled = code(COMPILED, Files.readString(SOURCE));
    assertEquals(3, compiled.size());
    assertEquals(
        String.join(" ", compiled), String.join(" ", code(SHOWN, Files.readString(README))));
  }

  @Test
  void whatIsShownDoesWhatItSays() throws Exception {
    Path path = folder.resolve("elements");
    ReadmeExample feed = new ReadmeExample();
    feed.price.bid = 100;
    feed.price.ask = 101;
    feed.trade.price = 101;
    feed.trade.size = 5;
    feed.feed(path);

    ReadmeExample strategy = new ReadmeExample();
    strategy.strategy(path);
    assertEquals(100, strategy.price.bid);
    assertEquals(101, strategy.price.ask);
    assertEquals(101, strategy.trade.price);
    assertEquals(5, strategy.trade.size);
  }

  @Test
  void aDifferenceIsSeen() {
    String one = "<!-- run by ReadmeTest -->\n```java\nint a = 1; // one\n\n  int b;\n```\n";
    assertEquals(List.of("int a = 1; int b;"), code(SHOWN, one));
    assertTrue(!code(SHOWN, one).equals(code(SHOWN, one.replace("1;", "2;"))));
  }

  /** Code without comments and without its layout, which are not the same for a page. */
  private static List<String> code(Pattern pattern, String text) {
    return pattern
        .matcher(text)
        .results()
        .map((MatchResult found) -> found.group(1))
        .map(code -> code.replaceAll("//[^\n]*|/\\*\\*.*?\\*/|@Override", " "))
        .map(code -> code.replaceAll("\\s+", " ").strip())
        .toList();
  }
}
