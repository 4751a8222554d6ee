package io.pushpop.bench.contest;

import java.util.Locale;

/**
 * What is measured.
 *
 * @param kind how elements flow
 * @param length of each element, in bytes
 * @param ringLength bytes for elements in flight, where a contender lets one choose
 * @param rate elements a second, in bursts of {@link #burst()}; 0 is as fast as it goes
 * @param slower the side that burns {@link #BURNT_NANOS} an element
 */
record Scenario(Kind kind, int length, int ringLength, long rate, Slower slower) {
  /** Small enough for a second-level cache. */
  static final int RING_LENGTH = 1 << 18;

  /** Elements sent back to back in a paced race, before the sender waits for its next turn. */
  static final int BURST = 10;

  /** What the slower side spends on each element besides. */
  static final int BURNT_NANOS = 10;

  /** How elements flow. */
  enum Kind {
    /** There and back again, one element at a time. */
    ROUND_TRIP,
    /** One way, as fast as it goes. */
    ONE_WAY,
    /** One way, at a rate: latency from the time at which an element was due. */
    PACED,
    /**
     * One way, one element now and then: how soon a side that waits is there, and what it costs.
     */
    WAKE_UP
  }

  /** Which side is made slower. */
  enum Slower {
    NEITHER,
    PRODUCER,
    CONSUMER
  }

  static Scenario roundTrip() {
    return new Scenario(Kind.ROUND_TRIP, 32, RING_LENGTH, 0, Slower.NEITHER);
  }

  static Scenario oneWay(int length) {
    // At least eight elements have room, however long they are.
    int ring = Math.max(RING_LENGTH, Integer.highestOneBit(length) * 16);
    return new Scenario(Kind.ONE_WAY, length, ring, 0, Slower.NEITHER);
  }

  static Scenario wakeUp() {
    return new Scenario(Kind.WAKE_UP, 32, RING_LENGTH, 100, Slower.NEITHER);
  }

  static Scenario paced(long rate) {
    return new Scenario(Kind.PACED, 32, RING_LENGTH, rate, Slower.NEITHER);
  }

  Scenario withSlower(Slower side) {
    return new Scenario(kind, length, ringLength, rate, side);
  }

  Scenario withRingLength(int bytes) {
    return new Scenario(kind, length, bytes, rate, slower);
  }

  /** Elements sent back to back. */
  int burst() {
    return kind == Kind.WAKE_UP ? 1 : BURST;
  }

  /** Whether its result is a time in nanoseconds, else a rate in million elements a second. */
  boolean isLatency() {
    return kind != Kind.ONE_WAY;
  }

  String unit() {
    return isLatency() ? "ns p50" : "M/s";
  }

  String title() {
    String title =
        switch (kind) {
          case ROUND_TRIP -> "round trip " + length + " B";
          case ONE_WAY -> String.format(Locale.ROOT, "one way %,d B", length);
          case WAKE_UP -> String.format(Locale.ROOT, "wake-up %,d/s of %d B", rate, length);
          case PACED -> String.format(Locale.ROOT, "%,d/s of %d B", rate, length);
        };
    if (slower != Slower.NEITHER) {
      title += ", slower " + slower.name().toLowerCase(Locale.ROOT);
    }
    if (kind == Kind.ONE_WAY && length <= 56 && ringLength != RING_LENGTH) {
      title += String.format(Locale.ROOT, ", ring of %,d KiB", ringLength / 1024);
    }
    return title;
  }
}
