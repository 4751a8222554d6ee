package io.pushpop.bench.contest.lane;

/** One direction of a contender's connection, seen from one side. Used by one thread. */
public interface Lane extends AutoCloseable {

  /** Sends one element; false if there is no room now. */
  boolean trySend(long sequence);

  /** Sends on what the lane may have held back. */
  default void flush() {}

  /**
   * Receives what there is, up to the contender's usual batch, and checks it: one by one, where the
   * contender has no way of its own.
   *
   * @return how many elements
   */
  default int receive() {
    int count = 0;
    while (count < Contender.BATCH && receiveOne()) {
      count++;
    }
    return count;
  }

  /** Receives one element, if there is one, and checks it. */
  boolean receiveOne();

  /** Whether sending and receiving wait by themselves, up to a tenth of a second. */
  default boolean waits() {
    return false;
  }

  /** Elements received so far. */
  long received();

  @Override
  void close();
}
