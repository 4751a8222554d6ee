package io.pushpop.bench.itch;

import java.util.Arrays;
import org.agrona.collections.Long2LongHashMap;

/**
 * Live orders by reference. An order is named by its place in a pooled array until it is removed,
 * and its fields can be read there until the next one is added. The array grows to the most orders
 * that were ever live at once, and then nothing is allocated.
 */
final class OrderTable {
  static final int NONE = -1;

  private static final int INITIAL_CAPACITY = 1 << 14;

  /** Short probes matter more here than the memory of a map of longs. */
  private static final float LOAD_FACTOR = 0.5f;

  /** A record is two longs, so that an order is one cache line: key; side and shares. */
  private static final int RECORD_LONGS = 2;

  private static final int SIDE_SHIFT = Integer.SIZE;
  private static final long SHARES_MASK = 0xFFFF_FFFFL;

  private final Long2LongHashMap places =
      new Long2LongHashMap(INITIAL_CAPACITY * 2, LOAD_FACTOR, NONE);

  private long[] records = new long[INITIAL_CAPACITY * RECORD_LONGS];

  /** Places that were used and are free again; those from {@link #used} on never were. */
  private int[] free = new int[INITIAL_CAPACITY];

  private int freeCount;
  private int used;

  /**
   * Takes an order in.
   *
   * @param reference of the order
   * @param side what {@link #side} will give back, 0 or more
   * @param key what {@link #key} will give back
   * @param shares 0 to 2^32 - 1
   * @return the order that had this reference and is thereby removed, or NONE
   */
  int add(long reference, int side, long key, long shares) {
    int order = freeCount > 0 ? free[--freeCount] : unused();
    records[order * RECORD_LONGS] = key;
    records[order * RECORD_LONGS + 1] = (long) side << SIDE_SHIFT | shares;
    return release(places.put(reference, order));
  }

  /** The order of a reference, or NONE. */
  int find(long reference) {
    return (int) places.get(reference);
  }

  /** Removes the order of a reference and gives it back, or NONE. */
  int remove(long reference) {
    return release(places.remove(reference));
  }

  int side(int order) {
    return (int) (records[order * RECORD_LONGS + 1] >>> SIDE_SHIFT);
  }

  long key(int order) {
    return records[order * RECORD_LONGS];
  }

  long shares(int order) {
    return records[order * RECORD_LONGS + 1] & SHARES_MASK;
  }

  /** Takes shares off, at most those that the order has. */
  void reduce(int order, long by) {
    records[order * RECORD_LONGS + 1] -= by;
  }

  int count() {
    return used - freeCount;
  }

  private int release(long order) {
    if (order != NONE) {
      free[freeCount++] = (int) order;
    }
    return (int) order;
  }

  private int unused() {
    if (used == free.length) {
      free = Arrays.copyOf(free, used * 2);
      records = Arrays.copyOf(records, used * 2 * RECORD_LONGS);
    }
    return used++;
  }
}
