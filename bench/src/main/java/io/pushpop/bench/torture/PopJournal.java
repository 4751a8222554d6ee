package io.pushpop.bench.torture;

import org.agrona.concurrent.AtomicBuffer;

/**
 * What the pop side has handled, and what it has released. What lies between may come again after a
 * kill, and nothing else. The order of the stores is kept as in {@link PushJournal}.
 */
final class PopJournal {
  private static final int DELIVERIES_OFFSET = 0;
  private static final int HANDLED_OFFSET = 8;
  private static final int RELEASED_OFFSET = 16;
  private static final int TAIL_OFFSET = 24;

  private final AtomicBuffer page;

  PopJournal(AtomicBuffer page) {
    this.page = page;
  }

  /**
   * A handler has seen an element, and was content.
   *
   * @param next the sequence after it
   */
  void handled(long next) {
    // Counted first: who dies in between has been delivered an element that comes again.
    page.putLongRelease(DELIVERIES_OFFSET, deliveries() + 1);
    if (next > handled()) {
      page.putLongRelease(HANDLED_OFFSET, next);
    }
  }

  /**
   * A call that pops has returned, so that tail covers all that was handled.
   *
   * @param next the sequence after it
   * @param tail where it is now
   */
  void released(long next, long tail) {
    page.putLongRelease(RELEASED_OFFSET, next);
    page.putLongRelease(TAIL_OFFSET, tail);
  }

  /** How often a handler has seen an element. */
  long deliveries() {
    return page.getLongAcquire(DELIVERIES_OFFSET);
  }

  /** The sequence after the last one that was handled. */
  long handled() {
    return page.getLongAcquire(HANDLED_OFFSET);
  }

  /** The sequence after the last one that was released. */
  long released() {
    return page.getLongAcquire(RELEASED_OFFSET);
  }

  /** Tail as it was then. */
  long tail() {
    return page.getLongAcquire(TAIL_OFFSET);
  }
}
