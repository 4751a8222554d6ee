package io.pushpop.queue;

import java.util.Arrays;
import org.agrona.BitUtil;
import org.agrona.BufferUtil;
import org.agrona.MutableDirectBuffer;
import org.agrona.collections.Hashing;
import org.agrona.collections.Long2LongHashMap;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The elements that wait for room in the ring: of each key the latest, in the order of their last
 * update. All memory is taken at the start.
 *
 * <p>An element is written into a free entry, and only then is its key known. So there is one entry
 * more than keys: whoever has no more keys than that always finds one free.
 *
 * <p>Who supersedes another takes its key, not its place in the order. That place is a gap: it is
 * told before the element that came next there, and before the new one if none did.
 */
final class Conflation implements Surplus {
  private static final int NONE = -1;

  private final ElementKey key;
  private final long drainNanos;
  private final int entryBytes;
  private final long address;
  private final Window window;
  private final Long2LongHashMap entryOfKey;
  private final long[] keys;
  private final int[] lengths;
  private final long[] lostBefore;
  private final int[] before;
  private final int[] after;
  private int first = NONE;
  private int last = NONE;

  /** The first free entry; after leads to the others. */
  private int free;

  /**
   * A table without elements.
   *
   * @param longest bytes of the longest element
   * @throws IllegalArgumentException if it takes more than 2 GiB
   */
  Conflation(ConflationOptions options, int longest) {
    key = options.key();
    drainNanos = options.drainNanos();
    int entries = options.keys() + 1;
    entryBytes = BitUtil.align(Math.max(longest, Long.BYTES), Long.BYTES);
    if (entries < 0 || (long) entries * entryBytes > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "the elements that wait take more than 2 GiB: keys="
              + options.keys()
              + ", longest element="
              + longest
              + "; take fewer keys or shorter elements");
    }
    UnsafeBuffer memory =
        new UnsafeBuffer(BufferUtil.allocateDirectAligned(entries * entryBytes, Long.BYTES));
    address = memory.addressOffset();
    window = new Window(memory);
    float load = Hashing.DEFAULT_LOAD_FACTOR;
    entryOfKey = new Long2LongHashMap((int) (entries / load) + 1, load, NONE);
    keys = new long[entries];
    lengths = new int[entries];
    lostBefore = new long[entries];
    before = new int[entries];
    after = new int[entries];
    Arrays.setAll(after, entry -> entry + 1 < entries ? entry + 1 : NONE);
  }

  long drainNanos() {
    return drainNanos;
  }

  // Elements for which the ring has no room.

  @Override
  public boolean hasPlace() {
    return free != NONE;
  }

  @Override
  public MutableDirectBuffer place(int length) {
    window.moveTo(addressOf(free), length);
    return window;
  }

  @Override
  public void take(int length, LossAccount account) {
    long newKey = key.keyOf(place(length), 0, length);
    int entry = free;
    free = after[entry];
    int superseded = (int) entryOfKey.put(newKey, entry);
    keys[entry] = newKey;
    lengths[entry] = length;
    lostBefore[entry] = 0;
    append(entry);
    if (superseded == NONE) {
      account.setAside();
    } else {
      lostBefore[after[superseded]] += lostBefore[superseded] + 1;
      remove(superseded);
      account.conflate();
    }
  }

  // The element that waits longest since its last update.

  boolean isEmpty() {
    return first == NONE;
  }

  int firstLength() {
    return lengths[first];
  }

  long firstAddress() {
    return addressOf(first);
  }

  /** Elements that were lost since the one before it. */
  long lostBeforeFirst() {
    return lostBefore[first];
  }

  void removeFirst() {
    entryOfKey.remove(keys[first]);
    remove(first);
  }

  private void append(int entry) {
    before[entry] = last;
    after[entry] = NONE;
    if (last == NONE) {
      first = entry;
    } else {
      after[last] = entry;
    }
    last = entry;
  }

  private void remove(int entry) {
    if (before[entry] == NONE) {
      first = after[entry];
    } else {
      after[before[entry]] = after[entry];
    }
    if (after[entry] == NONE) {
      last = before[entry];
    } else {
      before[after[entry]] = before[entry];
    }
    after[entry] = free;
    free = entry;
  }

  private long addressOf(int entry) {
    return address + (long) entry * entryBytes;
  }
}
