package io.pushpop.ipc.bridge;

import io.aeron.ExclusivePublication;
import io.aeron.ReservedValueSupplier;
import io.aeron.logbuffer.BufferClaim;
import io.pushpop.ipc.bridge.BridgeProtocol.Hello;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A publication that carries the elements of a ring as they are; the reserved value of each tells
 * where in the ring it ends.
 */
final class ElementStream implements AutoCloseable {
  private final ExclusivePublication publication;
  private final SourceCursor cursor;
  private final int longest;
  private final int longestClaim;
  private final BufferClaim claim = new BufferClaim();

  // Once, not anew for each use.
  private final ReservedValueSupplier behindElement;
  private final ReservedValueSupplier helloValue = (buffer, offset, length) -> BridgeProtocol.HELLO;
  private final ReservedValueSupplier endValue = (buffer, offset, length) -> BridgeProtocol.END;

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
    this.longestClaim = publication.maxPayloadLength();
    this.behindElement = (buffer, offset, length) -> cursor.behind();
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

  /** Behind what was sent last. */
  long position() {
    return publication.position();
  }

  /**
   * Sends elements as long as there are any and Aeron takes them.
   *
   * @return how many were sent
   */
  int send(int limit) {
    int count = 0;
    while (count < limit && cursor.read()) {
      if (sendElement() <= 0) {
        break;
      }
      cursor.advance();
      count++;
    }
    return count;
  }

  /** Returns the position in the stream behind it, or 0 or less if it was not sent. */
  long sayHello(Hello hello) {
    BridgeProtocol.write(hello, words);
    return say(BridgeProtocol.HELLO_LENGTH, helloValue);
  }

  /** Returns the position in the stream behind it, or 0 or less if it was not sent. */
  long sayEnd(long number) {
    BridgeProtocol.writeEnd(number, words);
    return say(BridgeProtocol.END_LENGTH, endValue);
  }

  @Override
  public void close() {
    publication.close();
  }

  private long say(int length, ReservedValueSupplier value) {
    long result = publication.offer(words, 0, length, value);
    AeronStreams.requireUsable(result, publication);
    return result;
  }

  private long sendElement() {
    int length = cursor.length();
    requireNoLonger(length);
    if (length > longestClaim) {
      long result = publication.offer(cursor.buffer(), cursor.offset(), length, behindElement);
      AeronStreams.requireUsable(result, publication);
      return result;
    }
    long result = publication.tryClaim(length, claim);
    if (result > 0) {
      claim.buffer().putBytes(claim.offset(), cursor.buffer(), cursor.offset(), length);
      claim.reservedValue(cursor.behind());
      claim.commit();
    } else {
      AeronStreams.requireUsable(result, publication);
    }
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
              + cursor.position()
              + "; promise more, on a target that takes it, or skip the element");
    }
  }
}
