package io.pushpop.bench.torture;

import org.agrona.DirectBuffer;

/**
 * The account of what arrives: which sequence the next element must have, and whether it is that
 * element, byte by byte.
 *
 * <p>After a kill the next one may be any between released and handled. Elements may be too short
 * to carry their sequence, or empty, so that the first does not always tell which it is: this keeps
 * all sequences that the next element may have, and each arrival strikes out those that it cannot
 * be. When none is left, something was lost, torn, or out of order.
 */
final class Arrivals {
  /** Most elements that may be handled and not released: so that candidates fit a long. */
  static final int MAX_UNRELEASED = Long.SIZE - 1;

  private final Elements elements;

  /** The lowest sequence that the next element may have. */
  private long lowest;

  /** Bit n says that it may have sequence lowest + n; bit 0 is always set. */
  private long candidates;

  /**
   * An account that goes on where another ended.
   *
   * @param elements what they are
   * @param released sequence after the last one released
   * @param handled sequence after the last one handled
   * @throws Violation if these cannot be
   */
  Arrivals(Elements elements, long released, long handled) {
    if (released < 0 || handled < released || handled - released > MAX_UNRELEASED) {
      throw new Violation(
          "the pop side's journal is wrong: expected=0 <= handled - released <= "
              + MAX_UNRELEASED
              + ", found handled="
              + handled
              + ", released="
              + released);
    }
    this.elements = elements;
    this.lowest = released;
    this.candidates = -1L >>> Long.SIZE - 1 - (int) (handled - released);
  }

  /** The lowest sequence that the next element may have. */
  long lowest() {
    return lowest;
  }

  /** The highest sequence that the next element may have. */
  long highest() {
    return lowest + Long.SIZE - 1 - Long.numberOfLeadingZeros(candidates);
  }

  /**
   * Looks at the next element, without taking it into account.
   *
   * @throws Violation if it is not the one that must come
   */
  void check(DirectBuffer buffer, int offset, int length) {
    possible(buffer, offset, length);
  }

  /**
   * Takes the next element into account.
   *
   * @throws Violation if it is not the one that must come
   */
  void accept(DirectBuffer buffer, int offset, int length) {
    long left = possible(buffer, offset, length);
    int struck = Long.numberOfTrailingZeros(left);
    candidates = left >>> struck;
    lowest += struck + 1;
  }

  private long possible(DirectBuffer buffer, int offset, int length) {
    long left = candidates;
    for (long rest = left; rest != 0; rest &= rest - 1) {
      int bit = Long.numberOfTrailingZeros(rest);
      if (!elements.isElement(lowest + bit, buffer, offset, length)) {
        left &= ~(1L << bit);
      }
    }
    if (left == 0) {
      throw new Violation(
          "the pop side got a wrong element: expected="
              + (candidates == 1
                  ? "sequence=" + lowest + ", length=" + elements.length(lowest)
                  : "one of the sequences " + lowest + " to " + highest())
              + ", found="
              + elements.describeFound());
    }
    return left;
  }
}
