package io.pushpop.ipc.bridge;

import io.aeron.Publication;
import io.aeron.Subscription;

/** When Aeron carries no further. */
final class AeronStreams {
  private AeronStreams() {}

  /** Refuses what an offer or a claim says, unless it may be made again. */
  static void requireUsable(long result, Publication publication) {
    if (result == Publication.CLOSED) {
      throw closed(publication.channel(), publication.streamId());
    }
    if (result == Publication.MAX_POSITION_EXCEEDED) {
      throw new BridgeDisconnectedException(
          "Aeron's stream has no positions left: channel="
              + publication.channel()
              + ", stream="
              + publication.streamId()
              + ", position="
              + publication.position()
              + ", maximum="
              + publication.maxPossiblePosition()
              + "; make a new bridge, which begins a new stream");
    }
  }

  static void requireOpen(Publication publication) {
    if (publication.isClosed()) {
      throw closed(publication.channel(), publication.streamId());
    }
  }

  static void requireOpen(Subscription subscription) {
    if (subscription.isClosed()) {
      throw closed(subscription.channel(), subscription.streamId());
    }
  }

  static BridgeDisconnectedException closed(String channel, int stream) {
    return new BridgeDisconnectedException(
        "Aeron has closed this stream, since its driver is gone or its client was closed: channel="
            + channel
            + ", stream="
            + stream
            + "; make a new bridge over a new client: what is not acknowledged is sent again");
  }
}
