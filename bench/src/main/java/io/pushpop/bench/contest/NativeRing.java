package io.pushpop.bench.contest;

import io.pushpop.bench.contest.Scenario.Slower;
import io.pushpop.bench.jvm.PrivateFolder;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The program of the contender in C, compiled on the machine that it races on. It lies in a folder
 * of its own, because the memory in which the queues lie may be mounted so that nothing there runs.
 */
final class NativeRing implements AutoCloseable {
  private static final int SLOT_SIZE = 64;

  private final Path folder;

  private NativeRing(Path folder) {
    this.folder = folder;
  }

  static NativeRing compile() throws IOException {
    NativeRing ring = new NativeRing(Files.createTempDirectory("pushpop-ring-"));
    try (InputStream source = NativeRing.class.getResourceAsStream("ring.c")) {
      Path file = ring.folder.resolve("ring.c");
      Files.copy(source, file);
      Process gcc =
          new ProcessBuilder(
                  "gcc", "-std=gnu11", "-O3", "-pthread", "-o", ring.program(), file.toString())
              .redirectOutput(Redirect.INHERIT)
              .redirectError(Redirect.INHERIT)
              .start();
      if (gcc.waitFor() != 0) {
        throw new IOException("gcc could not compile the ring in C; what it said stands above");
      }
      return ring;
    } catch (InterruptedException e) {
      ring.close();
      throw new IOException("interrupted while gcc ran", e);
    } catch (IOException e) {
      ring.close();
      throw e;
    }
  }

  /** The command of one side. */
  List<String> command(
      List<String> pinning, String side, Scenario scenario, Path raceFolder, long millis) {
    if (scenario.slower() != Slower.NEITHER) {
      throw new IllegalArgumentException("not raced in C: " + scenario.title());
    }
    List<String> command = new ArrayList<>(pinning);
    command.addAll(
        List.of(
            program(),
            side,
            raceFolder.toString(),
            kind(scenario),
            Integer.toString(scenario.length()),
            Integer.toString(scenario.ringLength() / SLOT_SIZE),
            Long.toString(millis)));
    return command;
  }

  @Override
  public void close() {
    PrivateFolder.remove(folder);
  }

  private static String kind(Scenario scenario) {
    return switch (scenario.kind()) {
      case ROUND_TRIP -> "round-trip";
      case ONE_WAY -> "one-way";
      case WAKE_UP -> "wake-up";
      case PACED -> throw new IllegalArgumentException("not raced in C: " + scenario.title());
    };
  }

  private String program() {
    return folder.resolve("ring").toString();
  }
}
