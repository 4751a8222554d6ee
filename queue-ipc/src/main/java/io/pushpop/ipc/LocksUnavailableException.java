package io.pushpop.ipc;

import java.io.IOException;

/** A kind of lock is not to be had in this process, or not on this file. */
final class LocksUnavailableException extends IOException {
  private static final long serialVersionUID = 1L;

  LocksUnavailableException(String why) {
    super(why);
  }
}
