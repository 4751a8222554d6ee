package io.pushpop.ipc;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Command prefixes that put a child JVM where things fail: on a small, full or read-only file
 * system, without the powers of root, in another pid namespace. A test is skipped where the machine
 * does not let an ordinary process do so.
 */
final class Sandbox {
  private Sandbox() {}

  /**
   * A tmpfs of that size, seen by the child alone, in place of a folder.
   *
   * @param setUp shell command that runs first, with $0 the folder
   * @param after shell command that runs when the child has ended; its output follows the child's
   */
  static List<String> onSmallFileSystem(Path folder, String size, String setUp, String after) {
    String mount = "mount -t tmpfs -o size=" + size + " none \"$0\"";
    assumeTrue(
        succeeds(List.of("unshare", "-rm", "sh", "-c", mount, folder.toString())),
        "this machine has no user namespaces");
    return List.of(
        "unshare",
        "-rm",
        "sh",
        "-c",
        mount + " && { " + setUp + "; } && { \"$@\"; " + after + "; }",
        folder.toString());
  }

  /** Without the power to pass over file modes. */
  static List<String> withoutPowers() {
    if (!isRoot()) {
      return List.of();
    }
    List<String> prefix =
        List.of("setpriv", "--bounding-set=-all", "--inh-caps=-all", "--ambient-caps=-all");
    List<String> trial = new ArrayList<>(prefix);
    trial.add("true");
    assumeTrue(succeeds(trial), "root cannot give up its powers here");
    return prefix;
  }

  /**
   * In a pid namespace of its own, where the child is process 1; it dies with the first process.
   */
  static List<String> inPidNamespace() {
    List<String> prefix = List.of("unshare", "-r", "--pid", "--fork", "--kill-child");
    List<String> trial = new ArrayList<>(prefix);
    trial.add("true");
    assumeTrue(succeeds(trial), "this machine has no pid namespaces");
    return prefix;
  }

  /** The output of a command that must succeed. */
  static String run(String... command) throws IOException {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String output = new String(process.getInputStream().readAllBytes()).strip();
      if (process.waitFor() != 0) {
        throw new IOException(List.of(command) + " failed: " + output);
      }
      return output;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static boolean succeeds(List<String> command) {
    try {
      run(command.toArray(String[]::new));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean isRoot() {
    try {
      return (int) Files.getAttribute(Path.of("/proc/self"), "unix:uid") == 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
