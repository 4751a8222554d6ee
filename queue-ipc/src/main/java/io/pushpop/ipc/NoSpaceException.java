package io.pushpop.ipc;

import java.nio.file.Path;

/**
 * The file system has no room for all bytes of a ring file. Found out when the file is created or
 * opened, so that no push can run into it later. Nothing is left behind by a create that failed.
 */
public final class NoSpaceException extends QueueFileException {
  private static final long serialVersionUID = 1L;

  private final long neededBytes;
  private final long freeBytes;

  NoSpaceException(String action, Path path, long neededBytes, long freeBytes, Throwable cause) {
    super(
        path,
        "cannot "
            + action
            + " "
            + path
            + ": its file system is full: neededBytes="
            + neededBytes
            + ", freeBytes="
            + freeBytes
            + "; make room, take fewer or smaller slots, or give a container a larger /dev/shm"
            + " (docker run --shm-size)",
        cause);
    this.neededBytes = neededBytes;
    this.freeBytes = freeBytes;
  }

  /**
   * Length of the whole ring file.
   *
   * @return bytes
   */
  public long neededBytes() {
    return neededBytes;
  }

  /**
   * What the file system had free for this process before the attempt.
   *
   * @return bytes
   */
  public long freeBytes() {
    return freeBytes;
  }
}
