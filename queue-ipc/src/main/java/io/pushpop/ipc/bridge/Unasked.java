package io.pushpop.ipc.bridge;

import io.aeron.archive.client.AeronArchive;
import io.aeron.archive.client.ControlResponsePoller;
import io.aeron.archive.codecs.ControlResponseCode;

/**
 * What an archive says without having been asked: that something went wrong, and once a second that
 * it is there. It gives up a client that leaves that unread for some minutes.
 */
final class Unasked {
  private Unasked() {}

  /** Reads it, and returns what went wrong, or null. Never waits. */
  static String hear(AeronArchive archive) {
    ControlResponsePoller said = archive.controlResponsePoller();
    boolean isError =
        said.poll() > 0
            && said.isPollComplete()
            && said.controlSessionId() == archive.controlSessionId()
            && said.code() == ControlResponseCode.ERROR;
    return isError ? said.errorMessage() : null;
  }
}
