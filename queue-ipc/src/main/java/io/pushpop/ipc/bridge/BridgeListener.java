package io.pushpop.ipc.bridge;

/**
 * Hears what becomes of a bridge, on the thread that runs it. Each method does nothing at first.
 */
public interface BridgeListener {
  /** Hears nothing. */
  BridgeListener NONE = new BridgeListener() {};

  /**
   * The other side has answered, or has begun; elements flow from here on.
   *
   * @param peer where the other side sends from, as Aeron tells it: address and port, or aeron:ipc
   * @param position in the source ring at which the stream goes on: all before it is in the target
   */
  default void onConnected(String peer, long position) {}

  /**
   * The other side is heard no more, or has begun anew.
   *
   * @param peer as it was told when it came
   */
  default void onDisconnected(String peer) {}

  /**
   * Somebody receives, and has not answered for seconds: he is no bridge, or the way back is
   * barred. Told once; the sender tries again and again.
   *
   * @param channel on which an answer is expected
   */
  default void onUnanswered(String channel) {}

  /**
   * Another receiver answers too. It gets the elements as well, as long as Aeron brings them there,
   * and nobody waits for it: what it has may have gaps when it ends. Told once for each first
   * receiver.
   *
   * @param peer which is not waited for
   */
  default void onSecondReceiver(String peer) {}

  /**
   * A sender was refused; it is told so, and ends.
   *
   * @param sentence what was expected and found, and what to do
   */
  default void onRefused(String sentence) {}

  /**
   * A receiver from an archive has nothing to receive from, and tries again. Said when the reason
   * is another than before.
   *
   * @param sentence what is missing
   */
  default void onWaiting(String sentence) {}
}
