package io.pushpop.ipc.bridge;

import io.pushpop.queue.ElementHandler;
import io.pushpop.queue.Pop;
import org.agrona.DirectBuffer;

/**
 * Reads a ring ahead of its tail: what was read stays in the ring until the other side has it. The
 * bytes of the element that was read last are sent from their place; nobody writes there before
 * they are popped.
 */
final class SourceCursor implements ElementHandler {
  private final Pop pop;

  /** Where the next element is read; all before it has been sent. */
  private long position;

  /** Behind the element that was read and not sent; position if there is none. */
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
    behind = position;
  }

  /** Looks for an element to send; finds the same one until that is sent. */
  boolean read() {
    if (behind == position) {
      behind = pop.tryRead(position, this);
    }
    return behind != position;
  }

  @Override
  public void onElement(DirectBuffer buffer, int offset, int length) {
    this.buffer = buffer;
    this.offset = offset;
    this.length = length;
  }

  /** The element that was read is sent. */
  void advance() {
    position = behind;
  }

  /**
   * Passes over what the other side has.
   *
   * @return where the cursor stands: beyond the target if no element ends there, before it if the
   *     ring does not go that far
   */
  long advanceTo(long target) {
    while (target - position > 0 && read()) {
      advance();
    }
    return position;
  }

  /** Pops what the other side has, if it was sent. */
  void popTo(long acknowledged) {
    if (acknowledged - pop.position() > 0 && position - acknowledged >= 0) {
      pop.popTo(acknowledged);
    }
  }

  /** Whether all that was sent is popped. */
  boolean isPopped() {
    return position == pop.position();
  }

  long position() {
    return position;
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
