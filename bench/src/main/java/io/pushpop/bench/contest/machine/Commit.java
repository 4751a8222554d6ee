package io.pushpop.bench.contest.machine;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The commit of a clone, as git tells it. */
public final class Commit {
  private static final String CHANGED = ", with changes";

  private Commit() {}

  /**
   * Asks git.
   *
   * @param folder in the clone
   * @return the commit, and whether files were changed since; or why it is unknown
   * @throws InterruptedException if this thread is interrupted
   */
  public static String of(Path folder) throws InterruptedException {
    return of("git", folder);
  }

  static String of(String git, Path folder) throws InterruptedException {
    try {
      String commit = ask(git, folder, "rev-parse", "HEAD");
      if (commit.isEmpty()) {
        return Environment.UNKNOWN + ": the source is no clone";
      }
      return ask(git, folder, "status", "--porcelain").isEmpty() ? commit : commit + CHANGED;
    } catch (IOException absent) {
      return Environment.UNKNOWN + ": there is no git";
    }
  }

  /** What git answers; nothing if it fails. */
  private static String ask(String git, Path folder, String... question)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(git, "-C", folder.toString()));
    command.addAll(List.of(question));
    Process process = new ProcessBuilder(command).redirectError(Redirect.DISCARD).start();
    String answer =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    return process.waitFor() == 0 ? answer : "";
  }
}
