package io.pushpop.queue;

import java.util.Random;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Bytes that are as dangerous as bytes can be: where the element covers the word of a slot, it has
 * the stamp that this or one of the next laps will look for there, and a length that could be true.
 */
final class Traps {
  private static final int LAPS = 4;

  private Traps() {}

  /** Where an element starts for which this length is reserved: behind a skip marker or not. */
  static long start(Geometry geometry, long position, int reserved) {
    int index = (int) position & geometry.slots() - 1;
    int end =
        index + RingLayout.slotsOf(reserved, Integer.numberOfTrailingZeros(geometry.slotSize()));
    return end > geometry.slots() ? position + geometry.slots() - index : position;
  }

  /** The payload of an element that starts at a position. */
  static byte[] payload(Random random, Geometry geometry, long start, int length) {
    UnsafeBuffer bytes = new UnsafeBuffer(new byte[length + Integer.BYTES]);
    for (int i = 0; i < length; i += Integer.BYTES) {
      int inSlot = RingLayout.WORD_LENGTH + i & geometry.slotSize() - 1;
      long slot = start + (RingLayout.WORD_LENGTH + i) / geometry.slotSize();
      bytes.putInt(i, value(random, geometry, slot, inSlot));
    }
    byte[] payload = new byte[length];
    bytes.getBytes(0, payload);
    return payload;
  }

  private static int value(Random random, Geometry geometry, long slot, int inSlot) {
    return switch (inSlot) {
      case RingLayout.STAMP_OFFSET ->
          RingLayout.stamp(slot + (long) geometry.slots() * random.nextInt(LAPS));
      case RingLayout.LENGTH_OFFSET -> random.nextInt(geometry.slotPayload() + 2) - 1;
      default -> random.nextInt();
    };
  }
}
