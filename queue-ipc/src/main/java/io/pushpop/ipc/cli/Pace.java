package io.pushpop.ipc.cli;

import java.util.concurrent.TimeUnit;

/**
 * How often queues are looked at and shown, in nanoseconds.
 *
 * @param look from one look to the next
 * @param show from one time that all are shown to the next
 * @param span how far back the figures go that are shown
 */
record Pace(long look, long show, long span) {
  /** Often enough to see who waits; seldom enough that the queue does not feel it. */
  private static final long SHORTEST_LOOK = TimeUnit.MILLISECONDS.toNanos(10);

  private static final int LOOKS_EACH = 100;

  /** On a screen, figures of a moment would dance. */
  private static final long SCREEN_SPAN = TimeUnit.SECONDS.toNanos(3);

  /** On a screen that is drawn so often. */
  static Pace ofScreen(long interval) {
    return new Pace(look(interval), interval, Math.max(interval, SCREEN_SPAN));
  }

  /** In lines, each of which tells of its own interval. */
  static Pace ofLines(long interval) {
    return new Pace(look(interval), interval, interval);
  }

  private static long look(long interval) {
    return Math.min(interval, Math.max(SHORTEST_LOOK, interval / LOOKS_EACH));
  }
}
