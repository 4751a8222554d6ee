package io.pushpop.bench.duel;

/** One side of a contender, which plays when it is its turn. Used by one thread. */
public interface Turn extends AutoCloseable {
  /**
   * Plays its part while the other side plays its own.
   *
   * @param elements how many go from one side to the other, or there and back
   */
  void take(int elements);

  @Override
  void close();
}
