package io.pushpop.ipc.typed;

import io.pushpop.queue.ElementHandler;
import io.pushpop.queue.Pop;
import java.nio.BufferUnderflowException;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import net.openhft.chronicle.bytes.BytesMarshallable;
import org.agrona.DirectBuffer;

/**
 * Pops typed elements: each is decoded in place, into an object of the caller's. Nothing is copied
 * and nothing is allocated, by this class.
 *
 * <p>If decoding throws, the element stays in the queue. Decoders see no further than their
 * element, unless they fetch raw addresses from the bytes that they are given.
 *
 * <p>A view of the pop end, for the same thread at the same time, and closed with it. The end may
 * be used directly in between.
 */
public final class TypedPop {
  private final Pop pop;
  private final Place place = new Place();

  /** One object for all pops, where a lambda in each would be garbage. */
  private final ElementHandler decoder = this::decode;

  private BytesMarshallable target;

  /**
   * Pops from an end.
   *
   * @param pop the end that the elements come from
   */
  public TypedPop(Pop pop) {
    this.pop = Objects.requireNonNull(pop, "pop");
  }

  /**
   * Pops an element, if there is one.
   *
   * @param into decodes it into itself, by {@code readMarshallable}; left as it is if there is none
   * @return false if the queue is empty
   * @throws IllegalArgumentException if the element is shorter than what {@code into} reads; it
   *     stays in the queue
   */
  public boolean tryPop(BytesMarshallable into) {
    target = Objects.requireNonNull(into, "into");
    return pop.tryPop(decoder);
  }

  /**
   * Waits for an element and pops it.
   *
   * @param into decodes it into itself, by {@code readMarshallable}
   * @throws InterruptedException if the thread is interrupted while it waits; nothing is popped
   * @throws IllegalArgumentException if the element is shorter than what {@code into} reads; it
   *     stays in the queue
   */
  public void pop(BytesMarshallable into) throws InterruptedException {
    target = Objects.requireNonNull(into, "into");
    pop.pop(decoder);
  }

  /**
   * Waits for an element for at most this long, and pops it.
   *
   * @param into decodes it into itself, by {@code readMarshallable}
   * @param timeout how long to wait; 0 or less does not wait
   * @param unit of the timeout
   * @return false if the time is over
   * @throws InterruptedException if the thread is interrupted while it waits; nothing is popped
   * @throws IllegalArgumentException if the element is shorter than what {@code into} reads; it
   *     stays in the queue
   */
  public boolean pop(BytesMarshallable into, long timeout, TimeUnit unit)
      throws InterruptedException {
    target = Objects.requireNonNull(into, "into");
    return pop.pop(decoder, timeout, unit);
  }

  private void decode(DirectBuffer buffer, int offset, int length) {
    try {
      target.readMarshallable(place.toRead(buffer.addressOffset() + offset, length));
    } catch (BufferUnderflowException e) {
      throw new IllegalArgumentException(
          "the element is too short: type="
              + target.getClass().getName()
              + ", expected=at least what it reads, found="
              + length
              + " bytes; pop it into the type that was pushed, or by Pop itself",
          e);
    }
  }
}
