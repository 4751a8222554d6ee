package io.pushpop.queue;

import static io.pushpop.queue.RingLayout.HEAD_OFFSET;
import static io.pushpop.queue.RingLayout.SKIPPED_OFFSET;
import static io.pushpop.queue.RingLayout.TAIL_OFFSET;

import org.agrona.concurrent.AtomicBuffer;

/**
 * A look at a region from outside, while its ends are at work or long gone. It only ever loads, so
 * that the region may be mapped read-only, and no end is disturbed.
 *
 * <p>For tools that inspect a queue. A view has no state of its own: any number of threads may use
 * one.
 */
public final class RingView {
  /**
   * Looks at counters that move at every one of them, before bounds are good enough. Few, since
   * each takes the lines of head and tail away from the ends.
   */
  private static final int MAX_LOOKS = 8;

  private final AtomicBuffer region;
  private final Geometry geometry;

  private RingView(AtomicBuffer region, Geometry geometry) {
    this.region = region;
    this.geometry = geometry;
  }

  /**
   * Head and tail, as they stood at one moment.
   *
   * @param head position of the next slot to push
   * @param tail position of the next slot to pop
   */
  public record Counters(long head, long tail) {
    /**
     * Slots in use.
     *
     * @return 0 to the capacity of the ring
     */
    public int depth() {
      return (int) (head - tail);
    }
  }

  /**
   * How a caller keeps head and tail.
   *
   * @param <R> as what
   */
  @FunctionalInterface
  public interface Form<R> {
    /**
     * Keeps both.
     *
     * @param head position of the next slot to push
     * @param tail position of the next slot to pop
     * @return what they are kept as
     */
    R of(long head, long tail);
  }

  /**
   * A view of a region.
   *
   * @param region memory outside the heap, 8-byte aligned, of the geometry's region length; kept
   *     referenced as long as the view is
   * @param geometry of the ring in the region
   * @return the view
   * @throws IllegalArgumentException if the region does not suit the geometry
   */
  public static RingView of(AtomicBuffer region, Geometry geometry) {
    RingLayout.checkRegion(region, geometry);
    return new RingView(region, geometry);
  }

  /**
   * Head and tail, now. Elements below head are complete for whoever reads them after this.
   *
   * @return both, at most one ring apart
   * @throws CorruptQueueException if they are impossible
   */
  public Counters counters() {
    return counters(Counters::new);
  }

  /**
   * Head and tail, now, as {@link #counters()} tells them, in whatever form the caller keeps them:
   * nothing is allocated here.
   *
   * @param <R> that form
   * @param form called once, with head and tail
   * @return what it made of them
   * @throws CorruptQueueException if they are impossible
   */
  public <R> R counters(Form<R> form) {
    long head = 0;
    long tail = 0;
    for (int look = 0; look < MAX_LOOKS; look++) {
      // ACQUIRE TAIL: without it head could be older than tail, and the depth below 0.
      tail = region.getLongAcquire(TAIL_OFFSET);
      // ACQUIRE HEAD, with RELEASE HEAD in Push: all elements below are complete.
      head = region.getLongAcquire(HEAD_OFFSET);
      if (region.getLongAcquire(TAIL_OFFSET) == tail) {
        // Tail stood still meanwhile, so both were there at the moment when head was read.
        RingLayout.checkCounters(head, tail, geometry.slots());
        return form.of(head, tail);
      }
    }
    // When head was read tail had moved on, and was no further behind than a ring is long.
    long nearest = Math.max(tail, head - geometry.capacity());
    RingLayout.checkCounters(head, nearest, geometry.slots());
    return form.of(head, nearest);
  }

  /**
   * How many elements consumers have passed over since the queue was created, as {@link
   * Pop#skipped()}. Asked for after {@link #counters()}, it covers whatever lies below that tail.
   *
   * @return elements, 0 or more
   */
  public long skipped() {
    return region.getLong(SKIPPED_OFFSET);
  }

  /**
   * What was lost in this queue, now.
   *
   * @return the account
   */
  public Losses losses() {
    return losses(null);
  }

  /**
   * What was lost in this queue, now, without allocating anything if that has not changed.
   *
   * @param known an earlier account, or null
   * @return the same one if it is still true
   */
  public Losses losses(Losses known) {
    return Losses.in(region, known);
  }

  /**
   * The word of the user's beside an end: see {@link Push#userWord()} and {@link Pop#userWord()}.
   *
   * @param end which
   * @return what was put there last, 0 at first
   */
  public long userWord(End end) {
    // ACQUIRE USER-WORD, with RELEASE USER-WORD of the end: what it did before is there.
    return region.getLongAcquire(RingLayout.wordOffset(end));
  }

  /**
   * Looks at the marks of push ends, with which the next one will go on.
   *
   * @throws CorruptQueueException if no push end has written them
   */
  public void checkMarks() {
    Marks.requireSound(region.addressOffset());
  }

  /**
   * Looks at what push ends have written of losses, which the next one will go on with.
   *
   * @throws CorruptQueueException if no push end has written that
   */
  public void checkLosses() {
    LossAccount.requireSound(region.addressOffset());
  }

  /**
   * A scan of the elements that are in the queue now. Each scan is for one thread.
   *
   * @return the scan, before the oldest element
   * @throws CorruptQueueException if head and tail are impossible
   */
  public ElementScan scan() {
    return new ElementScan(this, region, geometry);
  }
}
