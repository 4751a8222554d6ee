package io.pushpop.ipc.cli;

import io.pushpop.queue.PeerState.State;
import java.util.Locale;

/**
 * How a queue does, in words.
 *
 * @param kind how bad it is
 * @param sentence who waits, and for whom
 */
record Verdict(Kind kind, String sentence) {
  /** A pop side that takes nothing for so long, and could, is stuck. */
  private static final long PATIENCE_NANOS = 1_000_000_000;

  /** A side that waits more often than this waits for the other. */
  private static final double OFTEN = 0.5;

  /** How bad it is. */
  enum Kind {
    /** All is well. */
    GOOD,
    /** The push side is held up, or somebody is missing. */
    SLOW,
    /** Nothing goes on until somebody does something. */
    BROKEN
  }

  /** What the figures of a queue amount to. */
  static Verdict of(Figures queue) {
    State push = queue.push().status().state();
    State pop = queue.pop().status().state();
    if (push == State.DEAD || pop == State.DEAD) {
      return new Verdict(Kind.BROKEN, "DEAD: " + dead(push, pop) + "; " + left(queue));
    }
    if (push != State.ATTACHED || pop != State.ATTACHED) {
      return missing(queue, push, pop);
    }
    if (queue.owedNanos() >= PATIENCE_NANOS) {
      String stuck = "the pop side is stuck, it took nothing for " + age(queue.owedNanos());
      return queue.push().waiting() >= OFTEN
          ? new Verdict(Kind.BROKEN, "STUCK: push waits: " + stuck)
          : new Verdict(Kind.BROKEN, "STUCK: " + stuck + "; " + left(queue));
    }
    if (queue.push().waiting() >= OFTEN) {
      return new Verdict(Kind.SLOW, "push waits: the pop side is slow");
    }
    if (queue.push().rate() == 0 && queue.depth() == 0) {
      return new Verdict(
          Kind.GOOD, "idle: empty, and nothing was pushed for " + age(queue.push().idleNanos()));
    }
    if (queue.pop().waiting() >= OFTEN) {
      return new Verdict(Kind.GOOD, "pop waits: the push side is slow");
    }
    return new Verdict(Kind.GOOD, "flows: both sides keep up");
  }

  /** A time in words, as exact as people need it. */
  static String age(long nanos) {
    double seconds = nanos / 1e9;
    if (seconds < 10) {
      return String.format(Locale.ROOT, "%.1f s", seconds);
    }
    if (seconds < 100) {
      return (long) seconds + " s";
    }
    return seconds < 6000 ? (long) seconds / 60 + " min" : (long) seconds / 3600 + " h";
  }

  private static String dead(State push, State pop) {
    if (push == pop) {
      return "both ends' processes are gone";
    }
    return "the process of the " + (push == State.DEAD ? "push" : "pop") + " end is gone";
  }

  private static Verdict missing(Figures queue, State push, State pop) {
    if (push != State.ATTACHED && pop != State.ATTACHED) {
      return new Verdict(Kind.SLOW, "nobody is attached; " + left(queue));
    }
    if (push != State.ATTACHED) {
      return new Verdict(Kind.SLOW, "there is no push side; " + left(queue));
    }
    return queue.push().waiting() >= OFTEN
        ? new Verdict(Kind.BROKEN, "push waits: there is no pop side; " + left(queue))
        : new Verdict(Kind.SLOW, "there is no pop side; " + left(queue));
  }

  private static String left(Figures queue) {
    return queue.depth() == 0
        ? "nothing is left to pop"
        : String.format(Locale.ROOT, "slots left to pop: %,d", queue.depth());
  }
}
