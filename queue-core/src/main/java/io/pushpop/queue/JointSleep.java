package io.pushpop.queue;

/**
 * Sleeps on words of many regions at once, and a word of its own, so that one thread can wait for
 * many ends. A part of the seam that {@link Attachment} is; for the thread of a {@link Waiter}.
 */
public interface JointSleep {

  /**
   * How many words one sleep can have.
   *
   * @return 1 or more
   */
  int capacity();

  /**
   * Sleeps while each word holds a value. May end early, for any reason or none.
   *
   * @param addresses of the words, absolute, each an int in a region
   * @param count how many of them, 0 to {@link #capacity()}
   * @param value that all must hold; if one holds another, this returns at once
   * @param nanos how long at the most; more than 0
   */
  void sleep(long[] addresses, int count, int value, long nanos);

  /** Ends the sleep that goes on, or else the next one, at once. For any thread. Never fails. */
  void wake();
}
