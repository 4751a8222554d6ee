package io.pushpop.bench.torture;

import io.pushpop.queue.Batch;
import io.pushpop.queue.Geometry;
import io.pushpop.queue.Permit;
import io.pushpop.queue.Push;
import java.util.concurrent.TimeUnit;
import org.agrona.MutableDirectBuffer;

/**
 * Pushes one element after the other, in every way that there is; which, follows from its sequence.
 */
final class Pusher {
  /** A patience that ends now and then, on a ring that is full for some time. */
  private static final long PATIENCE_MICROS = 50;

  private static final int MAX_BATCH = 16;

  // Draws of Elements decide with the dice below these.
  private static final int MANNER_DIE = 4;
  private static final int SHAM_DIE = 5;

  private final Push push;
  private final Elements elements;
  private final Pace pace;
  private final PushJournal journal;
  private final Scribble scribble;
  private final int slotPayload;
  private final int capacity;
  private final long end;

  /** The sequence of the next element. */
  private long next;

  /** The sequence before which something was reserved and given up last. */
  private long shammed = -1;

  /**
   * Goes on where the last push end was closed or killed.
   *
   * @param push end
   * @param geometry of its ring
   * @param elements to push
   * @param end the sequence that is not pushed any more
   * @param pace at which to push
   * @param journal of this and all earlier push ends
   * @throws Violation if head is not where the last push end can have left it
   */
  Pusher(
      Push push, Geometry geometry, Elements elements, long end, Pace pace, PushJournal journal) {
    this.push = push;
    this.elements = elements;
    this.end = end;
    this.pace = pace;
    this.journal = journal;
    this.scribble = new Scribble(geometry);
    this.slotPayload = geometry.slotPayload();
    this.capacity = geometry.capacity();
    this.next = journal.next(push.position(), capacity);
  }

  /** The sequence of the next element. */
  long next() {
    return next;
  }

  /**
   * Pushes an element, or several.
   *
   * @return whether anything was pushed; if not, the ring is full
   */
  boolean push() throws InterruptedException {
    long before = next;
    if (before != shammed) {
      shammed = before;
      sham(elements.draw(before, SHAM_DIE));
    }
    long draw = elements.draw(before, MANNER_DIE);
    int length = elements.length(before);
    switch ((int) draw & 7) {
      case 0, 1 -> pushCopy(length);
      case 2 -> pushPermit(push.tryReserve(length), length);
      case 3 -> pushPermit(push.reserve(length, PATIENCE_MICROS, TimeUnit.MICROSECONDS), length);
      case 4 -> pushShortened(length, draw);
      default -> {
        if (length <= slotPayload) {
          pushBatch(draw);
        } else {
          pushPermit(push.tryReserve(length), length);
        }
      }
    }
    return next != before;
  }

  /** The end will be closed: nothing is under way. */
  void finish() {
    journal.aboutToPush(next, 0, push.position());
  }

  private void pushCopy(int length) {
    boolean can = push.canPush(length);
    aboutToPush(1);
    if (push.tryPush(elements.image(next), 0, length)) {
      next++;
    } else if (can) {
      throw new Violation(
          "canPush did not hold: expected=room for length="
              + length
              + " until this end pushes, found=none, position="
              + push.position());
    }
  }

  private void pushPermit(Permit permit, int length) {
    if (permit != null) {
      permit.buffer().putBytes(permit.offset(), elements.image(next), 0, length);
      publish(permit, length);
    }
  }

  private void pushShortened(int length, long draw) {
    int reserved = length + Elements.bounded(draw, elements.maxLength() - length + 1);
    Permit permit = push.tryReserve(reserved);
    if (permit != null) {
      MutableDirectBuffer buffer = permit.buffer();
      int offset = permit.offset();
      scribble.fill(buffer, offset, length, reserved, push.position(), (int) (draw >>> 8 & 1));
      buffer.putBytes(offset, elements.image(next), 0, length);
      publish(permit, length);
    }
  }

  private void publish(Permit permit, int length) {
    aboutToPush(1);
    pace.dawdle(next);
    permit.push(length);
    next++;
  }

  /** A batch of the elements that fit a slot each; often of fewer than it was reserved for. */
  private void pushBatch(long draw) {
    Batch batch = push.tryReserveBatch(1 + Elements.bounded(draw, Math.min(MAX_BATCH, capacity)));
    if (batch == null) {
      return;
    }
    int count = 0;
    while (batch.remaining() > 0
        && next + count < end
        && elements.length(next + count) <= slotPayload) {
      int length = elements.length(next + count);
      batch.buffer().putBytes(batch.offset(), elements.image(next + count), 0, length);
      batch.stage(length);
      count++;
    }
    aboutToPush(count);
    pace.dawdle(next);
    batch.push();
    next += count;
  }

  private void aboutToPush(int count) {
    journal.aboutToPush(next, count, push.position());
  }

  /** Now and then reserves something, writes all over it, and gives it up. */
  private void sham(long draw) {
    long before = push.position();
    if ((draw & 7) == 0) {
      int length = Elements.bounded(draw, elements.maxLength() + 1);
      try (Permit permit = push.tryReserve(length)) {
        if (permit != null) {
          scribble.fill(
              permit.buffer(), permit.offset(), 0, length, before, (int) (draw >>> 8 & 1));
        }
      }
    } else if ((draw & 15) == 1) {
      try (Batch batch =
          push.tryReserveBatch(1 + Elements.bounded(draw, Math.min(MAX_BATCH, capacity)))) {
        int left = (int) (draw >>> 8 & 3);
        while (batch != null && batch.remaining() > left) {
          int length = batch.maxLength();
          scribble.fill(batch.buffer(), batch.offset(), 0, length, before, 0);
          batch.stage(length);
        }
      }
    }
    if (push.position() != before) {
      throw new Violation(
          "giving up moved the push end: expected position="
              + before
              + ", found="
              + push.position());
    }
  }
}
