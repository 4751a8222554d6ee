package io.pushpop.queue;

import static io.pushpop.queue.RingLayout.GAP;
import static io.pushpop.queue.RingLayout.LENGTH_OFFSET;
import static io.pushpop.queue.RingLayout.SKIP;
import static io.pushpop.queue.RingLayout.STAMP_OFFSET;
import static io.pushpop.queue.RingLayout.TAIL_OFFSET;
import static io.pushpop.queue.RingLayout.TOLD_OFFSET;
import static io.pushpop.queue.RingLayout.WORD_LENGTH;
import static io.pushpop.queue.RingLayout.stamp;

import java.lang.invoke.VarHandle;
import org.agrona.concurrent.AtomicBuffer;

/**
 * Copies of the elements that were in a queue when the scan began, oldest first, without popping
 * them. Where a pop end is at work meanwhile it may overtake the scan: elements that it has popped
 * before their copy was complete are left out and accounted for.
 *
 * <p>For one thread.
 */
public final class ElementScan {
  private static final int FIRST_BYTES = 256;

  private final RingView view;
  private final AtomicBuffer region;
  private final int slots;
  private final int slotShift;
  private final int maxLength;

  /** Position of the next slot to look at, and the one at which the scan ends. */
  private long next;

  private long end;
  private long overtaken;

  /** The total of losses up to {@code next}, and up to the element that was copied last. */
  private long told;

  private long total;

  /** The element that was copied last. */
  private byte[] bytes = new byte[FIRST_BYTES];

  private int length;
  private long position;
  private boolean stamped;
  private long lostBefore;

  ElementScan(RingView view, AtomicBuffer region, Geometry geometry) {
    this.view = view;
    this.region = region;
    this.slots = geometry.slots();
    this.slotShift = Integer.numberOfTrailingZeros(geometry.slotSize());
    this.maxLength = geometry.maxLength();
    begin();
  }

  /**
   * Begins anew, with the elements that are in the queue now.
   *
   * @throws CorruptQueueException if head and tail are impossible
   */
  public void begin() {
    RingView.Counters counters = view.counters();
    next = counters.tail();
    end = counters.head();
    overtaken = 0;
    told = region.getLongAcquire(TOLD_OFFSET); // ACQUIRE LOSSES: of tail, or somewhat later
  }

  /**
   * Copies the next element.
   *
   * @return false if there was none any more when the scan began
   * @throws CorruptQueueException if what lies there is no element; the scan stays there
   */
  public boolean next() {
    while (end - next > 0) {
      CorruptQueueException corrupt = null;
      long after = next;
      try {
        after = copy(next);
      } catch (CorruptQueueException e) {
        corrupt = e;
      }
      // The loads of the copy come before the look at tail. Without it a slot that was written
      // again while it was copied could pass for the element that it held before.
      VarHandle.acquireFence();
      long tail = region.getLongAcquire(TAIL_OFFSET);
      if (tail - next <= 0) {
        if (corrupt != null) {
          throw corrupt;
        }
        next = after;
        lostBefore = Math.max(0, total - told);
        told += lostBefore;
        return true;
      }
      // Popped meanwhile: what was copied may be anything, and what looked wrong was nothing.
      long passed = Math.min(tail - next, end - next);
      overtaken += passed;
      next += passed;
      told = Math.max(told, region.getLongAcquire(TOLD_OFFSET)); // ACQUIRE LOSSES
    }
    return false;
  }

  /**
   * The bytes of the element; what lies beyond {@link #length()} is to be ignored. Used again for
   * the element after it.
   *
   * @return the array that holds the copy, from index 0
   */
  public byte[] bytes() {
    return bytes;
  }

  /**
   * The length of the element.
   *
   * @return bytes
   */
  public int length() {
    return length;
  }

  /**
   * The position of the slot in which the element starts.
   *
   * @return a position
   */
  public long position() {
    return position;
  }

  /**
   * How many elements were lost between the one before and this one.
   *
   * @return elements, 0 or more; see {@link ElementHandler#onGap}
   */
  public long lostBefore() {
    return lostBefore;
  }

  /**
   * Whether the element had its stamp. One without was pushed all the same: its push end is just
   * about to store it, or died before it could.
   *
   * @return false if the stamp was another
   */
  public boolean isStamped() {
    return stamped;
  }

  /**
   * How far a pop end has overtaken this scan.
   *
   * @return slots that were popped before they could be copied, since the scan began
   */
  public long overtaken() {
    return overtaken;
  }

  /** Copies the element at a position, and tells the position behind it. */
  private long copy(long at) {
    long start = at;
    int found = region.getInt(slotOffset(at) + LENGTH_OFFSET);
    total = told;
    if (found == GAP) {
      total = RingLayout.checkTotal(region.getLong(slotOffset(at) + WORD_LENGTH), at);
      start = at + 1;
      found = lengthBehind(at, start, "a gap marker", GAP);
    }
    if (found == SKIP) {
      long marker = start;
      start += RingLayout.slotsTaken(SKIP, start, slots, slotShift, maxLength);
      found = lengthBehind(marker, start, "a skip marker", SKIP);
      if (found == SKIP) {
        throw new CorruptQueueException("length", start, "0 to " + maxLength, "" + SKIP);
      }
    }
    long after = start + RingLayout.slotsTaken(found, start, slots, slotShift, maxLength);
    if (after - end > 0) {
      throw new CorruptQueueException(
          "length", start, "an element that ends at or before head, head=" + end, "" + found);
    }
    if (found > bytes.length) {
      bytes = new byte[Math.max(found, (int) Math.min(2L * bytes.length, maxLength))];
    }
    region.getBytes(slotOffset(start) + WORD_LENGTH, bytes, 0, found);
    stamped = region.getInt(slotOffset(start) + STAMP_OFFSET) == stamp(start);
    length = found;
    position = start;
    return after;
  }

  private int lengthBehind(long marker, long start, String name, int length) {
    if (end - start <= 0) {
      throw new CorruptQueueException(
          "length", marker, name + " with an element behind it, head=" + end, "" + length);
    }
    return region.getInt(slotOffset(start) + LENGTH_OFFSET);
  }

  private int slotOffset(long at) {
    return RingLayout.slotOffset(at, slots, slotShift);
  }
}
