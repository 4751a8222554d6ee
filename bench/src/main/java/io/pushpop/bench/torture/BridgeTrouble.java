package io.pushpop.bench.torture;

import java.util.Locale;

/** What happens to a bridge while elements go over it. */
enum BridgeTrouble {
  /** Nothing. */
  PLAIN,
  /** Of the datagrams, one in a hundred is lost, both ways. */
  LOSS,
  /** The link is cut for two seconds. */
  CUT,
  /** No element reaches the receiver for longer than Aeron waits, but acknowledgements pass. */
  DEAF,
  /** Sender and receiver are killed again and again. */
  KILLS,
  /** So are they, and media drivers that are processes of their own. */
  DRIVERS;

  /** Whether somebody is killed, and elements go for as long as that lasts. */
  boolean isDeadly() {
    return this == KILLS || this == DRIVERS;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
