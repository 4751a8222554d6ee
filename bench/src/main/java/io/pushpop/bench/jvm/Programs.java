package io.pushpop.bench.jvm;

import java.nio.file.Files;
import java.nio.file.Path;

/** Programs of the machine, which may be there or not. */
public final class Programs {
  private Programs() {}

  /**
   * Looks along the {@code PATH}.
   *
   * @param name of a program
   * @return whether it can be run
   */
  public static boolean has(String name) {
    String path = System.getenv("PATH");
    if (path != null) {
      for (String folder : path.split(":")) {
        if (Files.isExecutable(Path.of(folder, name))) {
          return true;
        }
      }
    }
    return false;
  }
}
