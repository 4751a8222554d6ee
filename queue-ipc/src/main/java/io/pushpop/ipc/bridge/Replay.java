package io.pushpop.ipc.bridge;

import io.aeron.Aeron;
import io.aeron.ChannelUri;
import io.aeron.Image;
import io.aeron.Subscription;
import io.aeron.archive.client.AeronArchive;

/** A recording, or a part of it, sent again by the archive for this subscriber alone. */
final class Replay implements AutoCloseable {
  private final AeronArchive archive;
  private final long id;
  private final Subscription subscription;
  private final long deadline;
  private Image image;

  /**
   * Has the archive send from a position; waits for its answer.
   *
   * @param length in bytes, or {@link AeronArchive#REPLAY_ALL_AND_FOLLOW} for all that is recorded
   *     and will be until the recording stops
   */
  Replay(
      Aeron aeron,
      AeronArchive archive,
      long recording,
      long position,
      long length,
      String channel,
      int stream) {
    this.archive = archive;
    this.id = archive.startReplay(recording, position, length, channel, stream);
    this.deadline = System.nanoTime() + archive.context().messageTimeoutNs();
    this.subscription = aeron.addSubscription(ChannelUri.addSessionId(channel, (int) id), stream);
  }

  /** What comes, or null if nothing has come yet. */
  Image image() {
    if (image == null && subscription.imageCount() > 0) {
      image = subscription.imageAtIndex(0);
    }
    return image;
  }

  /** Whether nothing more comes: all was read, or the archive is heard no more. */
  boolean isOver() {
    return image() == null
        ? System.nanoTime() - deadline > 0
        : image.isEndOfStream() || image.isClosed();
  }

  /** Listens no more, at which the archive ends it by and by. */
  @Override
  public void close() {
    subscription.close();
  }

  /** Has the archive end it at once, and listens no more. */
  void stop() {
    close();
    archive.stopReplay(id);
  }
}
