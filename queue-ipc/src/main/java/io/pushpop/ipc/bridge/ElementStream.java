package io.pushpop.ipc.bridge;

import io.aeron.ExclusivePublication;
import io.aeron.ReservedValueSupplier;
import io.pushpop.ipc.bridge.BridgeProtocol.Hello;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A publication that carries the elements of a ring, several in a message where there are several;
 * its reserved value tells where in the ring the first of them ends.
 */
final class ElementStream implements AutoCloseable {
  /**
   * Of Aeron's, which are a datagram each when they are full. With more of them less of the last
   * one is left empty, and more is to be waited for by the receiver.
   */
  private static final int FRAMES_PER_PARCEL = 4;

  private final ExclusivePublication publication;
  private final SourceCursor cursor;
  private final int longest;
  private final Parcel parcel;

  // Once, not anew for each use.
  private final ReservedValueSupplier reservedValueSupplier;

  private long reservedValue;

  private final UnsafeBuffer words = new UnsafeBuffer(new byte[BridgeProtocol.HELLO_LENGTH]);

  /**
   * A stream; closes the publication if it is refused.
   *
   * @param longest element to carry
   * @throws BridgeRefusedException if Aeron does not carry elements of that length on this channel
   */
  ElementStream(ExclusivePublication publication, SourceCursor cursor, int longest) {
    if (longest > publication.maxMessageLength()) {
      int carried = publication.maxMessageLength();
      publication.close();
      throw new BridgeRefusedException(
          "the ring may hold longer elements than Aeron carries on this channel: longest="
              + longest
              + ", Aeron's longest message="
              + carried
              + "; give the channel longer terms (term-length, of which a message has an eighth, and"
              + " 16 MiB at the most), promise that no element is longer (--longest, withLongest),"
              + " or create a ring of fewer slots");
    }
    this.publication = publication;
    this.cursor = cursor;
    this.longest = longest;
    this.parcel =
        new Parcel(
            Math.min(
                FRAMES_PER_PARCEL * publication.maxPayloadLength(),
                publication.maxMessageLength()));
    this.reservedValueSupplier = (buffer, offset, length) -> reservedValue;
  }

  void requireOpen() {
    AeronStreams.requireOpen(publication);
  }

  boolean isConnected() {
    return publication.isConnected();
  }

  int sessionId() {
    return publication.sessionId();
  }

  /** Whether what is sent next lies in another term than what ends at a position. */
  boolean isInLaterTermThan(long end) {
    int termLength = publication.termBufferLength();
    return publication.position() / termLength > (end - 1) / termLength;
  }

  /** Behind what was sent last. */
  long position() {
    return publication.position();
  }

  /**
   * Sends elements as long as there are any and Aeron takes them. None waits for others to come.
   *
   * @return how many were sent
   */
  int send(int limit) {
    int count = 0;
    while (count < limit) {
      pack(limit - count);
      int sent = parcel.count() == 0 ? sendAlone() : sendParcel();
      if (sent == 0) {
        break;
      }
      cursor.sent();
      count += sent;
    }
    return count;
  }

  /** Goes back to the first element that is not popped. */
  void rewind() {
    parcel.clear();
    cursor.rewind();
  }

  /** Returns the position in the stream behind it, or 0 or less if it was not sent. */
  long sayHello(Hello hello) {
    BridgeProtocol.write(hello, words);
    return offer(words, 0, BridgeProtocol.HELLO_LENGTH, BridgeProtocol.HELLO);
  }

  /** Returns the position in the stream behind it, or 0 or less if it was not sent. */
  long sayEnd(long number) {
    BridgeProtocol.writeEnd(number, words);
    return offer(words, 0, BridgeProtocol.END_LENGTH, BridgeProtocol.END);
  }

  @Override
  public void close() {
    publication.close();
  }

  /** Takes what is there, as far as it may travel together. */
  private void pack(int limit) {
    while (parcel.count() < limit && cursor.read() && mayBePacked(cursor.length())) {
      parcel.add(cursor.buffer(), cursor.offset(), cursor.length(), cursor.behind());
      cursor.advance();
    }
  }

  private boolean mayBePacked(int length) {
    return length <= longest && parcel.hasRoomFor(length);
  }

  private int sendParcel() {
    long result = offer(parcel.buffer(), parcel.offset(), parcel.length(), parcel.reservedValue());
    if (result <= 0) {
      return 0;
    }
    int count = parcel.count();
    parcel.clear();
    return count;
  }

  /** Sends an element that no parcel takes, from its place. */
  private int sendAlone() {
    if (!cursor.read()) {
      return 0;
    }
    requireNoLonger(cursor.length());
    if (offer(cursor.buffer(), cursor.offset(), cursor.length(), cursor.behind()) <= 0) {
      return 0;
    }
    cursor.advance();
    return 1;
  }

  private long offer(DirectBuffer buffer, int offset, int length, long value) {
    reservedValue = value;
    long result = publication.offer(buffer, offset, length, reservedValueSupplier);
    AeronStreams.requireUsable(result, publication);
    return result;
  }

  private void requireNoLonger(int length) {
    if (length > longest) {
      throw new BridgeRefusedException(
          "an element is longer than was promised: length="
              + length
              + ", longest="
              + longest
              + ", position="
              + cursor.next()
              + "; promise more, on a target that takes it, or skip the element");
    }
  }
}
