package io.pushpop.queue;

import static io.pushpop.queue.RingLayout.ABANDONED_OFFSET;
import static io.pushpop.queue.RingLayout.CONFLATED_OFFSET;
import static io.pushpop.queue.RingLayout.DROPPED_OFFSET;
import static io.pushpop.queue.RingLayout.MOVED_OFFSET;
import static io.pushpop.queue.RingLayout.SET_ASIDE_OFFSET;
import static io.pushpop.queue.RingLayout.TOLD_OFFSET;

import org.agrona.concurrent.AtomicBuffer;

/**
 * The account of a queue: what was pushed and will never be popped, in elements since the queue was
 * created, whoever held its ends.
 *
 * <p>Once nothing waits and nothing is in the ring, what was delivered, what was skipped ({@link
 * Pop#skipped()}) and {@link #lost()} are together what was pushed. While a push end is at work the
 * figures may be an element apart; after its close they are exact. After its death they are too,
 * except that an element which it was just moving from the table into the ring may count as
 * abandoned although it is delivered.
 *
 * @param dropped by {@link Overflow#DROP_NEWEST}
 * @param conflated superseded by a later element of the same key, while both waited
 * @param abandoned what still waited when its push end was closed, or died
 * @param waiting in the table of the push end now. Of a push end that is dead these are lost too;
 *     the next one counts them as abandoned
 * @param told what the pop end has been told of by {@link ElementHandler#onGap} or {@link
 *     Element#lostBefore()}, with elements that it has popped, or has skipped with their gaps; the
 *     rest is told with those to come
 */
public record Losses(long dropped, long conflated, long abandoned, long waiting, long told) {

  /**
   * All that is lost.
   *
   * @return elements
   */
  public long lost() {
    return dropped + conflated + abandoned;
  }

  /**
   * The account in a region, now.
   *
   * @param known an account that may still be true, or null
   * @return the same object if it is
   */
  static Losses in(AtomicBuffer region, Losses known) {
    // ACQUIRE LOSSES, with RELEASE LOSSES of both ends: in this order nothing counts as told before
    // it is lost, or as moved before it was set aside; in another one less could wait than nothing.
    long told = region.getLongAcquire(TOLD_OFFSET);
    long moved = region.getLongAcquire(MOVED_OFFSET);
    long abandoned = region.getLongAcquire(ABANDONED_OFFSET);
    long waiting = region.getLongAcquire(SET_ASIDE_OFFSET) - moved - abandoned;
    long conflated = region.getLongAcquire(CONFLATED_OFFSET);
    long dropped = region.getLongAcquire(DROPPED_OFFSET);
    if (known != null
        && known.dropped == dropped
        && known.conflated == conflated
        && known.abandoned == abandoned
        && known.waiting == waiting
        && known.told == told) {
      return known;
    }
    return new Losses(dropped, conflated, abandoned, waiting, told);
  }
}
