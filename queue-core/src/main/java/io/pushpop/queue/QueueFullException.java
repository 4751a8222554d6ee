package io.pushpop.queue;

/**
 * The queue is full, and the push end was taken with {@link Overflow#FAIL}: it does not wait.
 * Nothing has changed.
 */
public final class QueueFullException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the refusal.
   *
   * @param length of the element for which there is no room, in bytes
   * @param depth slots in use
   * @param capacity slots that can be in use
   */
  QueueFullException(int length, long depth, int capacity) {
    super(
        "the queue has no room, and this push end does not wait for it: length="
            + length
            + ", slots in use="
            + depth
            + ", capacity="
            + capacity
            + "; pop faster, take a larger ring, or take the end with Overflow.WAIT");
  }
}
