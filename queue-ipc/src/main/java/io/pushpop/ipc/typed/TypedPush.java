package io.pushpop.ipc.typed;

import io.pushpop.queue.Permit;
import io.pushpop.queue.Push;
import java.nio.BufferOverflowException;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.bytes.BytesMarshallable;

/**
 * Pushes typed elements: each encodes itself in place, in the memory of its slot. Nothing is copied
 * and nothing is allocated, by this class.
 *
 * <p>An element that encodes more bytes than there is room for is refused, as is one whose encoding
 * throws: nothing is pushed then, and no other element is touched. Encoders that fetch raw
 * addresses from the bytes that they are given are beyond that check.
 *
 * <p>A view of the push end, for the same thread at the same time, and closed with it. The end may
 * be used directly in between.
 */
public final class TypedPush {
  private static final int ONE_SLOT = -1;

  private final Push push;
  private final int maxLength;
  private final Place place = new Place();

  /**
   * For elements that encode to at most one slot's payload.
   *
   * @param push the end that they go to
   */
  public TypedPush(Push push) {
    this.push = Objects.requireNonNull(push, "push");
    this.maxLength = ONE_SLOT;
  }

  /**
   * For longer elements. Room for the longest is reserved for each, and what a shorter one does not
   * use goes to the next.
   *
   * @param push the end that they go to
   * @param maxLength of an encoded element in bytes: 0 to the maxLength of the queue's geometry,
   *     which is checked at the first push
   * @throws IllegalArgumentException if maxLength is negative
   */
  public TypedPush(Push push, int maxLength) {
    if (maxLength < 0) {
      throw new IllegalArgumentException("maxLength must be 0 or more: maxLength=" + maxLength);
    }
    this.push = Objects.requireNonNull(push, "push");
    this.maxLength = maxLength;
  }

  /**
   * Pushes an element, if there is room.
   *
   * @param element encodes itself, by {@code writeMarshallable}
   * @return false if the queue is full
   * @throws IllegalArgumentException if the element encodes more bytes than there is room for
   */
  public boolean tryPush(BytesMarshallable element) {
    return encode(element, maxLength == ONE_SLOT ? push.tryReserve() : push.tryReserve(maxLength));
  }

  /**
   * Waits until there is room and pushes an element.
   *
   * @param element encodes itself, by {@code writeMarshallable}
   * @throws InterruptedException if the thread is interrupted while it waits; nothing is pushed
   * @throws IllegalArgumentException if the element encodes more bytes than there is room for
   */
  public void push(BytesMarshallable element) throws InterruptedException {
    encode(element, maxLength == ONE_SLOT ? push.reserve() : push.reserve(maxLength));
  }

  /**
   * Waits for at most this long until there is room, and pushes an element.
   *
   * @param element encodes itself, by {@code writeMarshallable}
   * @param timeout how long to wait; 0 or less does not wait
   * @param unit of the timeout
   * @return false if the time is over; nothing is pushed
   * @throws InterruptedException if the thread is interrupted while it waits; nothing is pushed
   * @throws IllegalArgumentException if the element encodes more bytes than there is room for
   */
  public boolean push(BytesMarshallable element, long timeout, TimeUnit unit)
      throws InterruptedException {
    return encode(
        element,
        maxLength == ONE_SLOT
            ? push.reserve(timeout, unit)
            : push.reserve(maxLength, timeout, unit));
  }

  private boolean encode(BytesMarshallable element, Permit permit) {
    if (permit == null) {
      return false;
    }
    try (permit) {
      int room = permit.maxLength();
      Bytes<?> bytes = place.toWrite(permit.buffer().addressOffset() + permit.offset(), room);
      try {
        element.writeMarshallable(bytes);
      } catch (BufferOverflowException | IndexOutOfBoundsException e) {
        // Some of Chronicle's methods wrap the one in the other.
        if (!(e instanceof BufferOverflowException
            || e.getCause() instanceof BufferOverflowException)) {
          throw e;
        }
        throw new IllegalArgumentException(
            "the element does not fit: type="
                + element.getClass().getName()
                + ", expected=at most "
                + room
                + " bytes, found=more; encode less, or give TypedPush a larger maxLength",
            e);
      }
      permit.push((int) bytes.writePosition());
      return true;
    }
  }
}
