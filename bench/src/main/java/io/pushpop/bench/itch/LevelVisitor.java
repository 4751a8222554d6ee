package io.pushpop.bench.itch;

/** Is shown the levels of books. */
public interface LevelVisitor {
  /**
   * A level.
   *
   * @param stockLocate of the stock, 0 to 65,535
   * @param buy whether shares are wanted at this price, or else offered
   * @param price 1/10,000 of a dollar
   * @param shares 1 or more
   */
  void onLevel(int stockLocate, boolean buy, long price, long shares);
}
