package io.pushpop.bench.handoff;

import static org.junit.jupiter.api.Assertions.assertFalse;

import io.pushpop.bench.jvm.ChildJvm;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The handoff as a user runs it, in a process of its own. Nothing waits for ever: a watchdog ends
 * what takes too long, and with it the output that a test waits for.
 */
final class HandoffProcess implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 180;
  private static final List<String> LIGHT_FLAGS =
      List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData");
  private static final Pattern RING = Pattern.compile("ring (.+): slots=.*");
  private static final Pattern PROGRESS = Pattern.compile(" *\\d+  (feed|strategy) .*");
  private static final Pattern PIDS = Pattern.compile("feed pid=(\\d+), strategy pid=(\\d+), .*");

  private final Process process;
  private final BufferedReader output;
  private final List<String> lines = new ArrayList<>();
  private final List<Path> rings = new ArrayList<>();

  /** Each is empty if it had ended by the time its pid was read. */
  private Optional<ProcessHandle> feed;

  private Optional<ProcessHandle> strategy;

  private HandoffProcess(Process process) {
    this.process = process;
    this.output = process.inputReader(StandardCharsets.UTF_8);
    process
        .onExit()
        .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
        .exceptionally(
            late -> {
              // By its handle: Process would close the output under the test that reads it.
              process.toHandle().destroyForcibly();
              return null;
            });
  }

  static HandoffProcess start(String... arguments) {
    return startUnder(List.of(), arguments);
  }

  /** As above, started by another command. */
  static HandoffProcess startUnder(List<String> prefix, String... arguments) {
    List<String> command = ChildJvm.command(prefix, LIGHT_FLAGS, Handoff.class, List.of(arguments));
    try {
      return new HandoffProcess(new ProcessBuilder(command).redirectErrorStream(true).start());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start " + command, e);
    }
  }

  /** Reads until a line comes that is looked for. */
  HandoffProcess awaitLine(Predicate<String> wanted) {
    String line;
    do {
      line = readLine();
      if (line == null) {
        throw new AssertionError("the output ends before the line that was waited for: " + lines);
      }
    } while (!wanted.test(line));
    return this;
  }

  /** Reads until one side has told how far it is, after a second or when it gets to it. */
  HandoffProcess awaitMidRun() {
    return awaitLine(PROGRESS.asMatchPredicate());
  }

  /** The lines in which a side has told how far it is. */
  List<String> progress(Side side) {
    return lines.stream()
        .filter(PROGRESS.asMatchPredicate())
        .filter(line -> line.contains("  " + side + " "))
        .toList();
  }

  /** The exit code, when all output has been read and the process has ended. */
  int exitCode() {
    while (readLine() != null) {
      // Kept for the assertions.
    }
    try {
      return process.waitFor();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** All lines so far, of both streams. */
  List<String> lines() {
    return lines;
  }

  String lastLine() {
    return lines.get(lines.size() - 1);
  }

  ProcessHandle parent() {
    return process.toHandle();
  }

  ProcessHandle feed() {
    return feed.orElseThrow(() -> new AssertionError("the feed has ended already: " + lines));
  }

  ProcessHandle strategy() {
    return strategy.orElseThrow(
        () -> new AssertionError("the strategy has ended already: " + lines));
  }

  /** Requires that both children have ended, or end soon, and that no folder of a ring is there. */
  void assertNothingLeft() {
    for (Optional<ProcessHandle> child : List.of(feed, strategy)) {
      child.ifPresent(this::assertEnds);
    }
    for (Path ring : rings) {
      assertFalse(Files.exists(ring.getParent()), () -> ring + " is left: " + lines);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  private void assertEnds(ProcessHandle child) {
    try {
      child.onExit().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      throw new AssertionError("a child is left: " + child.info() + ", " + lines, e);
    }
  }

  private String readLine() {
    try {
      String line = output.readLine();
      if (line != null) {
        lines.add(line);
        note(line);
      }
      return line;
    } catch (IOException e) {
      throw new UncheckedIOException("the output cannot be read: " + lines, e);
    }
  }

  private void note(String line) {
    Matcher ring = RING.matcher(line);
    if (ring.matches()) {
      rings.add(Path.of(ring.group(1)));
    }
    Matcher pids = PIDS.matcher(line);
    if (pids.matches()) {
      feed = ProcessHandle.of(Long.parseLong(pids.group(1)));
      strategy = ProcessHandle.of(Long.parseLong(pids.group(2)));
    }
  }
}
