package io.pushpop.ipc;

import java.nio.file.Path;

/**
 * A file is not the ring file that it should be: damaged, of another version or byte order, another
 * program's, or of another geometry or schema than the one asked for. The file has not been
 * changed.
 */
public final class BadFileException extends QueueFileException {
  private static final long serialVersionUID = 1L;

  private final String field;
  private final String expected;
  private final String found;

  BadFileException(
      String action, Path path, String field, String expected, String found, String remedy) {
    super(
        path,
        "cannot "
            + action
            + " "
            + path
            + ": field="
            + field
            + ", expected="
            + expected
            + ", found="
            + found
            + "; "
            + remedy,
        null);
    this.field = field;
    this.expected = expected;
    this.found = found;
  }

  /**
   * The field that is wrong, by its name in docs/file-format.md; {@code geometry} stands for slots
   * and slotSize together.
   *
   * @return the name of the field
   */
  public String field() {
    return field;
  }

  /**
   * What should stand there.
   *
   * @return a value, as text
   */
  public String expected() {
    return expected;
  }

  /**
   * What stands there.
   *
   * @return a value, as text
   */
  public String found() {
    return found;
  }
}
