package io.pushpop.ipc;

import java.io.IOException;
import java.nio.file.Path;

/**
 * A ring file could not be created, opened or used. The message names the file, what was wrong with
 * it, and what to do; subclasses give the same as values.
 */
public class QueueFileException extends IOException {
  private static final long serialVersionUID = 1L;

  // Path is not serializable.
  private final String path;

  /**
   * Creates the refusal.
   *
   * @param path the ring file
   * @param message the whole sentence
   * @param cause what the operating system said, or null
   */
  public QueueFileException(Path path, String message, Throwable cause) {
    super(message, cause);
    this.path = path.toString();
  }

  /**
   * The ring file, or the lock file next to it, that could not be used.
   *
   * @return its path
   */
  public Path path() {
    return Path.of(path);
  }
}
