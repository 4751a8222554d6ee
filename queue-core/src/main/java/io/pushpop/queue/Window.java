package io.pushpop.queue;

import java.nio.ByteBuffer;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The place of one element, moved from element to element: a buffer that reaches no further. A move
 * is one store, where wrapping anew takes five: with bounds checks on, elements of 8 bytes pass
 * half as fast again. Whoever keeps the window keeps the region alive.
 */
final class Window extends UnsafeBuffer {
  private final DirectBuffer region;

  /**
   * A window that lies nowhere yet.
   *
   * @param region memory outside the heap
   */
  Window(DirectBuffer region) {
    super(region.addressOffset(), 0);
    this.region = region;
  }

  /** Where the region begins. */
  long regionAddress() {
    return region.addressOffset();
  }

  /** Moves to another place in the region; the caller has made sure that it lies there. */
  void moveTo(long address, int length) {
    addressOffset = address;
    // Mostly as long as the one before: a load instead of a store.
    if (capacity != length) {
      capacity = length;
    }
  }

  @Override
  public ByteBuffer byteBuffer() {
    return region.byteBuffer();
  }

  @Override
  public int wrapAdjustment() {
    return region.wrapAdjustment() + (int) (addressOffset() - region.addressOffset());
  }
}
