package io.pushpop.ipc;

import io.pushpop.queue.ElementHandler;
import java.util.Arrays;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Hears of every element and every gap, and finds what cannot be: an element that is torn, comes
 * twice or too early, or a gap that is too small or too large. Elements are numbered from 0 in the
 * order in which they were pushed, and are that number over and over, in longs.
 */
final class LossAudit implements ElementHandler {
  private final Losing losing;
  private final long[] lastOfKey = new long[Losing.KEYS];
  private long last = -1;
  private long delivered;
  private long told;
  private long gap;

  LossAudit(Losing losing) {
    this.losing = losing;
    Arrays.fill(lastOfKey, -1);
  }

  /** Writes an element. */
  static void write(MutableDirectBuffer buffer, int offset, long number) {
    for (int i = 0; i < Losing.MAX_LENGTH; i += Long.BYTES) {
      buffer.putLong(offset + i, number);
    }
  }

  @Override
  public void onGap(long position, long lost) {
    gap += lost;
    told += lost;
  }

  @Override
  public void onElement(DirectBuffer buffer, int offset, int length) {
    long number = buffer.getLong(offset);
    for (int i = 0; i < Losing.MAX_LENGTH; i += Long.BYTES) {
      if (length != Losing.MAX_LENGTH || buffer.getLong(offset + i) != number) {
        throw new IllegalStateException("torn: " + number);
      }
    }
    if (number <= last) {
      throw new IllegalStateException(number + " after " + last);
    }
    if (losing != Losing.CONFLATES && number != last + 1 + gap) {
      throw new IllegalStateException(number + " after " + last + " and a gap of " + gap);
    }
    gap = 0;
    last = number;
    lastOfKey[(int) (number % Losing.KEYS)] = number;
    delivered++;
  }

  long delivered() {
    return delivered;
  }

  long told() {
    return told;
  }

  /** The last element of each key was delivered, if so many were pushed. */
  boolean hasLastOfEachKey(long pushed) {
    for (long number = pushed - Losing.KEYS; number < pushed; number++) {
      if (lastOfKey[(int) (number % Losing.KEYS)] != number) {
        return false;
      }
    }
    return true;
  }
}
