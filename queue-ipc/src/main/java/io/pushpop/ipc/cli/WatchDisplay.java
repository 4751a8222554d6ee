package io.pushpop.ipc.cli;

import io.pushpop.ipc.cli.WatchedFile.Seen;
import java.io.IOException;
import java.util.List;

/** Where watched files are shown. */
interface WatchDisplay extends AutoCloseable {
  /** Shows what is known of each file. */
  void show(List<Seen> files) throws IOException, CommandFailure;

  /**
   * Waits.
   *
   * @param nanos how long
   * @return false if whoever watches has seen enough
   */
  boolean pause(long nanos) throws IOException, InterruptedException;

  @Override
  void close() throws IOException;
}
