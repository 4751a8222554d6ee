package io.pushpop.ipc;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The reader and writer in C, compiled when it is first wanted. Where there is no gcc the test is
 * skipped.
 */
final class CClient {
  private static final Path SOURCES = Path.of("src", "test", "c");
  private static final Path PROGRAM = Path.of("target", "pushpop-c-client");

  private static boolean compiled;

  private CClient() {}

  /** Starts it; {@code client.c} says what the words mean. */
  static ChildJvm start(Object... words) throws IOException {
    compile();
    List<String> command = new ArrayList<>(List.of(PROGRAM.toAbsolutePath().toString()));
    for (Object word : words) {
      command.add(word.toString());
    }
    return ChildJvm.startProgram(command);
  }

  /** What it says, when it does what it was asked for. */
  static String run(Object... words) throws IOException {
    try (ChildJvm client = start(words)) {
      String output = String.join("\n", client.readAll());
      if (client.exitCode() != 0) {
        throw new AssertionError(List.of(words) + " failed: " + client.errors() + output);
      }
      return output;
    }
  }

  /** The sentence with which it refuses what it was asked for. */
  static String refusal(Object... words) throws IOException {
    try (ChildJvm client = start(words)) {
      if (client.exitCode() != 1) {
        throw new AssertionError(List.of(words) + " was not refused: " + client.readAll());
      }
      return client.errors().strip();
    }
  }

  private static synchronized void compile() throws IOException {
    if (compiled) {
      return;
    }
    assumeTrue(hasGcc(), "there is no gcc here to compile the client in C with");
    Files.createDirectories(PROGRAM.getParent());
    Sandbox.run(
        "gcc",
        "-std=c11",
        "-O2",
        "-Wall",
        "-Wextra",
        "-Wpedantic",
        "-Werror",
        "-o",
        PROGRAM.toString(),
        SOURCES.resolve("client.c").toString());
    compiled = true;
  }

  private static boolean hasGcc() {
    try {
      Sandbox.run("gcc", "--version");
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
