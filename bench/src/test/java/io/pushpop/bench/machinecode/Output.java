package io.pushpop.bench.machinecode;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What programs print. */
final class Output {
  private Output() {}

  /**
   * Runs a program to its end.
   *
   * @param command words
   * @return the lines of its stdout; its stderr goes to that of the test, so that the two do not
   *     mix
   * @throws IOException if it cannot be run
   * @throws InterruptedException if the test is to end
   */
  static List<String> of(List<String> command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectError(Redirect.INHERIT).start();
    try {
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertEquals(0, process.waitFor(), () -> String.join(" ", command) + "\n" + output);
      return output.lines().toList();
    } finally {
      process.destroyForcibly();
    }
  }
}
