package io.pushpop.ipc.typed;

import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.bytes.PointerBytesStore;
import net.openhft.chronicle.bytes.VanillaBytes;

/**
 * One Chronicle view, moved from element to element: a view of its own for each would cost over 400
 * bytes of garbage.
 */
final class Place {
  private final PointerBytesStore store = ChronicleFlags.newStore();
  private final View view;

  Place() {
    store.set(store.addressForRead(0), 0);
    view = new View(store);
    // An end may move between threads, which the ring checks itself.
    view.singleThreadedCheckDisabled(true);
    store.singleThreadedCheckDisabled(true);
  }

  /** The view, empty, with this much room at an address. */
  Bytes<?> toWrite(long address, int length) {
    return move(address, 0, length);
  }

  /** The view of so many bytes at an address. */
  Bytes<?> toRead(long address, int length) {
    return move(address, length, length);
  }

  private Bytes<?> move(long address, int written, int length) {
    store.set(address, length);
    return view.moveTo(address, written, length);
  }

  /**
   * Knows itself what Chronicle's own views ask their store for at each access and each clearing.
   */
  private static final class View extends VanillaBytes<Void> {
    private long address;
    private long capacity;

    View(PointerBytesStore store) {
      super(store, 0, 0);
    }

    Bytes<?> moveTo(long address, int written, int length) {
      this.address = address;
      capacity = length;
      readPosition = 0;
      uncheckedWritePosition(written);
      writeLimit = length;
      return this;
    }

    @Override
    public long start() {
      return 0;
    }

    @Override
    public long capacity() {
      return capacity;
    }

    @Override
    public boolean isDirectMemory() {
      return true;
    }

    @Override
    public long addressForWrite(long offset) {
      writeCheckOffset(offset, 0);
      return address + offset;
    }

    @Override
    public long addressForRead(long offset) {
      readCheckOffset(offset, 0, true);
      return address + offset;
    }
  }
}
