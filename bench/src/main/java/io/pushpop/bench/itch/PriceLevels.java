package io.pushpop.bench.itch;

import java.util.Arrays;

/**
 * One side of one book: the shares at each price that has any. Levels are sorted with the best one
 * last, where most of what happens happens, so that little is moved.
 */
final class PriceLevels {
  /** More levels than most sides ever have, so that books hardly allocate after their start. */
  private static final int INITIAL_CAPACITY = 64;

  /** A level is two longs side by side: its key, and its shares. */
  private static final int LEVEL_LONGS = 2;

  /** Sorted by key with the best last; a key is the price to buy, its negative to sell. */
  private long[] levels = new long[INITIAL_CAPACITY * LEVEL_LONGS];

  private int count;

  /** Puts shares, 0 or more, at a level. */
  void add(long key, long shares) {
    if (shares == 0) {
      return;
    }
    int level = find(key);
    if (level >= 0 && key(level) == key) {
      levels[level * LEVEL_LONGS + 1] += shares;
    } else {
      insert(level + 1, key, shares);
    }
  }

  /** Takes off shares that were put at this level before. */
  void remove(long key, long shares) {
    if (shares == 0) {
      return;
    }
    int place = find(key) * LEVEL_LONGS;
    levels[place + 1] -= shares;
    if (levels[place + 1] == 0) {
      count--;
      int next = place + LEVEL_LONGS;
      System.arraycopy(levels, next, levels, place, count * LEVEL_LONGS - place);
    }
  }

  /** Shows all levels, the best one last, as those of this side of a stock. */
  void show(int stockLocate, boolean buy, LevelVisitor visitor) {
    for (int level = 0; level < count; level++) {
      visitor.onLevel(stockLocate, buy, Math.abs(key(level)), levels[level * LEVEL_LONGS + 1]);
    }
  }

  boolean isEmpty() {
    return count == 0;
  }

  /** Key of the best level, of which there must be one. */
  long bestKey() {
    return key(count - 1);
  }

  /** Shares of the best level, of which there must be one. */
  long bestShares() {
    return levels[(count - 1) * LEVEL_LONGS + 1];
  }

  private void insert(int level, long key, long shares) {
    if (count * LEVEL_LONGS == levels.length) {
      levels = Arrays.copyOf(levels, levels.length * 2);
    }
    int place = level * LEVEL_LONGS;
    int next = place + LEVEL_LONGS;
    System.arraycopy(levels, place, levels, next, count * LEVEL_LONGS - place);
    levels[place] = key;
    levels[place + 1] = shares;
    count++;
  }

  /** The level with this key or, if there is none, the next worse one, or -1. */
  private int find(long key) {
    // Strides double from the best level on: near it this is a short scan, far from it a search.
    int better = count;
    int level = count - 1;
    for (int stride = 1; level >= 0 && key(level) > key; stride *= 2) {
      better = level;
      level -= stride;
    }
    level = Math.max(level, -1);
    while (better - level > 1) {
      int middle = better + level >>> 1;
      if (key(middle) > key) {
        better = middle;
      } else {
        level = middle;
      }
    }
    return level;
  }

  private long key(int level) {
    return levels[level * LEVEL_LONGS];
  }
}
