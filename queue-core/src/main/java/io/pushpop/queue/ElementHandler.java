package io.pushpop.queue;

import org.agrona.DirectBuffer;

/** Receives popped elements in place. */
@FunctionalInterface
public interface ElementHandler {

  /**
   * One element. Its bytes belong to the queue again as soon as this returns; copy what must last.
   * The handler may not use or close the end that calls it.
   *
   * <p>If it throws, the exception passes through to the caller of the pop; this element, and all
   * after it, stay in the queue. {@link Pop#skip} passes over one that it can never handle.
   *
   * @param buffer the region; only the bytes from offset to offset + length are the element
   * @param offset of the element's first byte, in bytes; 8-byte aligned
   * @param length of the element in bytes, 0 or more
   */
  void onElement(DirectBuffer buffer, int offset, int length);
}
