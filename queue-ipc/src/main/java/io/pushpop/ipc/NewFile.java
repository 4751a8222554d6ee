package io.pushpop.ipc;

import io.pushpop.ipc.FileRefusedException.Reason;
import io.pushpop.queue.Geometry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;

/**
 * A ring file in the making, in the folder where it is to appear. Nobody sees it under its own name
 * before it is complete.
 *
 * <p>Each creator has a temporary file of a random name, which nobody else ever uses, so that what
 * it links into place at the end is its own work for certain. Of several creators one at a time may
 * fill its file: the one that has given it a second name as well, the <i>turn</i>, of which there
 * is one for each ring file. Without it, two sides that start together could find no room for a
 * file that there is room for once.
 *
 * <p>A creator keeps the first byte of its file locked. Temporary names of a file that nobody has
 * locked were left by a creator that died, and go; the file itself is never touched, for it may
 * have got its own name too.
 */
final class NewFile implements AutoCloseable {
  private static final String SUFFIX = ".pushpop-tmp";
  private static final int CHUNK_LENGTH = 1 << 20;
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

  /**
   * Identities of the files that this JVM is making; guards every look at temporary files too. To
   * open and close one of these, in order to ask for its lock, would drop that lock.
   */
  private static final Set<Object> MAKING = new HashSet<>();

  private final Path path;
  private final Path temporary;
  private final Object fileKey;
  private final FileChannel channel;

  /** Kept to the end: with a descriptor of the temporary file its lock would go too. */
  private EndLocks locks;

  private NewFile(Path path, Path temporary, Object fileKey, FileChannel channel) {
    this.path = path;
    this.temporary = temporary;
    this.fileKey = fileKey;
    this.channel = channel;
  }

  /**
   * Makes a ring file. Waits while somebody else is making one of the same name.
   *
   * @param path absolute path
   * @return the identity of the file
   */
  static Object create(Path path, Geometry geometry, FileOptions options)
      throws QueueFileException {
    removeLeftovers(path);
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    try {
      while (true) {
        requireNothing(path);
        try (NewFile file = tryBegin(path)) {
          if (file != null && file.awaitTurn(deadline) && file.finish(geometry, options)) {
            return file.fileKey;
          }
        }
        // Somebody cleans up what is in use; not for ever, it is to be hoped.
        pause(path, deadline);
      }
    } catch (IOException e) {
      throw Refusals.translate("create", path, e);
    }
  }

  /** Removes what creators of this file left that died. */
  static void removeLeftovers(Path path) throws QueueFileException {
    Path folder = path.getParent();
    if (folder == null || !Files.isReadable(folder)) {
      // Then there is nothing to be seen, and nothing to be done about it.
      return;
    }
    try (DirectoryStream<Path> leftovers =
        Files.newDirectoryStream(folder, file -> isTemporary(path, file))) {
      for (Path leftover : leftovers) {
        removeUnlessAlive(leftover);
      }
    } catch (NotDirectoryException e) {
      // Refused in due course, by whoever makes or opens the file.
    } catch (DirectoryIteratorException e) {
      throw Refusals.translate("create", path, e.getCause());
    } catch (IOException e) {
      throw Refusals.translate("create", path, e);
    }
  }

  /** The second name of the file whose creator may fill it. */
  static Path turn(Path path) {
    return path.resolveSibling("." + path.getFileName() + SUFFIX);
  }

  /** Ends the making: what has not got its own name by now is gone. */
  @Override
  public void close() throws IOException {
    synchronized (MAKING) {
      MAKING.remove(fileKey);
      removeIfSame(turn(path), fileKey);
      removeIfSame(temporary, fileKey);
      if (locks != null) {
        locks.close();
      }
      channel.close();
    }
  }

  /** Waits for the turn; false if somebody removed the temporary file meanwhile. */
  private boolean awaitTurn(long deadline) throws IOException {
    Path turn = turn(path);
    while (true) {
      Link result = link(turn);
      if (result != Link.EXISTS) {
        return result == Link.MADE;
      }
      BasicFileAttributes found = attributesOrNull(turn);
      if (found != null) {
        Refusals.requireRegular("create", turn, found);
      }
      removeUnlessAlive(turn);
      requireNothing(path);
      pause(path, deadline);
    }
  }

  /** Gives the file its content, then its name; false if somebody removed it meanwhile. */
  private boolean finish(Geometry geometry, FileOptions options) throws IOException {
    // Again: whoever had the turn before may have finished.
    requireNothing(path);
    fill(FileLayout.fileLength(geometry));
    Files.setPosixFilePermissions(temporary, options.mode());
    new FileHeader(geometry, chooseLockKind(options), options.schema()).write(channel);
    Link result = link(path);
    if (result == Link.EXISTS) {
      throw Refusals.exists(path, null);
    }
    return result == Link.MADE;
  }

