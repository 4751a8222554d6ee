package io.pushpop.queue;

import static io.pushpop.queue.RingLayout.FIRST_MARK_OFFSET;
import static io.pushpop.queue.RingLayout.HEAD_OFFSET;
import static io.pushpop.queue.RingLayout.MARK_OFFSET;
import static io.pushpop.queue.RingLayout.MARK_POSITION_OFFSET;
import static io.pushpop.queue.RingLayout.SECOND_MARK_OFFSET;

/**
 * What a push end has noted beside its elements: a mark, and the position of the element that it
 * goes into the ring with. A mark counts once head has passed that position, so that one store
 * publishes both.
 *
 * <p>There are two records, written in turns. The one that counts is left alone until the other one
 * does: a death in the middle of writing leaves the other with its old position, behind the one
 * that counts, or with one that head has not passed. The first record wins where both are at 0, as
 * in a new region.
 */
final class Marks {
  private final long regionAddress;

  private Marks(long regionAddress) {
    this.regionAddress = regionAddress;
  }

  /**
   * Goes on with the marks of a region. One that a holder meant for an element which it never
   * pushed is set aside, so that it does not go into the ring with an element of another.
   *
   * @throws CorruptQueueException if no push end has written them
   */
  static Marks takeOver(long regionAddress, long head) {
    requireSound(regionAddress);
    Marks marks = new Marks(regionAddress);
    int newest = marks.newest();
    long last = marks.last(head);
    if (marks.positionOf(newest) == head && marks.load(newest + MARK_OFFSET) != last) {
      marks.store(newest + MARK_OFFSET, last);
    }
    return marks;
  }

  /**
   * Looks at marks, and changes nothing.
   *
   * @throws CorruptQueueException if no push end has written them
   */
  static void requireSound(long regionAddress) {
    Marks marks = new Marks(regionAddress);
    long first = marks.positionOf(FIRST_MARK_OFFSET);
    long second = marks.positionOf(SECOND_MARK_OFFSET);
    // Head last: none is ahead of it, also while a push end is at work.
    checkPositions(first, second, Memory.getLongAcquire(regionAddress + HEAD_OFFSET));
  }

  /** Notes a mark for the element at head, which is not there yet. */
  void next(long head, long mark) {
    int newest = newest();
    if (positionOf(newest) == head) {
      store(newest + MARK_OFFSET, mark);
    } else {
      int older = otherThan(newest);
      store(older + MARK_OFFSET, mark);
      store(older + MARK_POSITION_OFFSET, head);
    }
  }

  /** The mark of the last element below head that has one, 0 if there is none. */
  long last(long head) {
    int newest = newest();
    int counts = head - positionOf(newest) > 0 ? newest : otherThan(newest);
    return head - positionOf(counts) > 0 ? load(counts + MARK_OFFSET) : 0;
  }

  private int newest() {
    boolean isSecond = positionOf(SECOND_MARK_OFFSET) - positionOf(FIRST_MARK_OFFSET) > 0;
    return isSecond ? SECOND_MARK_OFFSET : FIRST_MARK_OFFSET;
  }

  private static int otherThan(int mark) {
    return mark == FIRST_MARK_OFFSET ? SECOND_MARK_OFFSET : FIRST_MARK_OFFSET;
  }

  private long positionOf(int mark) {
    return load(mark + MARK_POSITION_OFFSET);
  }

  private long load(int offset) {
    // ACQUIRE MARK, with RELEASE MARK of the push end before.
    return Memory.getLongAcquire(regionAddress + offset);
  }

  private void store(int offset, long value) {
    // RELEASE MARK: behind the head of the element before. Without it a push end that dies could
    // have written over the mark that counts, when the other one does not count yet.
    Memory.putLongRelease(regionAddress + offset, value);
  }

  private static void checkPositions(long first, long second, long head) {
    boolean both = first == second && first != 0;
    if (first < 0 || second < 0 || both || head - first < 0 || head - second < 0) {
      throw new CorruptQueueException(
          "push marks",
          head,
          "two different positions from 0 to head, or 0 twice",
          first + " and " + second);
    }
  }
}
