package io.pushpop.ipc.typed;

import io.pushpop.queue.ElementHandler;
import net.openhft.chronicle.bytes.Bytes;

/** Receives popped elements of several types in place. */
@FunctionalInterface
public interface TypedHandler {

  /**
   * One element. What the bytes show belongs to the queue again as soon as this returns; copy what
   * must last. The handler may not use or close the end that calls it.
   *
   * <p>If it throws, the exception passes through to the caller of the pop; this element, and all
   * after it, stay in the queue.
   *
   * @param type the id that the element was pushed with
   * @param bytes the element, from its first byte behind the id to its last, and no further; one
   *     view, moved from element to element
   */
  void onElement(int type, Bytes<?> bytes);

  /**
   * Elements are missing before the one that follows, as {@link ElementHandler#onGap}. Does nothing
   * unless it is overridden.
   *
   * @param position of the element that follows
   * @param lost how many elements are missing before it, 1 or more
   */
  default void onGap(long position, long lost) {}
}
