package io.pushpop.bench.itch;

import java.util.Arrays;

/**
 * The orders that a generated session has in the book: a pool of fixed size, with the best price
 * and the time priority of each stock's two sides. Prices are ticks, 0 to 63, of a band that
 * belongs to the stock, so that the occupied ticks of a side are the bits of one long.
 *
 * <p>An order is named by its place in the pool, 0 to capacity - 1, until it is removed. Arguments
 * are not checked: the only caller asks before it acts.
 */
final class LiveOrders {
  static final int TICKS = Long.SIZE;
  static final int NONE = -1;

  private static final int BUY = 0;
  private static final int SELL = 1;

  private final long[] references;
  private final int[] shares;

  /** Which stock, side and tick, as one number. */
  private final int[] levels;

  private final int[] older;
  private final int[] newer;

  /** Pool places: those of live orders first, in no order, then the free ones. */
  private final int[] places;

  /** Where in {@link #places} a pool place stands. */
  private final int[] ranks;

  private int count;

  private final int[] oldest;
  private final int[] newest;

  /** Per stock and side, a bit for each tick that has orders. */
  private final long[] occupied;

  LiveOrders(int stocks, int capacity) {
    references = new long[capacity];
    shares = new int[capacity];
    levels = new int[capacity];
    older = new int[capacity];
    newer = new int[capacity];
    places = new int[capacity];
    ranks = new int[capacity];
    Arrays.setAll(places, i -> i);
    Arrays.setAll(ranks, i -> i);
    occupied = new long[stocks * 2];
    oldest = new int[stocks * 2 * TICKS];
    newest = new int[stocks * 2 * TICKS];
    Arrays.fill(oldest, NONE);
    Arrays.fill(newest, NONE);
  }

  int capacity() {
    return places.length;
  }

  int count() {
    return count;
  }

  /** The order at a rank from 0 to count - 1; ranks say nothing about age. */
  int at(int rank) {
    return places[rank];
  }

  long reference(int order) {
    return references[order];
  }

  int shares(int order) {
    return shares[order];
  }

  int stock(int order) {
    return levels[order] / (2 * TICKS);
  }

  boolean isBuy(int order) {
    return (levels[order] / TICKS & 1) == BUY;
  }

  int tick(int order) {
    return levels[order] % TICKS;
  }

  /** Best tick of a side: the highest to buy, the lowest to sell, or NONE. */
  int bestTick(int stock, boolean buy) {
    long ticks = occupied[side(stock, buy)];
    if (ticks == 0) {
      return NONE;
    }
    return buy ? TICKS - 1 - Long.numberOfLeadingZeros(ticks) : Long.numberOfTrailingZeros(ticks);
  }

  /** The order that is next to trade: the oldest at the best tick of a side that is not empty. */
  int first(int stock, boolean buy) {
    return oldest[side(stock, buy) * TICKS + bestTick(stock, buy)];
  }

  void add(long reference, int stock, boolean buy, int tick, int orderShares) {
    int order = places[count++];
    int side = side(stock, buy);
    int level = side * TICKS + tick;
    references[order] = reference;
    shares[order] = orderShares;
    levels[order] = level;
    int before = newest[level];
    older[order] = before;
    newer[order] = NONE;
    newest[level] = order;
    if (before == NONE) {
      oldest[level] = order;
      occupied[side] |= 1L << tick;
    } else {
      newer[before] = order;
    }
  }

  void reduce(int order, int by) {
    shares[order] -= by;
  }

  void remove(int order) {
    unlink(order);
    int rank = ranks[order];
    int last = places[--count];
    places[rank] = last;
    ranks[last] = rank;
    places[count] = order;
    ranks[order] = count;
  }

  private void unlink(int order) {
    int level = levels[order];
    int before = older[order];
    int after = newer[order];
    if (before == NONE) {
      oldest[level] = after;
    } else {
      newer[before] = after;
    }
    if (after == NONE) {
      newest[level] = before;
    } else {
      older[after] = before;
    }
    if (before == NONE && after == NONE) {
      occupied[level / TICKS] &= ~(1L << level % TICKS);
    }
  }

  private static int side(int stock, boolean buy) {
    return stock * 2 + (buy ? BUY : SELL);
  }
}
