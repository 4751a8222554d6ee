package io.pushpop.bench.handoff;

import java.io.PrintStream;

/** The line that says how it went: there is one, whoever comes first. Thread-safe. */
final class LastLine {
  private boolean said;

  /**
   * Says the line, unless one has been said or is being said; if so, waits for that.
   *
   * @param before what must be done first; done in any case
   */
  synchronized void say(Runnable before, PrintStream stream, String line) {
    boolean first = !said;
    said = true;
    before.run();
    if (first) {
      stream.println(line);
      stream.flush();
    }
  }
}
