package io.pushpop.ipc;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * One lock file, with at most one channel on it in the whole JVM: POSIX drops every lock that a
 * process has on a file as soon as the process closes any descriptor of that file. Everybody in the
 * JVM who needs the file shares the channel, and it is closed after the last of them.
 *
 * <p>Thread-safe. Only {@code tryLock} and {@code release} are called on the channel: they are not
 * interruptible, where an interrupted read or write would close the channel and drop the locks.
 */
final class LockFile {
  /** Byte that the holder of the end keeps locked. */
  static final int HELD = 0;

  /** Byte locked while the record of the end names its holder. */
  static final int NAMED = 1;

  /** All lock files open in this JVM, by file key; guards everything here. */
  private static final Map<Object, LockFile> OPEN = new HashMap<>();

  private final Path path;
  private final Object fileKey;
  private final FileChannel channel;
  private final FileLock[] locks = new FileLock[2];
  private final boolean readOnly;
  private int users;

  private LockFile(Path path, Object fileKey, FileChannel channel, boolean readOnly) {
    this.path = path;
    this.fileKey = fileKey;
    this.channel = channel;
    this.readOnly = readOnly;
  }

  /**
   * Makes the file unless it is there, and gives it the mode either way: it may have been left by a
   * creator that died in between, or by a ring file of another mode. It is never deleted again.
   */
  static void ensure(Path path, Set<PosixFilePermission> mode) throws IOException {
    try {
      Files.createFile(path, PosixFilePermissions.asFileAttribute(mode));
    } catch (FileAlreadyExistsException e) {
      // As good as made here.
    }
    PosixFileAttributes found =
        Files.readAttributes(path, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    Refusals.requireRegular("create", path, found);
    if (!found.permissions().equals(mode)) {
      // Changed by its path: to open and close the file would drop the locks of this process.
      Files.setPosixFilePermissions(path, mode);
    }
  }

  /** The file, for one more user. It must be there: see {@link LockFiles}. */
  static LockFile open(Path path) throws IOException {
    return open(path, false);
  }

  /**
   * The file, for one more user who will only ask: permission to read it is enough. As long as it
   * is open in this way without permission to write, nobody in this JVM can lock it.
   */
  static LockFile openToAsk(Path path) throws IOException {
    return open(path, true);
  }

  private static LockFile open(Path path, boolean toAsk) throws IOException {
    synchronized (OPEN) {
      Object fileKey = Refusals.regularFileKey("open", path);
      LockFile file = OPEN.get(fileKey);
      if (file != null && file.readOnly && !toAsk) {
        throw new AccessDeniedException(path.toString());
      }
      if (file == null) {
        boolean readOnly = toAsk && !Files.isWritable(path);
        file = new LockFile(path, fileKey, openChannel(path, readOnly), readOnly);
        OPEN.put(fileKey, file);
      }
      file.users++;
      return file;
    }
  }

  /**
   * Locks a byte.
   *
   * @return false if it is locked, here or in another process
   * @throws IOException if the path leads to another file than this by now
   */
  boolean tryLock(int offset) throws IOException {
    synchronized (OPEN) {
      if (locks[offset] != null) {
        return false;
      }
      FileLock lock = tryLock(offset, false);
      if (lock == null) {
        return false;
      }
      boolean same = false;
      try {
        // A cleaner may have deleted the file: whoever comes next would lock another one.
        Refusals.requireSameFile("lock", path, fileKey);
        same = true;
      } finally {
        if (!same) {
          lock.release();
        }
      }
      locks[offset] = lock;
      return true;
    }
  }

  /**
   * Whether a byte is locked, here or in another process. Java can only ask by taking, so this
   * takes a shared lock for a moment: it disturbs takers, who try again, but not others who ask.
   */
  boolean isLocked(int offset) throws IOException {
    synchronized (OPEN) {
      if (locks[offset] != null) {
        return true;
      }
      FileLock probe = tryLock(offset, true);
      if (probe == null) {
        return true;
      }
      probe.release();
      return false;
    }
  }

  /** Unlocks a byte that was locked through {@link #tryLock(int)}. */
  void unlock(int offset) throws IOException {
    synchronized (OPEN) {
      FileLock lock = locks[offset];
      locks[offset] = null;
      lock.release();
    }
  }

  /** One user less. */
  void close() throws IOException {
    synchronized (OPEN) {
      if (--users == 0) {
        OPEN.remove(fileKey);
        channel.close();
      }
    }
  }

  private FileLock tryLock(int offset, boolean shared) throws IOException {
    try {
      return channel.tryLock(offset, 1, shared);
    } catch (OverlappingFileLockException e) {
      // Locked in this JVM by somebody who does not share this map: another class loader.
      return null;
    }
  }

  private static FileChannel openChannel(Path path, boolean readOnly) throws IOException {
    return readOnly
        ? FileChannel.open(path, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)
        : FileChannel.open(
            path, StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
  }
}
