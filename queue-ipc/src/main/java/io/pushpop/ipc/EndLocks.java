package io.pushpop.ipc;

import io.pushpop.queue.End;
import java.io.IOException;

/**
 * The locks of both ends of one ring file, as one handle on the file sees them. Two locks per end:
 * <i>held</i>, which is the end, and <i>named</i>, which its holder adds once the record of the end
 * carries its name; in between the record still tells of the taker before.
 *
 * <p>Thread-safe. No call blocks, and none is lost to an interrupt of the thread.
 */
interface EndLocks {
  /**
   * Takes an end.
   *
   * @return the lock, or null if it is held, in whatever process
   * @throws IOException if the path leads to another file than before, or the kernel refuses
   */
  EndLock tryTake(End end) throws IOException;

  /** Whether anybody holds an end, in whatever process. */
  boolean isHeld(End end) throws IOException;

  /** Whether anybody holds an end whose record carries the holder's name. */
  boolean isNamed(End end) throws IOException;

  /** Ends this handle. Locks that it gave out stay as they are. */
  void close();
}
