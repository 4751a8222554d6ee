package io.pushpop.ipc;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A JVM started by a test, spoken with line by line. Whatever goes wrong ends in an error that
 * shows what the child wrote to stderr; nothing waits for ever, and no child outlives its test.
 */
public final class ChildJvm implements AutoCloseable {
  private static final List<String> REQUIRED_FLAGS =
      List.of(
          "--add-exports",
          "java.base/jdk.internal.misc=ALL-UNNAMED",
          "--enable-native-access=ALL-UNNAMED");

  /** What the JVM itself warns of is no line of the child's: it goes to stderr. */
  private static final List<String> LOG_FLAGS =
      List.of("-Xlog:disable", "-Xlog:all=warning:stderr");

  /**
   * Small and quick to start. Without the file for performance data, since in pid namespaces every
   * child is process 1, and a second one warns on stdout that the file is taken.
   */
  private static final List<String> LIGHT_FLAGS =
      List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx256m", "-XX:-UsePerfData");

  private static final long PATIENCE_SECONDS = 180;

  private final Process process;
  private final BlockingQueue<Optional<String>> lines = new LinkedBlockingQueue<>();
  private final StringBuffer errors = new StringBuffer();
  private final Thread errorReader;

  private ChildJvm(Process process) {
    this.process = process;
    readInBackground(
        process.getInputStream(),
        line -> lines.add(Optional.of(line)),
        () -> lines.add(Optional.empty()));
    errorReader =
        readInBackground(
            process.getErrorStream(), line -> errors.append(line).append('\n'), () -> {});
  }

  /** A JVM with the flags of every user of the library. */
  public static ChildJvm start(Class<?> main, Object... arguments) {
    return start(List.of(), REQUIRED_FLAGS, main, arguments);
  }

  /** As above, started by another command, or with flags more. */
  public static ChildJvm startUnder(
      List<String> prefix, List<String> moreFlags, Class<?> main, Object... arguments) {
    List<String> flags = new ArrayList<>(REQUIRED_FLAGS);
    flags.addAll(moreFlags);
    return start(prefix, flags, main, arguments);
  }

  /** A JVM without the flag that Agrona needs. */
  public static ChildJvm startWithoutFlags(Class<?> main, Object... arguments) {
    return start(List.of(), List.of(), main, arguments);
  }

  private static ChildJvm start(
      List<String> prefix, List<String> flags, Class<?> main, Object... arguments) {
    List<String> command = new ArrayList<>(prefix);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(LOG_FLAGS);
    command.addAll(flags);
    command.addAll(LIGHT_FLAGS);
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(main.getName());
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    return startProgram(command);
  }

  /** Another program than a JVM, spoken with in the same way. */
  static ChildJvm startProgram(List<String> command) {
    try {
      return new ChildJvm(new ProcessBuilder(command).start());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start " + command, e);
    }
  }

  /** The next line of the child's output. */
  public String readLine() {
    return nextLine().orElseThrow(() -> failed("the child ended"));
  }

  /** The rest of the child's output, until it ends. */
  List<String> readAll() {
    List<String> all = new ArrayList<>();
    for (Optional<String> line = nextLine(); line.isPresent(); line = nextLine()) {
      all.add(line.get());
    }
    return all;
  }

  /** Requires that the child says this next. */
  public ChildJvm expect(String line) {
    assertEquals(line, readLine(), () -> "stderr of the child: " + errors);
    return this;
  }

  /** Says something to the child. */
  public ChildJvm say(String line) {
    try {
      process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
      process.getOutputStream().flush();
    } catch (IOException e) {
      throw new UncheckedIOException("the child does not listen: " + errors, e);
    }
    return this;
  }

  long pid() {
    return process.pid();
  }

  /** What the child wrote to stderr, once it has ended. */
  public String errors() {
    exitCode();
    return errors.toString();
  }

  /** Waits for the end of the child. */
  public int exitCode() {
    try {
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw failed("the child does not end");
      }
      errorReader.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return process.exitValue();
  }

  /** Ends the child by SIGKILL, and returns once the kernel has finished with it. */
  void kill() {
    process.destroyForcibly();
    exitCode();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  private Optional<String> nextLine() {
    try {
      Optional<String> line = lines.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (line == null) {
        throw failed("the child says nothing");
      }
      return line;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private AssertionError failed(String what) {
    return new AssertionError(what + "; stderr of the child: " + errors);
  }

  private static Thread readInBackground(
      InputStream stream, Consumer<String> onLine, Runnable atEnd) {
    Thread reader =
        new Thread(
            () -> {
              try (BufferedReader source =
                  new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
                for (String line = source.readLine(); line != null; line = source.readLine()) {
                  onLine.accept(line);
                }
              } catch (IOException e) {
                onLine.accept("(cannot read on: " + e + ")");
              }
              atEnd.run();
            });
    reader.setDaemon(true);
    reader.start();
    return reader;
  }
}
