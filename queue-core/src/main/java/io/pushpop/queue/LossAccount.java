package io.pushpop.queue;

import static io.pushpop.queue.RingLayout.ABANDONED_OFFSET;
import static io.pushpop.queue.RingLayout.CONFLATED_OFFSET;
import static io.pushpop.queue.RingLayout.DROPPED_OFFSET;
import static io.pushpop.queue.RingLayout.HEAD_OFFSET;
import static io.pushpop.queue.RingLayout.MARKED_OFFSET;
import static io.pushpop.queue.RingLayout.MOVED_OFFSET;
import static io.pushpop.queue.RingLayout.SET_ASIDE_OFFSET;

/**
 * The books of a push end: what it has lost, and what of that stands in a gap marker. Every counter
 * only grows, and each entry is one store, so that a death in between leaves no half of one.
 *
 * <p>An element is lost, or set aside, from its store on, as it is pushed from the store of head
 * on. {@code moved} and {@code marked} are stored after the head that they follow from: after a
 * death in between, an element counts as abandoned that was delivered, and a gap that was told is
 * told again, by the same running total, which the consumer knows already.
 */
final class LossAccount {
  private final long regionAddress;
  private long dropped;
  private long conflated;
  private long setAside;
  private long moved;
  private long abandoned;
  private long marked;

  /** Lost before the next element that goes into the ring, and in no marker yet. */
  private long owed;

  private LossAccount(long regionAddress) {
    this.regionAddress = regionAddress;
    // In this order nothing counts as marked before it is lost, or as moved before it was set
    // aside, also while a push end is at work.
    marked = load(MARKED_OFFSET);
    moved = load(MOVED_OFFSET);
    abandoned = load(ABANDONED_OFFSET);
    setAside = load(SET_ASIDE_OFFSET);
    conflated = load(CONFLATED_OFFSET);
    dropped = load(DROPPED_OFFSET);
    long waited = setAside - moved - abandoned;
    if (dropped < 0 || conflated < 0 || moved < 0 || abandoned < 0 || waited < 0 || marked < 0) {
      throw bad();
    }
    if (lost() + waited < marked) {
      throw bad();
    }
  }

  /**
   * Goes on with the account of a region. What waited in the table of the push end before is lost.
   *
   * @throws CorruptQueueException if no push end has written it
   */
  static LossAccount takeOver(long regionAddress) {
    LossAccount account = new LossAccount(regionAddress);
    account.abandon();
    account.owed = account.lost() - account.marked;
    return account;
  }

  /**
   * Looks at an account, and changes nothing.
   *
   * @throws CorruptQueueException if no push end has written it
   */
  static void requireSound(long regionAddress) {
    new LossAccount(regionAddress);
  }

  long owed() {
    return owed;
  }

  /** The running total for the marker before an element, of which so many were lost before it. */
  long total(long lostBefore) {
    return marked + lostBefore;
  }

  void drop() {
    store(DROPPED_OFFSET, ++dropped);
    owed++;
  }

  void setAside() {
    store(SET_ASIDE_OFFSET, ++setAside);
  }

  void conflate() {
    store(CONFLATED_OFFSET, ++conflated);
  }

  /** An element that was set aside is in the ring; so many were lost before it, and are untold. */
  void moved(long untold) {
    store(MOVED_OFFSET, ++moved);
    owed = untold;
  }

  /** A marker with this total is in the ring. */
  void marked(long total) {
    marked = total;
    owed = 0;
    store(MARKED_OFFSET, total);
  }

  /** Whatever waits is lost. */
  void abandon() {
    long all = setAside - moved;
    if (abandoned != all) {
      abandoned = all;
      store(ABANDONED_OFFSET, all);
    }
  }

  private long lost() {
    return dropped + conflated + abandoned;
  }

  private long load(int offset) {
    return Memory.getLongAcquire(regionAddress + offset); // ACQUIRE LOSSES, of the push end
  }

  private void store(int offset, long value) {
    // RELEASE LOSSES: in the order of the program, after head where it follows from that. Without
    // it a push end that dies could leave a gap as told that nobody was told of.
    Memory.putLongRelease(regionAddress + offset, value);
  }

  private CorruptQueueException bad() {
    return new CorruptQueueException(
        "push losses",
        Memory.getLongAcquire(regionAddress + HEAD_OFFSET),
        "counters of 0 or more with moved + abandoned <= set aside and marked <= lost",
        "dropped="
            + dropped
            + " conflated="
            + conflated
            + " set aside="
            + setAside
            + " moved="
            + moved
            + " abandoned="
            + abandoned
            + " marked="
            + marked);
  }
}
