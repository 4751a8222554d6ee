package io.pushpop.bench.itch;

import java.util.SplittableRandom;

/**
 * Times of messages that come in bursts.
 *
 * <p>One options feed showed 848 messages a second on average, 121 of them in its busiest 100 µs
 * and 312 in its busiest millisecond. This clock keeps that shape at the mean of a large equity
 * feed, 50,000 a second: bursts of 1 to 1,023 messages, every other one of at least two, every
 * fourth of at least four and so on, 100 to 611 ns apart; between bursts exponential pauses of 0.15
 * ms on average. So the busiest 100 µs hold some 300 messages and the busiest millisecond over a
 * thousand, where the mean would be 5 and 50.
 */
final class BurstClock {
  private static final int LONGEST_BURST_BITS = 10;
  private static final int SHORTEST_GAP_NANOS = 100;
  private static final int GAP_MASK = 511;

  /** What remains of 20 µs a message once the gaps inside bursts, of 7.5 on average, are off. */
  private static final int MEAN_PAUSE_NANOS = 152_000;

  private static final int QUANTILES = 256;

  private final SplittableRandom random;
  private final int[] pauses = new int[QUANTILES];
  private long nowNanos;
  private int leftInBurst;

  /**
   * A clock that stands.
   *
   * @param random what it draws from, one long for a message and one more for a burst
   * @param startNanos what every time is later than
   */
  BurstClock(SplittableRandom random, long startNanos) {
    this.random = random;
    this.nowNanos = startNanos;
    for (int i = 0; i < QUANTILES; i++) {
      // StrictMath, because the same seed must give the same times on every machine.
      pauses[i] = (int) (-StrictMath.log((i + 0.5) / QUANTILES) * MEAN_PAUSE_NANOS);
    }
  }

  /**
   * Goes on to the next message.
   *
   * @return its time in nanoseconds, later than the one before by at least 1
   */
  long next() {
    long bits = random.nextLong();
    if (leftInBurst > 0) {
      leftInBurst--;
      nowNanos += SHORTEST_GAP_NANOS + (bits & GAP_MASK);
    } else {
      leftInBurst = burst() - 1;
      nowNanos += 1 + pauses[(int) (bits >>> 56)];
    }
    return nowNanos;
  }

  /** A length of n bits comes half as often as one of n - 1 bits: a heavy tail, cut at 10 bits. */
  private int burst() {
    long bits = random.nextLong();
    int exponent = Long.numberOfTrailingZeros(bits | 1L << LONGEST_BURST_BITS - 1);
    int power = 1 << exponent;
    return power + (int) (bits >>> 32 & power - 1);
  }
}
