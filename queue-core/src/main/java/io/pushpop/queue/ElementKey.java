package io.pushpop.queue;

import org.agrona.DirectBuffer;

/** Tells which elements supersede each other: those of the same key. */
@FunctionalInterface
public interface ElementKey {

  /**
   * The key of an element, for instance the number of an instrument. It depends on the bytes of the
   * element alone. If it throws, the exception passes through to whoever pushes; nothing is pushed
   * then, and the permit stays open.
   *
   * @param buffer only the bytes from offset to offset + length are the element
   * @param offset of the element's first byte, in bytes
   * @param length of the element in bytes, 0 or more
   * @return any number
   */
  long keyOf(DirectBuffer buffer, int offset, int length);
}
