package io.pushpop.ipc.bridge;

import io.pushpop.queue.ElementHandler;
import io.pushpop.queue.Pop;
import org.agrona.DirectBuffer;

/**
 * Reads a ring ahead of its tail: what was read stays in the ring until the other side has it. The
 * bytes of the element that was read last are taken from their place; nobody writes there before
 * they are popped.
 */
final class SourceCursor implements ElementHandler {
  private final Pop pop;

  /** All before it has been sent. */
  private long position;

  /** Where the next element is read; what lies between is taken, and waits to be sent. */
  private long next;

  /** Behind the element that was read and not taken; next if there is none. */
  private long behind;

  private DirectBuffer buffer;
  private int offset;
  private int length;

  SourceCursor(Pop pop) {
    this.pop = pop;
    rewind();
  }

  /** Back to the first element that is not popped. */
  void rewind() {
    position = pop.position();
    next = position;
    behind = position;
  }

  /** Looks for an element to send; finds the same one until that is taken. */
  boolean read() {
    if (behind == next) {
      behind = pop.tryRead(next, this);
    }
    return behind != next;
  }

  @Override
  public void onElement(DirectBuffer buffer, int offset, int length) {
    this.buffer = buffer;
    this.offset = offset;
    this.length = length;
  }

  /** The element that was read is taken, to be sent with others. */
  void advance() {
    next = behind;
  }

  /** All that was taken is sent. */
  void sent() {
    position = next;
  }

  /**
   * Passes over what the other side has.
   *
   * @return where the cursor stands: beyond the target if no element ends there, before it if the
   *     ring does not go that far
   */
  long advanceTo(long target) {
    while (target - next > 0 && read()) {
      advance();
    }
    sent();
    return position;
  }

  /** Pops what the other side has, if it was sent. */
  void popTo(long acknowledged) {
    if (acknowledged - pop.position() > 0 && position - acknowledged >= 0) {
      pop.popTo(acknowledged);
    }
  }

  /** Whether all that was taken is popped. */
  boolean isPopped() {
    return next == pop.position();
  }

  /** Behind all that was sent. */
  long position() {
    return position;
  }

  /** Where the element that was read begins, or the next one. */
  long next() {
    return next;
  }

  /** Behind the element that was read. */
  long behind() {
    return behind;
  }

  DirectBuffer buffer() {
    return buffer;
  }

  int offset() {
    return offset;
  }

  int length() {
    return length;
  }
}
