package io.pushpop.bench.torture;

import io.pushpop.queue.End;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** The files of one ring: the ring, and for each side its line and its journal. */
record RingFolder(Path path) {
  private static final int MAX_ATTEMPTS = 100;
  private static final Path MEMORY = Path.of("/dev/shm");

  /** Makes a folder, in memory where that can be had. */
  static RingFolder create() throws IOException {
    boolean memory = Files.isDirectory(MEMORY) && Files.isWritable(MEMORY);
    Path parent = memory ? MEMORY : Path.of(System.getProperty("java.io.tmpdir"));
    return new RingFolder(Files.createTempDirectory(parent, "pushpop-torture-"));
  }

  Path ring() {
    return path.resolve("ring");
  }

  Path line(End end) {
    return path.resolve(end + ".line");
  }

  Path journal(End end) {
    return path.resolve(end + ".journal");
  }

  /** Removes all; others may do the same at the same time, or still be making a ring here. */
  void delete() throws IOException {
    for (int attempt = 1; Files.exists(path); attempt++) {
      try {
        deleteFiles();
        Files.deleteIfExists(path);
      } catch (DirectoryNotEmptyException e) {
        if (attempt == MAX_ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  private void deleteFiles() throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(path)) {
      for (Path file : files) {
        Files.deleteIfExists(file);
      }
    } catch (NoSuchFileException e) {
      // Somebody was faster.
    }
  }
}
