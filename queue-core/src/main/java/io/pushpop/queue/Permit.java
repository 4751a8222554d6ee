package io.pushpop.queue;

import org.agrona.MutableDirectBuffer;

/**
 * The right to push one element without waiting. Each {@link Push} has one permit, which it hands
 * out again and again; reserving while it is open is an exception.
 *
 * <p>The element is written in place, then pushed. A permit that is closed instead has changed
 * nothing that anyone can see; closing after the push does nothing, so that a permit suits
 * try-with-resources. After lilos {@code spsc::Permit}.
 *
 * <p>Every method but {@link #close()} throws {@link IllegalStateException} on a permit that is not
 * open.
 */
public final class Permit implements AutoCloseable {
  private final Push push;

  Permit(Push push) {
    this.push = push;
  }

  /**
   * Where the element is to be written, from {@link #offset()} on. With Agrona's bounds checks on,
   * it reaches no further than the element's own place; with them off it is the whole region.
   *
   * <p>The buffer is reused by the next reservation, and is not to be touched after the push.
   *
   * @return the buffer
   */
  public MutableDirectBuffer buffer() {
    return push.permitBuffer();
  }

  /**
   * Offset of the element's first byte in the buffer.
   *
   * @return bytes
   */
  public int offset() {
    return push.permitOffset();
  }

  /**
   * How long the element may be.
   *
   * @return bytes, as reserved
   */
  public int maxLength() {
    return push.permitLength();
  }

  /**
   * Publishes the element. Synchronous, and always succeeds on an open permit. Where the policy of
   * the push end granted it while the ring was full, the element is dropped or conflated instead,
   * and accounted for.
   *
   * @param length of the element in bytes: 0 to {@link #maxLength()}; less than reserved is fine
   * @throws IllegalArgumentException if length is out of range; the permit stays open
   */
  public void push(int length) {
    push.publish(length);
  }

  /** Gives the permit up, if it was not pushed. */
  @Override
  public void close() {
    push.closePermit();
  }
}
