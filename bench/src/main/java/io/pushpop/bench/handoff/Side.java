package io.pushpop.bench.handoff;

import java.util.Locale;

/** The two sides of a handoff. */
enum Side {
  /** Pushes. */
  FEED,
  /** Pops. */
  STRATEGY;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
