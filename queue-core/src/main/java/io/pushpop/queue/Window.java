package io.pushpop.queue;

import java.nio.ByteBuffer;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The place of one element, moved from element to element: a buffer that reaches no further. It is
 * wrapped around an address, which takes half the instructions of wrapping the region anew, and
 * keeps the region alive for who keeps the window.
 */
final class Window extends UnsafeBuffer {
  private final DirectBuffer region;

  /**
   * A window that lies nowhere yet.
   *
   * @param region memory outside the heap
   */
  Window(DirectBuffer region) {
    this.region = region;
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
