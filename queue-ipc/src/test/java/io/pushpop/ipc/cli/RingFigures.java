package io.pushpop.ipc.cli;

import io.pushpop.ipc.QueueFileView;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What tests of commands feed a ring with, and ask it. */
final class RingFigures {
  private RingFigures() {}

  static String lines(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> "line " + i + "\n")
        .collect(Collectors.joining());
  }

  static long head(Path ring) throws IOException {
    try (QueueFileView view = QueueFileView.open(ring)) {
      return view.snapshot().head();
    }
  }

  static long depth(Path ring) throws IOException {
    try (QueueFileView view = QueueFileView.open(ring)) {
      return view.snapshot().depth();
    }
  }
}
