package io.pushpop.ipc.bridge;

import io.pushpop.queue.Permit;
import io.pushpop.queue.Push;
import org.agrona.DirectBuffer;

/** Puts elements into the target ring, each once; its mark tells how far. */
final class TargetRing {
  private final Push push;

  /** Position of the source ring up to which all is in the target. */
  private long position;

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

  /**
   * Takes the element that ends at a position of the source ring, or drops it if it is there.
   *
   * @return false if there is no room now, and nothing was done
   */
  boolean take(DirectBuffer buffer, int offset, int length, long behind) {
    if (behind - position <= 0) {
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
    received++;
    return true;
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
}
