package io.pushpop.bench.contest.plot;

import java.io.IOException;
import java.nio.file.Path;

/** Something to be drawn. */
public interface Plot {
  /** What it shows. */
  String title();

  /**
   * Draws it.
   *
   * @param file a PNG file, replaced if it is there
   * @throws IOException if the file cannot be written
   */
  void write(Path file) throws IOException;
}
