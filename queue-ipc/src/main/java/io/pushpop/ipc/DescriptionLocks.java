package io.pushpop.ipc;

import io.pushpop.queue.End;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Open-file-description locks on bytes of the ring file itself, one descriptor per held end and one
 * for asking. A lock belongs to its descriptor: it excludes other descriptors of the same process
 * too, goes when the process dies, and does not care who else opens and closes the file. Asking
 * takes nothing.
 */
final class DescriptionLocks implements EndLocks {
  private final Path path;
  private final Object fileKey;
  private final int asking;

  private DescriptionLocks(Path path, Object fileKey, int asking) {
    this.path = path;
    this.fileKey = fileKey;
    this.asking = asking;
  }

  /**
   * Locks on a file.
   *
   * @param path absolute path
   * @param fileKey the file that it must lead to, now and whenever an end is taken
   * @throws LocksUnavailableException if this process or this file cannot have such locks
   * @throws IOException if the path leads to another file
   */
  static DescriptionLocks open(Path path, Object fileKey) throws IOException {
    requireLinux();
    return usable(path, fileKey, Linux.openDescriptor("open", path, fileKey));
  }

  /**
   * Locks on a file that are only to be asked for: permission to read it is enough.
   *
   * @param path absolute path
   * @param fileKey the file that it must lead to
   * @throws LocksUnavailableException if this process or this file cannot have such locks
   * @throws IOException if the path leads to another file
   */
  static DescriptionLocks openToAsk(Path path, Object fileKey) throws IOException {
    requireLinux();
    return usable(path, fileKey, Linux.openDescriptorToRead("open", path, fileKey));
  }

  @Override
  public EndLock tryTake(End end) throws IOException {
    // A lock on another file of that name would exclude nobody who uses this one.
    int descriptor = Linux.openDescriptor("take the " + end + " end of", path, fileKey);
    boolean taken = false;
    try {
      taken = Linux.tryLock(descriptor, FileLayout.heldLockOffset(end));
    } finally {
      if (!taken) {
        Linux.closeDescriptor(descriptor);
      }
    }
    return taken ? new Held(descriptor, end) : null;
  }

  @Override
  public boolean isHeld(End end) throws IOException {
    return Linux.isLocked(asking, FileLayout.heldLockOffset(end));
  }

  @Override
  public boolean isNamed(End end) throws IOException {
    return Linux.isLocked(asking, FileLayout.namedLockOffset(end));
  }

  @Override
  public void close() {
    Linux.closeDescriptor(asking);
  }

  private static void requireLinux() throws LocksUnavailableException {
    if (Linux.missing() != null) {
      throw new LocksUnavailableException(Linux.missing());
    }
  }

  private static DescriptionLocks usable(Path path, Object fileKey, int descriptor)
      throws IOException {
    boolean usable = false;
    try {
      Linux.isLocked(descriptor, FileLayout.heldLockOffset(End.PUSH));
      usable = true;
    } finally {
      if (!usable) {
        Linux.closeDescriptor(descriptor);
      }
    }
    return new DescriptionLocks(path, fileKey, descriptor);
  }

  private record Held(int descriptor, End end) implements EndLock {
    @Override
    public void name() throws IOException {
      Linux.tryLock(descriptor, FileLayout.namedLockOffset(end));
    }

    @Override
    public void release() {
      Linux.closeDescriptor(descriptor);
    }
  }
}
