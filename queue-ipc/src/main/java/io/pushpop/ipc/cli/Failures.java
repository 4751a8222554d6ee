package io.pushpop.ipc.cli;

import io.pushpop.ipc.QueueFileException;
import io.pushpop.queue.EndTakenException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;

/** Turns whatever a command failed of into one line and an exit code. */
final class Failures {
  /** Refused or failed. */
  static final int FAILED = 1;

  /** {@code pop} found the push end dead. */
  static final int PUSH_END_DEAD = 3;

  /** As shells count a command that was ended by Ctrl-C. */
  static final int INTERRUPTED = 130;

  private Failures() {}

  /** Says what went wrong with a subject, and returns the exit code. */
  static int report(Streams streams, String subject, Throwable failure) {
    if (isInterrupt(failure)) {
      return INTERRUPTED;
    }
    if (failure instanceof CommandFailure expected) {
      if (expected.getMessage() != null) {
        streams.say(subject + ": " + expected.getMessage());
      }
      return expected.exitCode();
    }
    streams.say(sentence(subject, failure));
    return FAILED;
  }

  /** What went wrong, with the subject, which mostly is the path of a file. */
  static String sentence(String subject, Throwable failure) {
    if (failure instanceof UncheckedIOException wrapper
        && wrapper.getCause() instanceof QueueFileException refusal) {
      return refusal.getMessage();
    }
    if (failure instanceof QueueFileException || failure instanceof EndTakenException) {
      return failure.getMessage();
    }
    if (failure instanceof InternalError) {
      // How HotSpot reports a SIGBUS.
      return subject
          + ": a page of the file is gone: somebody cut it short, or its file system has failed;"
          + " stop both ends, remove it and create it anew";
    }
    if (failure instanceof OutOfMemoryError) {
      return subject
          + ": out of memory ("
          + failure.getMessage()
          + "); give the JVM more, such as JAVA_TOOL_OPTIONS=-Xmx2g";
    }
    if (failure instanceof UncheckedIOException wrapper) {
      return subject + ": " + wrapper.getMessage() + ": " + wrapper.getCause().getMessage();
    }
    String message = failure.getMessage();
    return subject
        + ": "
        + (failure instanceof IllegalStateException ? message : failure.toString());
  }

  private static boolean isInterrupt(Throwable failure) {
    for (Throwable each = failure; each != null; each = each.getCause()) {
      if (each instanceof InterruptedException || each instanceof ClosedByInterruptException) {
        return true;
      }
    }
    return false;
  }
}
