package io.pushpop.ipc.typed;

import io.pushpop.queue.Permit;
import io.pushpop.queue.Push;
import java.nio.BufferOverflowException;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.bytes.BytesMarshallable;
import net.openhft.chronicle.core.io.IORuntimeException;
import org.agrona.MutableDirectBuffer;

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
  /** Bytes of the type id before an element that has one. */
  static final int TYPE_LENGTH = Integer.BYTES;

  private static final int ONE_SLOT = -1;

  private final Push push;
  private final int maxLength;
  private final Place place = new Place();

  /**
   * For elements that encode to at most one slot's payload, with their type id if they have one.
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
   * @param maxLength of an encoded element in bytes, without its type id: 0 to the maxLength of the
   *     queue's geometry, less 4 for those with a type id, which is checked at the first push
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
   * @throws IllegalStateException if Chronicle is to write its fields and cannot reach them
   */
  public boolean tryPush(BytesMarshallable element) {
    return encode(element, tryReserve(0));
  }

  /**
   * Waits until there is room and pushes an element.
   *
   * @param element encodes itself, by {@code writeMarshallable}
   * @throws InterruptedException if the thread is interrupted while it waits; nothing is pushed
   * @throws IllegalArgumentException as {@link #tryPush(BytesMarshallable)}
   * @throws IllegalStateException as {@link #tryPush(BytesMarshallable)}
   */
  public void push(BytesMarshallable element) throws InterruptedException {
    push(element, Long.MAX_VALUE, TimeUnit.NANOSECONDS);
  }

  /**
   * Waits for at most this long until there is room, and pushes an element.
   *
   * @param element encodes itself, by {@code writeMarshallable}
   * @param timeout how long to wait; 0 or less does not wait
   * @param unit of the timeout
   * @return false if the time is over; nothing is pushed
   * @throws InterruptedException if the thread is interrupted while it waits; nothing is pushed
   * @throws IllegalArgumentException as {@link #tryPush(BytesMarshallable)}
   * @throws IllegalStateException as {@link #tryPush(BytesMarshallable)}
   */
  public boolean push(BytesMarshallable element, long timeout, TimeUnit unit)
      throws InterruptedException {
    return encode(element, reserve(0, timeout, unit));
  }

  /**
   * Pushes an element of one of several types, if there is room.
   *
   * @param type tells the {@link TypedHandler} what the element is; any int
   * @param element encodes itself, by {@code writeMarshallable}
   * @return false if the queue is full
   * @throws IllegalArgumentException if the element encodes more bytes than there is room for
   * @throws IllegalStateException if Chronicle is to write its fields and cannot reach them
   */
  public boolean tryPush(int type, BytesMarshallable element) {
    return encode(type, element, tryReserve(TYPE_LENGTH));
  }

  /**
   * Waits until there is room and pushes an element of one of several types.
   *
   * @param type tells the {@link TypedHandler} what the element is; any int
   * @param element encodes itself, by {@code writeMarshallable}
   * @throws InterruptedException if the thread is interrupted while it waits; nothing is pushed
   * @throws IllegalArgumentException as {@link #tryPush(int, BytesMarshallable)}
   * @throws IllegalStateException as {@link #tryPush(int, BytesMarshallable)}
   */
  public void push(int type, BytesMarshallable element) throws InterruptedException {
    push(type, element, Long.MAX_VALUE, TimeUnit.NANOSECONDS);
  }

  /**
   * Waits for at most this long until there is room, and pushes an element of one of several types.
   *
   * @param type tells the {@link TypedHandler} what the element is; any int
   * @param element encodes itself, by {@code writeMarshallable}
   * @param timeout how long to wait; 0 or less does not wait
   * @param unit of the timeout
   * @return false if the time is over; nothing is pushed
   * @throws InterruptedException if the thread is interrupted while it waits; nothing is pushed
   * @throws IllegalArgumentException as {@link #tryPush(int, BytesMarshallable)}
   * @throws IllegalStateException as {@link #tryPush(int, BytesMarshallable)}
   */
  public boolean push(int type, BytesMarshallable element, long timeout, TimeUnit unit)
      throws InterruptedException {
    return encode(type, element, reserve(TYPE_LENGTH, timeout, unit));
  }

  /**
   * The place of a permit, to be written by hand: {@code permit.push((int) view.writePosition())}
   * then pushes what was written. An element for a {@link TypedHandler} begins with {@code
   * writeInt(type)}.
   *
   * @param permit open, of the same end
   * @return a view, empty, with room for what the permit has room for: who writes more gets an
   *     exception of Chronicle's, and nothing beyond is touched. It is one object, good until the
   *     permit is pushed or closed, or this object is used again; what is written through it
   *     afterwards is written into somebody's element
   * @throws IllegalStateException if the permit is not open
   */
  public Bytes<?> view(Permit permit) {
    return place.toWrite(permit.buffer().addressOffset() + permit.offset(), permit.maxLength());
  }

  private Permit tryReserve(int typeLength) {
    return maxLength == ONE_SLOT ? push.tryReserve() : push.tryReserve(maxLength + typeLength);
  }

  private Permit reserve(int typeLength, long timeout, TimeUnit unit) throws InterruptedException {
    return maxLength == ONE_SLOT
        ? push.reserve(timeout, unit)
        : push.reserve(maxLength + typeLength, timeout, unit);
  }

  private boolean encode(BytesMarshallable element, Permit permit) {
    if (permit == null) {
      return false;
    }
    try (permit) {
      permit.push(encode(element, view(permit)));
      return true;
    }
  }

  private boolean encode(int type, BytesMarshallable element, Permit permit) {
    if (permit == null) {
      return false;
    }
    try (permit) {
      MutableDirectBuffer buffer = permit.buffer();
      int offset = permit.offset();
      long behindType = buffer.addressOffset() + offset + TYPE_LENGTH;
      int length = encode(element, place.toWrite(behindType, permit.maxLength() - TYPE_LENGTH));
      buffer.putInt(offset, type);
      permit.push(TYPE_LENGTH + length);
      return true;
    }
  }

  private static int encode(BytesMarshallable element, Bytes<?> bytes) {
    long room = bytes.capacity();
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
    } catch (AssertionError | IORuntimeException e) {
      ChronicleFlags.requireFieldsInReach(element.getClass().getName(), e);
      throw e;
    }
    return (int) bytes.writePosition();
  }
}
