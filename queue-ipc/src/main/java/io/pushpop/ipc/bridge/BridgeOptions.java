package io.pushpop.ipc.bridge;

import io.aeron.ChannelUri;
import java.util.Objects;

/**
 * Where a bridge runs along; the same for both sides. Immutable.
 *
 * @param channel of Aeron, on which the receiver listens: {@code aeron:udp?endpoint=HOST:PORT}
 * @param stream of Aeron, for elements; acknowledgements travel on stream {@code ~stream}
 * @param acks the channel of acknowledgements, the same text for both sides; null: a
 *     multi-destination channel with dynamic control at the receiver, one port above its endpoint
 * @param longest element to carry, in bytes; 0: as long as the source ring has them
 * @param listener hears what becomes of the bridge
 */
public record BridgeOptions(
    String channel, int stream, String acks, int longest, BridgeListener listener) {
  static final int MAX_PORT = 65_535;

  /**
   * Checks them.
   *
   * @throws IllegalArgumentException if a channel is none, or would lose, or no channel for
   *     acknowledgements follows from it and none is named, or longest is negative
   */
  public BridgeOptions {
    Objects.requireNonNull(channel, "channel");
    Objects.requireNonNull(listener, "listener");
    requireLength(longest);
    requireReliable(channel);
    if (acks != null) {
      requireReliable(acks);
    } else if (!isIpc(channel)) {
      controlOf(channel);
    }
  }

  /**
   * Options with the usual channel for acknowledgements, for all elements of the ring.
   *
   * @param channel of Aeron
   * @param stream of Aeron
   * @return the options
   * @throws IllegalArgumentException as above
   */
  public static BridgeOptions of(String channel, int stream) {
    return new BridgeOptions(channel, stream, null, 0, BridgeListener.NONE);
  }

  /**
   * Has acknowledgements travel along another channel.
   *
   * @param acks of Aeron, the same for both sides; null for the usual one
   * @return the changed options
   * @throws IllegalArgumentException as above
   */
  public BridgeOptions withAcks(String acks) {
    return new BridgeOptions(channel, stream, acks, longest, listener);
  }

  /**
   * Promises that no element is longer than this, although the source ring could hold longer ones:
   * for rings whose half is more than Aeron carries in one message, or than the target ring takes.
   * An element that is longer all the same ends the bridge, and stays in the source ring.
   *
   * @param longest in bytes; 0: as long as the ring has them. The receiver takes no notice
   * @return the changed options
   * @throws IllegalArgumentException if it is negative
   */
  public BridgeOptions withLongest(int longest) {
    return new BridgeOptions(channel, stream, acks, longest, listener);
  }

  /**
   * Tells somebody what becomes of the bridge.
   *
   * @param listener called by the thread that runs the bridge
   * @return the changed options
   */
  public BridgeOptions withListener(BridgeListener listener) {
    return new BridgeOptions(channel, stream, acks, longest, listener);
  }

  /** The stream of acknowledgements: no other bridge on the same channel has it. */
  int ackStream() {
    return ~stream;
  }

  /** Where the receiver says what has arrived; that is little, so short terms do. */
  String ackPublication() {
    if (acks != null || isIpc(channel)) {
      return acks != null ? acks : channel;
    }
    return "aeron:udp?" + controlOf(channel) + "|term-length=64k";
  }

  /** Where the sender hears it; a port of its own, whichever is free. */
  String ackSubscription() {
    if (acks != null || isIpc(channel)) {
      return ackPublication();
    }
    return "aeron:udp?endpoint=0.0.0.0:0|" + controlOf(channel);
  }

  /** The parameters of the control at the receiver. */
  private static String controlOf(String channel) {
    String control = above(ChannelUri.parse(channel).get("endpoint"));
    if (control == null) {
      throw underivable(channel);
    }
    return "control=" + control + "|control-mode=dynamic";
  }

  /** The port above an endpoint, at the same host; null if there is none. */
  static String above(String endpoint) {
    int colon = endpoint == null ? -1 : endpoint.lastIndexOf(':');
    String port = endpoint == null ? "" : endpoint.substring(colon + 1);
    if (colon < 0 || !port.matches("[0-9]{1,5}") || isMulticast(endpoint)) {
      return null;
    }
    int above = Integer.parseInt(port) + 1;
    return above == 1 || above > MAX_PORT ? null : endpoint.substring(0, colon) + ':' + above;
  }

  private static boolean isIpc(String channel) {
    return ChannelUri.parse(channel).isIpc();
  }

  private static boolean isMulticast(String endpoint) {
    return endpoint.matches("2(2[4-9]|3[0-9])\\..*|\\[[fF][fF].*");
  }

  static void requireLength(int longest) {
    if (longest < 0) {
      throw new IllegalArgumentException("the longest element has 0 bytes or more: " + longest);
    }
  }

  /** Aeron fills what it lost on such a channel with nothing, and tells nobody. */
  static void requireReliable(String channel) {
    if ("false".equals(ChannelUri.parse(channel).get("reliable"))) {
      throw new IllegalArgumentException(
          "a bridge loses nothing, and this channel may: channel="
              + channel
              + "; leave reliable=false out");
    }
  }

  private static IllegalArgumentException underivable(String channel) {
    return new IllegalArgumentException(
        "no channel for acknowledgements follows from this one: channel="
            + channel
            + ", expected=aeron:udp?endpoint=HOST:PORT of the receiver, with a port from 1 to "
            + (MAX_PORT - 1)
            + ", or aeron:ipc; name a channel from the receiver to the sender (--acks, withAcks)");
  }
}