  /** Allocates every byte: to set the length, or to map, would allocate none and say nothing. */
  private void fill(long length) throws IOException {
    FileStore store = Files.getFileStore(temporary);
    // Not even for the moment until it fails should a file fill a memory that others live in.
    if (store.getTotalSpace() > 0 && store.getUnallocatedSpace() < length) {
      throw new NoSpaceException("create", path, length, store.getUsableSpace(), null);
    }
    ByteBuffer zeros = ByteBuffer.allocateDirect((int) Math.min(CHUNK_LENGTH, length));
    long written = 0;
    try {
      while (written < length) {
        zeros.clear().limit((int) Math.min(zeros.capacity(), length - written));
        written += channel.write(zeros, written);
      }
    } catch (ClosedByInterruptException e) {
      throw e;
    } catch (IOException e) {
      long usable = store.getUsableSpace();
      if (usable < length - written) {
        throw new NoSpaceException("create", path, length, usable + written, e);
      }
      throw e;
    }
  }

  private LockKind chooseLockKind(FileOptions options) throws IOException {
    if (!options.lockFiles()) {
      try {
        locks = DescriptionLocks.open(temporary, fileKey);
        return LockKind.OPEN_FILE_DESCRIPTION;
      } catch (LocksUnavailableException e) {
        // Nobody is deceived: the header tells everybody that it is lock files.
      }
    }
    LockFiles.ensure(path, options.mode());
    // Lock files that nobody can open are to be found out before there is a file that needs them.
    locks = LockFiles.open(path);
    return LockKind.LOCK_FILES;
  }

  private enum Link {
    MADE,
    EXISTS,
    SOURCE_GONE
  }

  /** Gives the file one more name, unless something has that name: of two creators one gets it. */
  private Link link(Path name) throws IOException {
    try {
      Files.createLink(name, temporary);
      return Link.MADE;
    } catch (FileAlreadyExistsException e) {
      return Link.EXISTS;
    } catch (NoSuchFileException e) {
      return Link.SOURCE_GONE;
    } catch (UnsupportedOperationException e) {
      throw new QueueFileException(
          path,
          "cannot create "
              + path
              + ": its file system has no hard links; take a folder on another one, such as /dev/shm",
          e);
    }
  }

  /** Starts a file; null if somebody took it for a leftover before it was locked. */
  static NewFile tryBegin(Path path) throws IOException {
    String random = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
    Path temporary = path.resolveSibling("." + path.getFileName() + "." + random + SUFFIX);
    FileAttribute<?> mode = PosixFilePermissions.asFileAttribute(FileOptions.defaults().mode());
    synchronized (MAKING) {
      FileChannel channel =
          FileChannel.open(
              temporary,
              Set.of(
                  StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE),
              mode);
      NewFile file = null;
      try {
        FileLock lock = channel.tryLock(0, 1, false);
        BasicFileAttributes found = attributesOrNull(temporary);
        if (lock != null && found != null) {
          file = new NewFile(path, temporary, found.fileKey(), channel);
          MAKING.add(found.fileKey());
        }
        return file;
      } finally {
        if (file == null) {
          Files.deleteIfExists(temporary);
          channel.close();
        }
      }
    }
  }

  private static boolean isTemporary(Path path, Path file) {
    String prefix = "." + path.getFileName();
    String name = file.getFileName().toString();
    return name.startsWith(prefix)
        && name.substring(prefix.length()).matches("(\\.[0-9a-f]{16})?" + Pattern.quote(SUFFIX));
  }

  private static void removeUnlessAlive(Path leftover) throws IOException {
    synchronized (MAKING) {
      BasicFileAttributes found = attributesOrNull(leftover);
      if (found == null || !found.isRegularFile() || MAKING.contains(found.fileKey())) {
        return;
      }
      try (FileChannel channel =
          FileChannel.open(leftover, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
        if (channel.tryLock(0, 1, false) != null) {
          removeIfSame(leftover, found.fileKey());
        }
      } catch (NoSuchFileException e) {
        // Gone meanwhile, which is what was wanted.
      } catch (AccessDeniedException e) {
        // Another user's: whether it is alive cannot be told, so it counts as alive.
      } catch (OverlappingFileLockException e) {
        // Alive in this JVM, in another class loader.
      }
    }
  }

  private static void removeIfSame(Path temporary, Object fileKey) throws IOException {
    BasicFileAttributes found = attributesOrNull(temporary);
    if (found != null && fileKey.equals(found.fileKey())) {
      Files.deleteIfExists(temporary);
    }
  }

  private static BasicFileAttributes attributesOrNull(Path path) throws IOException {
    try {
      return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  private static void requireNothing(Path path) throws FileRefusedException {
    if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      throw Refusals.exists(path, null);
    }
  }

  private static void pause(Path path, long deadline) throws IOException {
    if (System.nanoTime() - deadline > 0) {
      throw new FileRefusedException(
          Reason.BEING_CREATED,
          path,
          "cannot create "
              + path
              + ": somebody else has been creating it for "
              + TimeUnit.NANOSECONDS.toSeconds(PATIENCE_NANOS)
              + " s; end that process, or remove "
              + turn(path)
              + " if there is none",
          null);
    }
    if (Thread.currentThread().isInterrupted()) {
      throw new ClosedByInterruptException();
    }
    LockSupport.parkNanos(PAUSE_NANOS);
  }
}
