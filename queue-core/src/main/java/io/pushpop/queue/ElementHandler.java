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

  /**
   * Elements are missing: pushed, and lost by a push end that drops or conflates while the queue is
   * full, or that died while some waited in its table. Called right before the element that follows
   * them in the stream; they came after the one before it. Does nothing unless it is overridden.
   *
   * <p>The gap belongs to that element: if this or {@link #onElement} throws, or this end dies,
   * both stay in the queue and come again. Only if an end dies in the instant between its last two
   * stores do the elements of that pop, drain or skip come again without their gaps.
   *
   * <p>What is lost after the last element of a stream has no element that could follow: it stands
   * in {@link Pop#losses()}.
   *
   * @param position of the element that follows
   * @param lost how many elements are missing before it, 1 or more
   */
  default void onGap(long position, long lost) {}
}
