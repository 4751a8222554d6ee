package io.pushpop.bench.jvm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** The folder in which the JVMs of one run meet: in memory, where that can be had. */
public final class PrivateFolder {
  private static final Path MEMORY = Path.of("/dev/shm");
  private static final int MAX_ATTEMPTS = 100;

  private PrivateFolder() {}

  /**
   * Makes a folder that nobody else may enter.
   *
   * @param prefix of its name
   * @return its path
   * @throws IOException if it cannot be made
   */
  public static Path create(String prefix) throws IOException {
    return create(parent(), prefix);
  }

  /**
   * Makes such a folder in another one.
   *
   * @param parent that is there
   * @param prefix of its name
   * @return its path
   * @throws IOException if it cannot be made
   */
  public static Path create(Path parent, String prefix) throws IOException {
    return Files.createTempDirectory(parent, prefix);
  }

  /**
   * How much such a folder may hold now.
   *
   * @return bytes
   * @throws IOException if the system does not say
   */
  public static long usableSpace() throws IOException {
    return Files.getFileStore(parent()).getUsableSpace();
  }

  private static Path parent() {
    boolean memory = Files.isDirectory(MEMORY) && Files.isWritable(MEMORY);
    return memory ? MEMORY : Path.of(System.getProperty("java.io.tmpdir"));
  }

  /**
   * Removes a folder and what is in it. Others may do the same at the same time, or still be making
   * a file there.
   *
   * @param folder to remove; nothing happens if it is gone
   * @throws IOException if it cannot be removed
   */
  public static void delete(Path folder) throws IOException {
    for (int attempt = 1; Files.exists(folder); attempt++) {
      try {
        deleteFiles(folder);
        Files.deleteIfExists(folder);
      } catch (DirectoryNotEmptyException e) {
        if (attempt == MAX_ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  /**
   * The same, for those who cannot say what went wrong.
   *
   * @param folder to remove; nothing happens if it is gone
   * @throws UncheckedIOException if it cannot be removed
   */
  public static void remove(Path folder) {
    try {
      delete(folder);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot remove " + folder + "; remove it by hand", e);
    }
  }

  private static void deleteFiles(Path folder) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
          delete(file);
        } else {
          Files.deleteIfExists(file);
        }
      }
    } catch (NoSuchFileException e) {
      // Somebody was faster.
    }
  }
}
