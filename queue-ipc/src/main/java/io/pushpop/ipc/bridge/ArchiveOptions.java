package io.pushpop.ipc.bridge;

import io.aeron.Aeron;
import io.aeron.ChannelUri;
import io.aeron.archive.client.AeronArchive;
import java.util.Objects;
import java.util.regex.Pattern;
import org.agrona.concurrent.NoOpLock;

/**
 * Where a bridge runs along that goes through an archive. Immutable.
 *
 * @param control channel of Aeron, on which the archive takes requests: {@code
 *     aeron:udp?endpoint=HOST:PORT} of the archive, or {@code aeron:ipc} for an archive that uses
 *     the same driver, as that of a sender must
 * @param stream of Aeron; an archive has one recording of a stream, and one ring is in it
 * @param channel on which a receiver listens, {@code aeron:udp?endpoint=HOST:PORT} of its own,
 *     where the port above is for the archive's answers, or {@code aeron:ipc}; null for a sender
 * @param longest element to carry, in bytes; 0: as long as the source ring has them
 * @param listener hears what becomes of the bridge
 */
public record ArchiveOptions(
    String control, int stream, String channel, int longest, BridgeListener listener) {
  private static final String IPC = "aeron:ipc";
  private static final Pattern ANY_HOST = Pattern.compile("0\\.0\\.0\\.0:|\\[::]:");

  /**
   * Checks them.
   *
   * @throws IllegalArgumentException if a channel is none, or an archive elsewhere could not answer
   *     there, or longest is negative
   */
  public ArchiveOptions {
    Objects.requireNonNull(listener, "listener");
    BridgeOptions.requireLength(longest);
    boolean isNear = ChannelUri.parse(control).isIpc();
    if (channel != null) {
      BridgeOptions.requireReliable(channel);
      answersOf(channel, isNear);
    }
  }

  /**
   * Options of a sender, for all elements of the ring.
   *
   * @param control channel of the archive
   * @param stream of Aeron
   * @return the options
   * @throws IllegalArgumentException as above
   */
  public static ArchiveOptions of(String control, int stream) {
    return new ArchiveOptions(control, stream, null, 0, BridgeListener.NONE);
  }

  /**
   * Says where a receiver listens.
   *
   * @param channel of Aeron, with an address that the archive can send to
   * @return the changed options
   * @throws IllegalArgumentException as above
   */
  public ArchiveOptions withChannel(String channel) {
    return new ArchiveOptions(control, stream, channel, longest, listener);
  }

  /**
   * Promises that no element is longer than this; see {@link BridgeOptions#withLongest}.
   *
   * @param longest in bytes; 0: as long as the ring has them. The receiver takes no notice
   * @return the changed options
   * @throws IllegalArgumentException if it is negative
   */
  public ArchiveOptions withLongest(int longest) {
    return new ArchiveOptions(control, stream, channel, longest, listener);
  }

  /**
   * Tells somebody what becomes of the bridge.
   *
   * @param listener called by the thread that runs the bridge
   * @return the changed options
   */
  public ArchiveOptions withListener(BridgeListener listener) {
    return new ArchiveOptions(control, stream, channel, longest, listener);
  }

  /** For a client of the archive. */
  AeronArchive.Context archive(Aeron aeron) {
    boolean isNear = ChannelUri.parse(control).isIpc();
    String answers =
        channel == null && !isNear ? "aeron:udp?endpoint=localhost:0" : answersOf(channel, isNear);
    return new AeronArchive.Context()
        .aeron(aeron)
        .ownsAeronClient(false)
        .lock(NoOpLock.INSTANCE) // one thread uses it
        .controlRequestChannel(control)
        .controlRequestStreamId(
            isNear
                ? AeronArchive.Configuration.localControlStreamId()
                : AeronArchive.Configuration.controlStreamId())
        .controlResponseChannel(answers);
  }

  /** Where a client hears the archive's answers: for a receiver, the port above its channel. */
  private static String answersOf(String channel, boolean isNear) {
    if (isNear && (channel == null || ChannelUri.parse(channel).isIpc())) {
      return IPC;
    }
    String endpoint = ChannelUri.parse(channel).get("endpoint");
    String above = BridgeOptions.above(endpoint);
    if (above == null || above.startsWith(":") || ANY_HOST.matcher(endpoint).lookingAt()) {
      throw new IllegalArgumentException(
          "an archive sends to where a receiver listens, and cannot to this: channel="
              + channel
              + ", expected=aeron:udp?endpoint=HOST:PORT with an address of the receiver's that the"
              + " archive reaches, and a port from 1 to "
              + (BridgeOptions.MAX_PORT - 1));
    }
    return isNear ? IPC : "aeron:udp?endpoint=" + above;
  }
}
