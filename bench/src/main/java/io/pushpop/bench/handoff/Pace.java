package io.pushpop.bench.handoff;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How fast the feed pushes, as the user gives it.
 *
 * @param text {@code max}, messages a second, {@code realtime}, or {@code x} and a factor
 * @param perSecond messages a second, or 0
 * @param speed how many times as fast as the messages' own times, or 0; both 0 is flat out
 */
record Pace(String text, long perSecond, double speed) {
  static final Pace MAX = new Pace("max", 0, 0);

  /** A message for each nanosecond of the clock. */
  private static final long MOST_PER_SECOND = 1_000_000_000;

  /** What the times of a generated session come to. */
  private static final long SESSION_PER_SECOND = 50_000;

  private static final long WARM_UP_PER_SECOND = 500_000;

  private static final Pattern NUMBER = Pattern.compile("[0-9_]{1,18}");
  private static final Pattern FACTOR = Pattern.compile("x([0-9]{1,9}(?:\\.[0-9]{1,9})?)");

  /**
   * Reads a pace.
   *
   * @throws IllegalArgumentException if it is none
   */
  static Pace parse(String text) {
    if (text.equals("max")) {
      return MAX;
    }
    if (text.equals("realtime")) {
      return new Pace(text, 0, 1);
    }
    Matcher factor = FACTOR.matcher(text);
    if (factor.matches() && Double.parseDouble(factor.group(1)) > 0) {
      return new Pace(text, 0, Double.parseDouble(factor.group(1)));
    }
    if (NUMBER.matcher(text).matches()) {
      long perSecond = Long.parseLong("0" + text.replace("_", ""));
      if (perSecond >= 1 && perSecond <= MOST_PER_SECOND) {
        return new Pace(text, perSecond, 0);
      }
    }
    throw new IllegalArgumentException(
        "pace="
            + text
            + "; expected max, messages a second (1 to 1000000000), realtime, or x and a factor"
            + " (x10)");
  }

  boolean isFlatOut() {
    return perSecond == 0 && speed == 0;
  }

  /** A schedule of this pace, from its start; none exists for flat out. */
  Schedule schedule() {
    return perSecond > 0 ? Schedule.steady(perSecond) : Schedule.timestamps(speed);
  }

  /** Messages of a generated session that take so long at this pace, which is not flat out. */
  long messagesIn(long seconds) {
    long mean = perSecond > 0 ? perSecond : Math.round(SESSION_PER_SECOND * speed);
    return Math.max(1, mean * seconds);
  }

  /** A pace of the same kind, but fast enough to have the machine code of it made in a second. */
  Pace forWarmUp() {
    if (isFlatOut()) {
      return this;
    }
    return perSecond > 0
        ? new Pace(text, WARM_UP_PER_SECOND, 0)
        : new Pace(text, 0, WARM_UP_PER_SECOND / SESSION_PER_SECOND);
  }

  @Override
  public String toString() {
    if (isFlatOut()) {
      return "flat out";
    }
    if (perSecond > 0) {
      return String.format(Locale.ROOT, "%,d messages/s", perSecond);
    }
    return speed == 1 ? "by the messages' own times" : text + " the messages' own times";
  }
}
