package io.pushpop.ipc.bridge;

import io.aeron.Aeron;
import io.aeron.ExclusivePublication;
import io.aeron.Image;
import org.agrona.concurrent.UnsafeBuffer;

/** The way back, from the receiver: what has arrived, and what is refused. */
final class ReturnStream implements AutoCloseable {
  private final ExclusivePublication publication;
  private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[BridgeProtocol.MAX_ANSWER_LENGTH]);

  ReturnStream(Aeron aeron, BridgeOptions options) {
    this.publication = aeron.addExclusivePublication(options.ackPublication(), options.ackStream());
  }

  /**
   * Answers a publication.
   *
   * @param image of the publication that is answered
   * @return false if it could not be said, now or because nobody listens
   */
  boolean offer(int kind, Image image, long number, long ring, long position, String text) {
    int length =
        BridgeProtocol.write(
            kind, image.sessionId(), number, ring, image.position(), position, text, buffer);
    long result = publication.offer(buffer, 0, length);
    AeronStreams.requireUsable(result, publication);
    return result > 0;
  }

  void requireOpen() {
    AeronStreams.requireOpen(publication);
  }

  @Override
  public void close() {
    publication.close();
  }
}
