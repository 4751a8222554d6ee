package io.pushpop.queue;

import org.agrona.BufferUtil;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Takes elements for which the ring has no room, and keeps none of them. */
final class Dropping implements Surplus {
  private final int longest;
  private Window window;
  private int capacity;

  /**
   * Memory for an element of one slot; for longer ones when the first is dropped.
   *
   * @param slotPayload bytes
   * @param longest bytes of the longest element
   */
  Dropping(int slotPayload, int longest) {
    this.longest = longest;
    reach(slotPayload);
  }

  @Override
  public boolean hasPlace() {
    return true;
  }

  @Override
  public MutableDirectBuffer place(int length) {
    if (length > capacity) {
      reach((int) Math.min(longest, 2L * length));
    }
    window.moveTo(window.regionAddress(), length);
    return window;
  }

  @Override
  public void take(int length, LossAccount account) {
    account.drop();
  }

  private void reach(int bytes) {
    window =
        new Window(
            new UnsafeBuffer(
                BufferUtil.allocateDirectAligned(Math.max(bytes, Long.BYTES), Long.BYTES)));
    capacity = bytes;
  }
}
