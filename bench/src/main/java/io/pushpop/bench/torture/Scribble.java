package io.pushpop.bench.torture;

import io.pushpop.queue.Geometry;
import io.pushpop.queue.RingLayout;
import org.agrona.MutableDirectBuffer;

/**
 * Writes on places that were reserved and are not going to be pushed, in the way that would do most
 * harm: as if elements of coming positions lay there already, stamps and lengths.
 */
final class Scribble {
  private static final int PLAUSIBLE_LENGTH = 3;
  private static final byte FILLING = 0x5a;

  private final Geometry geometry;

  Scribble(Geometry geometry) {
    this.geometry = geometry;
  }

  /**
   * Scribbles to the end of a permit.
   *
   * @param buffer of the permit
   * @param offset of the permit
   * @param from where in the permit to begin
   * @param reserved length of the permit
   * @param position of the push end
   * @param lapsAhead whose stamps: 0 for those that the next push may need, 1 for a lap later
   */
  void fill(
      MutableDirectBuffer buffer,
      int offset,
      int from,
      int reserved,
      long position,
      int lapsAhead) {
    long start = start(position, reserved) + (long) lapsAhead * geometry.slots();
    int i = from;
    for (; i < reserved && i % Long.BYTES != 0; i++) {
      buffer.putByte(offset + i, FILLING);
    }
    for (; i <= reserved - Long.BYTES; i += Long.BYTES) {
      long slot = start + (i + RingLayout.WORD_LENGTH) / geometry.slotSize();
      buffer.putInt(offset + i + RingLayout.STAMP_OFFSET, RingLayout.stamp(slot));
      buffer.putInt(offset + i + RingLayout.LENGTH_OFFSET, PLAUSIBLE_LENGTH);
    }
    for (; i < reserved; i++) {
      buffer.putByte(offset + i, FILLING);
    }
  }

  /** Where an element would start: at the position, or behind a skip marker. */
  private long start(long position, int reserved) {
    int index = (int) (position & geometry.slots() - 1);
    int taken = (reserved + RingLayout.WORD_LENGTH - 1) / geometry.slotSize() + 1;
    return index + taken > geometry.slots() ? position + geometry.slots() - index : position;
  }
}
