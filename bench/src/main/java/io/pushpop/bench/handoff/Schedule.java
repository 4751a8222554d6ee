package io.pushpop.bench.handoff;

/** When the messages of a paced run are due. For one thread; asked once for each, in order. */
interface Schedule {
  /**
   * When the next message is due.
   *
   * @param timestampNanos time that the message carries, in nanoseconds since midnight; 0 if none
   *     has been seen yet
   * @return nanoseconds since the first message, never less than before
   */
  long dueNanos(long timestampNanos);

  /** So many messages a second, evenly. */
  static Schedule steady(long perSecond) {
    return new Schedule() {
      private static final long SECOND = 1_000_000_000;
      private final long step = SECOND / perSecond;
      private final long stepRest = SECOND % perSecond;
      private long due;
      private long rest;

      @Override
      public long dueNanos(long timestampNanos) {
        long now = due;
        // Carried along, so that no rounding adds up over a long run.
        due += step;
        rest += stepRest;
        if (rest >= perSecond) {
          rest -= perSecond;
          due++;
        }
        return now;
      }
    };
  }

  /** By the messages' own times, so many times as fast. */
  static Schedule timestamps(double speed) {
    return new Schedule() {
      private long first;
      private long due;

      @Override
      public long dueNanos(long timestampNanos) {
        if (first == 0) {
          first = timestampNanos;
        }
        // A capture in which time goes back goes on without a pause.
        due = Math.max(due, (long) ((timestampNanos - first) / speed));
        return due;
      }
    };
  }
}
