package io.pushpop.queue;

import org.agrona.DirectBuffer;

/**
 * The next element of a queue, seen in place and not yet popped: the mirror of a {@link Permit}.
 * Each {@link Pop} has one, which it hands out again and again.
 *
 * <p>{@link #pop()} takes it; {@link #close()} leaves it in the queue, and does nothing after a
 * pop, so that an element suits try-with-resources. Every other method throws {@link
 * IllegalStateException} on an element that is not open.
 */
public final class Element implements AutoCloseable {
  private final Pop pop;

  Element(Pop pop) {
    this.pop = pop;
  }

  /**
   * Where the element lies, from {@link #offset()} on. With Agrona's bounds checks on, it reaches
   * no further than the element; with them off it is the whole region. The buffer is reused by the
   * next peek, and is not to be read after the pop.
   *
   * @return the buffer
   */
  public DirectBuffer buffer() {
    return pop.elementBuffer();
  }

  /**
   * Offset of the element's first byte in the buffer.
   *
   * @return bytes
   */
  public int offset() {
    return pop.elementOffset();
  }

  /**
   * Length of the element.
   *
   * @return bytes, 0 or more
   */
  public int length() {
    return pop.elementLength();
  }

  /**
   * Position of the element's first slot.
   *
   * @return a position that no other element of this queue ever has
   */
  public long position() {
    return pop.elementPosition();
  }

  /**
   * How many elements were lost between the one before and this one.
   *
   * @return elements, 0 or more; see {@link ElementHandler#onGap}
   */
  public long lostBefore() {
    return pop.elementLostBefore();
  }

  /** Takes the element out of the queue. */
  public void pop() {
    pop.popElement();
  }

  /** Leaves the element in the queue, if it was not popped. */
  @Override
  public void close() {
    pop.closeElement();
  }
}
