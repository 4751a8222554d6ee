package io.pushpop.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class RequiredFlagsTest {

  /** The main program of the child JVM. */
  public static final class WithoutFlags {
    /** Tries to allocate a queue. */
    public static void main(String[] args) {
      for (int i = 0; i < 2; i++) {
        try {
          Queue.allocate(Geometry.of(8, 64));
          System.out.println("no refusal");
        } catch (IllegalStateException refusal) {
          System.out.println(refusal.getMessage());
        }
      }
    }
  }

  @Test
  void aJvmWithoutTheFlagIsToldItsName() throws IOException, InterruptedException {
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xlog:disable",
                "-cp",
                System.getProperty("java.class.path"),
                WithoutFlags.class.getName())
            .redirectErrorStream(true)
            .start();
    String output =
        new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    assertEquals(0, child.waitFor(), output);
    String[] lines = output.split("\n");
    assertEquals(2, lines.length, output);
    for (String line : lines) {
      assertTrue(
          line.contains("start java with --add-exports java.base/jdk.internal.misc=ALL-UNNAMED"),
          output);
    }
  }
}
