package io.pushpop.queue;

import org.agrona.MutableDirectBuffer;

/**
 * The right to push several elements, of one slot each, with one store. Each {@link Push} has one
 * batch, which it hands out again and again.
 *
 * <p>Write an element at {@link #offset()} of {@link #buffer()}, {@link #stage(int)} it, write the
 * next; {@link #push()} publishes all that were staged, which may be fewer than reserved. A batch
 * that is closed instead gives up what was staged, and has changed nothing that anyone can see.
 */
public final class Batch implements AutoCloseable {
  private final Push push;

  Batch(Push push) {
    this.push = push;
  }

  /**
   * How many more elements can be staged.
   *
   * @return 0 if the batch is full or not open
   */
  public int remaining() {
    return push.batchRemaining();
  }

  /**
   * Where the next element is to be written, from {@link #offset()} on. With Agrona's bounds checks
   * on, it reaches no further than the element's own place.
   *
   * @return the buffer
   * @throws IllegalStateException if the batch is full or not open
   */
  public MutableDirectBuffer buffer() {
    return push.batchBuffer();
  }

  /**
   * Offset of the next element's first byte in the buffer.
   *
   * @return bytes
   * @throws IllegalStateException if the batch is full or not open
   */
  public int offset() {
    return push.batchOffset();
  }

  /**
   * How long each element may be.
   *
   * @return bytes: the payload of one slot
   */
  public int maxLength() {
    return push.slotPayload();
  }

  /**
   * Takes the element that was written into the batch.
   *
   * @param length of the element in bytes: 0 to {@link #maxLength()}
   * @throws IllegalArgumentException if length is out of range; nothing is staged then
   * @throws IllegalStateException if the batch is full or not open
   */
  public void stage(int length) {
    push.stage(length);
  }

  /**
   * Publishes all staged elements by one store, and closes the batch.
   *
   * @throws IllegalStateException if the batch is not open
   */
  public void push() {
    push.publishBatch();
  }

  /** Gives up what was staged, if it was not pushed. */
  @Override
  public void close() {
    push.closeBatch();
  }
}
