package io.pushpop.ipc.bridge;

import static io.pushpop.ipc.bridge.BridgeProtocol.PART_HEADER_LENGTH;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Elements that travel in one message of Aeron's, since a message of its own for each costs more
 * than a short element. One that is alone travels as it lies in the ring.
 */
final class Parcel {
  private final UnsafeBuffer parts;
  private int end;
  private int count;
  private long behindFirst;

  /** An empty one; neither it nor a message of it is ever longer than this. */
  Parcel(int capacity) {
    this.parts = new UnsafeBuffer(new byte[capacity]);
  }

  boolean hasRoomFor(int length) {
    return length <= parts.capacity() - end - PART_HEADER_LENGTH;
  }

  /** Adds the next element, for which there is room. */
  void add(DirectBuffer buffer, int offset, int length, long behind) {
    if (count == 0) {
      behindFirst = behind;
    }
    BridgeProtocol.writePartHeader(length, behind - behindFirst, parts, end);
    parts.putBytes(end + PART_HEADER_LENGTH, buffer, offset, length);
    end += PART_HEADER_LENGTH + length;
    count++;
  }

  void clear() {
    end = 0;
    count = 0;
  }

  /** How many elements are in it. */
  int count() {
    return count;
  }

  DirectBuffer buffer() {
    return parts;
  }

  /** Where its message begins. */
  int offset() {
    return count == 1 ? PART_HEADER_LENGTH : 0;
  }

  /** Length of its message. */
  int length() {
    return end - offset();
  }

  /** What tells its message from others. */
  long reservedValue() {
    return count == 1 ? behindFirst : BridgeProtocol.several(behindFirst);
  }
}
