package io.pushpop.ipc.typed;

import io.pushpop.queue.Element;
import io.pushpop.queue.ElementHandler;
import io.pushpop.queue.Pop;
import java.nio.BufferUnderflowException;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.bytes.BytesMarshallable;
import net.openhft.chronicle.core.io.IORuntimeException;
import org.agrona.DirectBuffer;

/**
 * Pops typed elements: each is decoded in place, into an object of the caller's, or shown to a
 * handler. Nothing is copied and nothing is allocated, by this class.
 *
 * <p>If decoding throws, the element stays in the queue. Decoders see no further than their
 * element, unless they fetch raw addresses from the bytes that they are given.
 *
 * <p>Of a gap before an element, where the push end drops or conflates, {@link TypedHandler#onGap}
 * is told. Where an object decodes itself, nobody is: {@link Pop#losses()} has the total, and who
 * peeks and takes {@link #view} sees {@link Element#lostBefore()}.
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

  /** As the decoder, for elements of several types. */
  private final ElementHandler dispatcher =
      new ElementHandler() {
        @Override
        public void onElement(DirectBuffer buffer, int offset, int length) {
          dispatch(buffer, offset, length);
        }

        @Override
        public void onGap(long position, long lost) {
          handler.onGap(position, lost);
        }
      };

  private TypedHandler handler;

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
   * @throws IllegalStateException if Chronicle is to read its fields and cannot reach them
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

  /**
   * Pops an element of one of several types, if there is one.
   *
   * @param onElement sees it in place; if it throws, the element stays in the queue
   * @return false if the queue is empty
   * @throws IllegalArgumentException if the element has no type id, or is shorter than what the
   *     handler reads; it stays in the queue
   */
  public boolean tryPop(TypedHandler onElement) {
    return pop.tryPop(handledBy(onElement));
  }

  /**
   * Pops what there is of several types, up to a limit, as {@link Pop#drain} does.
   *
   * @param onElement sees each in place; if it throws, the elements before that one are popped, and
   *     it and all after it stay in the queue
   * @param limit how many elements at the most, 0 or more
   * @return how many were popped; 0 if the queue is empty
   * @throws IllegalArgumentException as {@link #tryPop(TypedHandler)}, or if limit is negative
   */
  public int drain(TypedHandler onElement, int limit) {
    return pop.drain(handledBy(onElement), limit);
  }

  /**
   * Waits for an element of one of several types and pops it.
   *
   * @param onElement sees it in place; if it throws, the element stays in the queue
   * @throws InterruptedException if the thread is interrupted while it waits; nothing is popped
   * @throws IllegalArgumentException as {@link #tryPop(TypedHandler)}
   */
  public void pop(TypedHandler onElement) throws InterruptedException {
    pop.pop(handledBy(onElement));
  }

  /**
   * Waits for an element of one of several types for at most this long, and pops it.
   *
   * @param onElement sees it in place; if it throws, the element stays in the queue
   * @param timeout how long to wait; 0 or less does not wait
   * @param unit of the timeout
   * @return false if the time is over
   * @throws InterruptedException if the thread is interrupted while it waits; nothing is popped
   * @throws IllegalArgumentException as {@link #tryPop(TypedHandler)}
   */
  public boolean pop(TypedHandler onElement, long timeout, TimeUnit unit)
      throws InterruptedException {
    return pop.pop(handledBy(onElement), timeout, unit);
  }

  /**
   * An element that is peeked at, to be read by hand. One that was pushed with a type id begins
   * with it: {@code readInt()}.
   *
   * @param element open, of the same end
   * @return a view of the element and no more: who reads on gets an exception of Chronicle's. It is
   *     one object, good until the element is popped or closed, or this object is used again
   * @throws IllegalStateException if the element is not open
   */
  public Bytes<?> view(Element element) {
    return place.toRead(element.buffer().addressOffset() + element.offset(), element.length());
  }

  private ElementHandler handledBy(TypedHandler onElement) {
    handler = Objects.requireNonNull(onElement, "onElement");
    return dispatcher;
  }

  private void dispatch(DirectBuffer buffer, int offset, int length) {
    if (length < TypedPush.TYPE_LENGTH) {
      throw new IllegalArgumentException(
          "the element has no type id: expected=at least "
              + TypedPush.TYPE_LENGTH
              + " bytes, found="
              + length
              + " bytes; push it with one, or pop it as it was pushed");
    }
    int type = buffer.getInt(offset);
    long behindType = buffer.addressOffset() + offset + TypedPush.TYPE_LENGTH;
    int rest = length - TypedPush.TYPE_LENGTH;
    try {
      handler.onElement(type, place.toRead(behindType, rest));
    } catch (BufferUnderflowException e) {
      throw tooShort("id " + type, rest, e);
    } catch (AssertionError | IORuntimeException e) {
      ChronicleFlags.requireFieldsInReach("id " + type, e);
      throw e;
    }
  }

  private void decode(DirectBuffer buffer, int offset, int length) {
    try {
      target.readMarshallable(place.toRead(buffer.addressOffset() + offset, length));
    } catch (BufferUnderflowException e) {
      throw tooShort(target.getClass().getName(), length, e);
    } catch (AssertionError | IORuntimeException e) {
      ChronicleFlags.requireFieldsInReach(target.getClass().getName(), e);
      throw e;
    }
  }

  private static IllegalArgumentException tooShort(
      String type, int length, BufferUnderflowException cause) {
    return new IllegalArgumentException(
        "the element is too short: type="
            + type
            + ", expected=at least what it reads, found="
            + length
            + " bytes; pop it into the type that was pushed, or by Pop itself",
        cause);
  }
}
