package io.pushpop.ipc.typed;

import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.bytes.PointerBytesStore;

/**
 * One Chronicle view, moved from element to element: a view of its own for each would cost over 400
 * bytes of garbage.
 */
final class Place {
  private final PointerBytesStore store = ChronicleFlags.newStore();
  private final Bytes<?> view;

  Place() {
    // The view takes over the limits of its store only when it is cleared, and until then has none.
    store.set(store.addressForRead(0), 0);
    view = store.bytesForWrite();
    view.clear();
    // An end may move between threads, which the ring checks itself.
    view.singleThreadedCheckDisabled(true);
    store.singleThreadedCheckDisabled(true);
  }

  /** The view, empty, with this much room at an address. */
  Bytes<?> toWrite(long address, int length) {
    store.set(address, length);
    return view.clear();
  }

  /** The view of so many bytes at an address. */
  Bytes<?> toRead(long address, int length) {
    return toWrite(address, length).writePosition(length);
  }
}
