package io.pushpop.ipc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Which descriptors this process has open. */
final class Descriptors {
  private Descriptors() {}

  /** Those of files whose paths begin so. */
  static List<Path> of(Path begin) throws IOException {
    List<Path> found = new ArrayList<>();
    try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
      for (Path descriptor : all.toList()) {
        try {
          if (Files.readSymbolicLink(descriptor).toString().startsWith(begin.toString())) {
            found.add(descriptor);
          }
        } catch (NoSuchFileException closed) {
          // Meanwhile, by another thread: not one of those that a test holds.
        }
      }
    }
    return found;
  }
}
