package io.pushpop.ipc;

import java.io.IOException;

/**
 * The kernel's word that one end is held. It ends with {@link #release()} or with the process,
 * whichever comes first. Used by the taker of the end alone.
 */
interface EndLock {
  /**
   * Lets others see that the record of the end now names its taker. Where that cannot be had for a
   * moment, others are told less, and nothing else changes.
   *
   * @throws IOException if the kernel refuses
   */
  void name() throws IOException;

  /** Gives the end back. */
  void release();
}
