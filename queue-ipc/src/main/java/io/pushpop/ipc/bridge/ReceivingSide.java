package io.pushpop.ipc.bridge;

import org.agrona.concurrent.Agent;

/** The side of a bridge that fills a ring, wherever the elements come from. */
public interface ReceivingSide extends Agent, AutoCloseable {
  /**
   * Whether the sender has said that no more comes, and all has arrived. False again when it sends
   * more, or another begins. May be asked by any thread.
   *
   * @return true if so
   */
  boolean isEnded();

  /**
   * Whether there is somebody to receive from. For the thread that runs this.
   *
   * @return true if so
   */
  boolean isConnected();

  /**
   * How many elements were pushed by this. For the thread that runs this.
   *
   * @return the count
   */
  long received();

  /**
   * How many elements came that were in the target already, and were dropped. For the thread that
   * runs this.
   *
   * @return the count
   */
  long repeats();

  /** Closes the streams. */
  @Override
  void close();

  @Override
  default void onClose() {
    close();
  }
}
