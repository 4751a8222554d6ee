package io.pushpop.ipc.bridge;

import static io.pushpop.ipc.bridge.BridgeProtocol.PART_HEADER_LENGTH;

import io.pushpop.queue.Permit;
import io.pushpop.queue.Push;
import org.agrona.DirectBuffer;

/** Puts elements into the target ring, each once; its mark tells how far. */
final class TargetRing {
  private final Push push;

  /** Position of the source ring up to which all is in the target. */
  private long position;

  /** How much of a message of several elements was taken, which comes again for the rest. */
  private int taken;

  /** Position of the source ring behind the element that came last. */
  private long came;

  private long received;
  private long repeats;

  TargetRing(Push push) {
    this.push = push;
  }

  static void requireLossless(Push push) {
    if (push.mayLose()) {
      throw new IllegalArgumentException(
          "a bridge loses nothing, and this push end drops or conflates while its queue is full; take"
              + " one that waits");
    }
  }

  /** Goes on behind an element of the source ring. */
  void goOnAt(long position) {
    this.position = position;
  }

  /** A message that was not taken to its end does not come again, or from its start. */
  void forget() {
    taken = 0;
  }

  /**
   * Takes a message of elements; drops those that are there.
   *
   * @return false if there is no room now: the message is to come again, for what was not taken
   * @throws BridgeRefusedException if it is no such message
   */
  boolean take(DirectBuffer buffer, int offset, int length, long reservedValue) {
    long behindFirst = BridgeProtocol.behindFirst(reservedValue);
    if (!BridgeProtocol.isSeveral(reservedValue)) {
      return takeElement(buffer, offset, length, behindFirst);
    }
    while (taken < length) {
      int part = offset + taken;
      int elementLength = BridgeProtocol.partLength(buffer, part, length - taken);
      long behind = behindFirst + BridgeProtocol.partBeyond(buffer, part);
      if (!takeElement(buffer, part + PART_HEADER_LENGTH, elementLength, behind)) {
        return false;
      }
      taken += PART_HEADER_LENGTH + elementLength;
    }
    taken = 0;
    return true;
  }

  /** Position of the source ring behind the element that came last, taken or dropped. */
  long came() {
    return came;
  }

  long position() {
    return position;
  }

  long received() {
    return received;
  }

  long repeats() {
    return repeats;
  }

  private boolean takeElement(DirectBuffer buffer, int offset, int length, long behind) {
    if (behind - position <= 0) {
      came = behind;
      repeats++;
      return true;
    }
    try (Permit permit = push.tryReserve(length)) {
      if (permit == null) {
        return false;
      }
      permit.buffer().putBytes(permit.offset(), buffer, offset, length);
      push.mark(behind);
      permit.push(length);
    }
    position = behind;
    came = behind;
    received++;
    return true;
  }
}
