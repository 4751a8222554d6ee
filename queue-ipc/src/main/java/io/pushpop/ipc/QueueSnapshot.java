package io.pushpop.ipc;

import io.pushpop.queue.End;
import io.pushpop.queue.Geometry;
import io.pushpop.queue.Losses;
import io.pushpop.queue.RingView;

/**
 * A queue at one moment: its counters, its losses and its ends. Made by {@link
 * QueueFile#snapshot()} and {@link QueueFileView#snapshot()}, and from then on a value that does
 * not change.
 *
 * <p>Who looks often reuses one: {@code snapshot(into)} writes over it, and allocates nothing as
 * long as no end is taken or given back and nothing is lost. (A file with lock files is the
 * exception: Java can only ask for their locks by objects.)
 *
 * <p>Taking one costs the ends nothing but the transfer of the lines that head, tail and the end
 * records are on. Head and tail are of one moment, or, while pop does not pause for an instant, so
 * close to it that the depth is between 0 and the capacity; the ends are of a moment shortly after.
 *
 * <p>Not safe for use by several threads while it is written over.
 */
public final class QueueSnapshot {
  private final RingView.Form<QueueSnapshot> counters = this::counters;

  private long nanoTime;
  private Geometry geometry;
  private long head;
  private long tail;
  private long skipped;
  private EndStatus push;
  private EndStatus pop;
  private Losses losses;

  /** A snapshot of nothing, to be written over before anything is asked of it. */
  public QueueSnapshot() {}

  /** Writes over what is here. */
  QueueSnapshot take(RingView ring, Geometry newGeometry, EndStates ends, EndLocks locks) {
    geometry = newGeometry;
    nanoTime = System.nanoTime();
    ring.counters(counters);
    skipped = ring.skipped();
    losses = ring.losses(losses);
    push = ends.status(End.PUSH, locks, push);
    pop = ends.status(End.POP, locks, pop);
    return this;
  }

  /**
   * When it was taken.
   *
   * @return {@link System#nanoTime()} of this JVM, just before the counters were read
   */
  public long nanoTime() {
    return nanoTime;
  }

  /**
   * How many slots the ring has and how large each is.
   *
   * @return the geometry
   */
  public Geometry geometry() {
    return geometry;
  }

  /**
   * Position of the next slot to push: how many slots have ever been pushed.
   *
   * @return slots, 0 or more; it only grows
   */
  public long head() {
    return head;
  }

  /**
   * Position of the next slot to pop: how many slots have ever been popped.
   *
   * @return slots, 0 to head; it only grows
   */
  public long tail() {
    return tail;
  }

  /**
   * How many elements consumers have passed over, as {@link io.pushpop.queue.Pop#skipped()}.
   *
   * @return elements, 0 or more, those of all skips below tail among them
   */
  public long skipped() {
    return skipped;
  }

  /**
   * Slots in use.
   *
   * @return 0 to {@link #capacity()}
   */
  public int depth() {
    return (int) (head - tail);
  }

  /**
   * Slots that can be in use.
   *
   * @return one less than the ring has
   */
  public int capacity() {
    return geometry.capacity();
  }

  /**
   * What was lost while the queue was full.
   *
   * @return the account, of a moment shortly after head and tail were read
   */
  public Losses losses() {
    return losses;
  }

  /**
   * Who holds an end, or held it last.
   *
   * @param end which
   * @return its state, pid, generation and start time
   */
  public EndStatus end(End end) {
    return end == End.PUSH ? push : pop;
  }

  @Override
  public String toString() {
    return "head="
        + head
        + ", tail="
        + tail
        + ", skipped="
        + skipped
        + ", "
        + geometry
        + ", push="
        + push
        + ", pop="
        + pop
        + ", "
        + losses;
  }

  private QueueSnapshot counters(long newHead, long newTail) {
    head = newHead;
    tail = newTail;
    return this;
  }
}
