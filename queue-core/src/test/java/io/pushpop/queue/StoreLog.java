package io.pushpop.queue;

import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Every store to one region, in the order of the program. Those of the ring are told by {@link
 * Recording}; those that a user makes through the buffer of a permit are found by comparing the
 * region with a shadow of it, at the latest before the next store of the ring, and logged as
 * several: a process may die in the middle of a payload.
 */
final class StoreLog {

  /**
   * One store.
   *
   * @param life how many producers had died before it was made
   */
  record Store(int offset, byte[] bytes, boolean release, int life) {
    void applyTo(UnsafeBuffer region) {
      region.putBytes(offset, bytes);
    }

    boolean isHead() {
      return offset == RingLayout.HEAD_OFFSET;
    }

    boolean isTail() {
      return offset == RingLayout.TAIL_OFFSET;
    }
  }

  /** The process is killed here: nothing in the ring catches this. */
  static final class Died extends Error {
    private static final long serialVersionUID = 1L;

    Died() {
      super("killed", null, false, false);
    }
  }

  /** Hears of each store of the ring after it was made. */
  interface Listener {
    void stored(Store store, long value);
  }

  private final UnsafeBuffer memory;
  private final UnsafeBuffer shadow;
  private final Listener listener;
  private final List<Store> stores = new ArrayList<>();
  private int storesToLive = Integer.MAX_VALUE;
  private int life;

  StoreLog(UnsafeBuffer memory, Listener listener) {
    this.memory = memory;
    this.shadow = new UnsafeBuffer(new byte[memory.capacity()]);
    this.listener = listener;
    shadow.putBytes(0, memory, 0, memory.capacity());
  }

  List<Store> stores() {
    return stores;
  }

  boolean covers(long address) {
    return address >= memory.addressOffset()
        && address < memory.addressOffset() + memory.capacity();
  }

  /** Throws {@link Died} instead of the store that comes after so many others. */
  void dieAfter(int moreStores) {
    storesToLive = moreStores;
  }

  /** Stores from now on are those of another producer. */
  void nextLife() {
    life++;
    storesToLive = Integer.MAX_VALUE;
  }

  /** Logs what users have stored since the last store. */
  void before() {
    findPayload();
    live();
  }

  /** Logs what users have stored so far, where it would else be written over or mixed up. */
  void findPayload() {
    for (int at = RingLayout.SLOTS_OFFSET; at < memory.capacity(); at += Integer.BYTES) {
      if (memory.getInt(at) != shadow.getInt(at)) {
        try {
          live();
        } catch (Died died) {
          memory.putBytes(at, shadow, at, memory.capacity() - at);
          throw died;
        }
        log(at, Integer.BYTES, false);
      }
    }
  }

  void after(long address, int size, boolean release) {
    int offset = (int) (address - memory.addressOffset());
    Store store = log(offset, size, release);
    listener.stored(store, size == Long.BYTES ? memory.getLong(offset) : memory.getInt(offset));
  }

  private void live() {
    if (storesToLive-- == 0) {
      storesToLive = Integer.MAX_VALUE;
      throw new Died();
    }
  }

  private Store log(int offset, int size, boolean release) {
    byte[] bytes = new byte[size];
    memory.getBytes(offset, bytes);
    shadow.putBytes(offset, bytes);
    Store store = new Store(offset, bytes, release, life);
    stores.add(store);
    return store;
  }
}
