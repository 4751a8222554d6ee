package io.pushpop.bench.contest;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Distances at which races count.
 *
 * @param low in nanoseconds
 * @param high in nanoseconds
 */
record DistanceRange(long low, long high) {
  /** Wherever the cores lie. */
  static final DistanceRange ANY = new DistanceRange(0, Long.MAX_VALUE);

  private static final Pattern WORDS = Pattern.compile("(\\d{1,9})-(\\d{1,9})");

  DistanceRange {
    if (low > high) {
      throw new IllegalArgumentException(
          "a range goes from low to high: low=" + low + ", high=" + high);
    }
  }

  /** Reads {@code LOW-HIGH}. */
  static DistanceRange parse(String words) {
    Matcher matcher = WORDS.matcher(words);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "'" + words + "' is no range of nanoseconds; expected one such as 150-400");
    }
    return new DistanceRange(Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2)));
  }

  boolean contains(double distance) {
    return distance >= low && distance <= high;
  }

  /** Whether the cores lay so before the race and after it. */
  boolean contains(Distance distance) {
    return contains(distance.before()) && contains(distance.after());
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%d-%d ns", low, high);
  }
}
