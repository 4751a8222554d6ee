package io.pushpop.ipc.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A terminal of 80 columns and 24 lines, in a tmux of its own; it ends with its test. */
final class Tmux implements AutoCloseable {
  private final Path socket;

  private Tmux(Path socket) {
    this.socket = socket;
  }

  /**
   * Runs a shell command in a terminal; the terminal stays when it has ended. Ends the test where
   * there is no tmux.
   */
  static Tmux run(Path folder, String command) throws IOException {
    if (!isThere()) {
      String reason = "Skipped: there is no tmux";
      System.out.println(reason);
      assumeTrue(false, reason);
    }
    Tmux tmux = new Tmux(Files.createTempDirectory(folder, "tmux").resolve("socket"));
    String stay = command + "; cat";
    assertEquals("", tmux.tell("-f", "/dev/null", "new-session", "-d", "-x80", "-y24", stay));
    return tmux;
  }

  /** What is on the screen. */
  String screen() throws IOException {
    return tell("capture-pane", "-p");
  }

  /** Types a key, by tmux's name for it. */
  void type(String key) throws IOException {
    tell("send-keys", key);
  }

  /** The process that runs the shell command. */
  ProcessHandle shell() throws IOException {
    String pid = tell("display-message", "-p", "#{pane_pid}").strip();
    return ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
  }

  @Override
  public void close() throws IOException {
    tell("kill-server");
  }

  private String tell(String... words) throws IOException {
    List<String> command = new ArrayList<>(List.of("tmux", "-S", socket.toString()));
    command.addAll(List.of(words));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return said;
  }

  private static boolean isThere() {
    try {
      return new ProcessBuilder("tmux", "-V").redirectErrorStream(true).start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
