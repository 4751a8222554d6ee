package io.pushpop.bench.torture;

import java.util.Locale;

/**
 * What has been done, and what came of it.
 *
 * @param kills of processes
 * @param closes of ends, other than the last of each ring
 * @param elements that arrived
 * @param redelivered how many of them came again
 */
record Tally(int kills, int closes, long elements, long redelivered) {
  static final Tally NONE = new Tally(0, 0, 0, 0);

  Tally plus(Tally other) {
    return new Tally(
        kills + other.kills,
        closes + other.closes,
        elements + other.elements,
        redelivered + other.redelivered);
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "kills=%,d closes=%,d elements=%,d redelivered=%,d gaps=0 torn=0",
        kills,
        closes,
        elements,
        redelivered);
  }
}
