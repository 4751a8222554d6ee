package io.pushpop.bench.handoff;

import io.pushpop.ipc.QueueFileException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;

/** One line for people about whatever went wrong. */
final class Failures {
  private Failures() {}

  /** What an exception says; with its kind where that is not a sentence of this project. */
  static String sentence(Throwable failure) {
    if (failure instanceof UncheckedIOException unchecked
        && unchecked.getCause() instanceof QueueFileException refused) {
      return oneLine(refused.getMessage());
    }
    boolean speaks =
        failure instanceof HandoffException
            || failure instanceof UncheckedIOException
            || failure instanceof IllegalStateException
            || failure instanceof IllegalArgumentException
            || failure instanceof IOException && !(failure instanceof FileSystemException);
    return oneLine(speaks ? failure.getMessage() : failure.toString());
  }

  private static String oneLine(String message) {
    return String.valueOf(message).replaceAll("\\s*\\R\\s*", " ");
  }
}
