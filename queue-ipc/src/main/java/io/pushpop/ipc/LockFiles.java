package io.pushpop.ipc;

import io.pushpop.queue.End;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Locks on two files next to the ring file, for those who cannot have {@link DescriptionLocks}. The
 * creator makes the files, and nobody ever deletes them: a lock on a deleted file excludes nobody,
 * so where one is missing the ring file is refused.
 */
final class LockFiles implements EndLocks {
  private static final int MAX_ATTEMPTS = 1000;
  private static final long PAUSE_NANOS = TimeUnit.MICROSECONDS.toNanos(100);

  private final LockFile push;
  private final LockFile pop;

  private LockFiles(LockFile push, LockFile pop) {
    this.push = push;
    this.pop = pop;
  }

  /** Makes the lock files of a ring file unless they are there. */
  static void ensure(Path ring, Set<PosixFilePermission> mode) throws IOException {
    for (End end : End.values()) {
      Path path = path(ring, end);
      try {
        LockFile.ensure(path, mode);
      } catch (IOException e) {
        throw Refusals.translate("create", path, e);
      }
    }
  }

  /** The locks of a ring file whose lock files are there. */
  static LockFiles open(Path ring) throws IOException {
    return open(ring, false);
  }

  /** As above, to ask for locks only: permission to read the lock files is enough. */
  static LockFiles openToAsk(Path ring) throws IOException {
    return open(ring, true);
  }

  private static LockFiles open(Path ring, boolean toAsk) throws IOException {
    LockFile push = openOne(ring, End.PUSH, toAsk);
    boolean complete = false;
    try {
      LockFiles files = new LockFiles(push, openOne(ring, End.POP, toAsk));
      complete = true;
      return files;
    } finally {
      if (!complete) {
        push.close();
      }
    }
  }

  @Override
  public EndLock tryTake(End end) throws IOException {
    LockFile file = file(end);
    return file.tryLock(LockFile.HELD) ? new Held(file) : null;
  }

  @Override
  public boolean isHeld(End end) throws IOException {
    return file(end).isLocked(LockFile.HELD);
  }

  @Override
  public boolean isNamed(End end) throws IOException {
    return file(end).isLocked(LockFile.NAMED);
  }

  @Override
  public void close() {
    try {
      try {
        push.close();
      } finally {
        pop.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot close the lock files", e);
    }
  }

  /** The lock file of an end. */
  static Path path(Path ring, End end) {
    return ring.resolveSibling(ring.getFileName() + "." + end + ".lock");
  }

  private LockFile file(End end) {
    return end == End.PUSH ? push : pop;
  }

  private static LockFile openOne(Path ring, End end, boolean toAsk) throws IOException {
    Path path = path(ring, end);
    try {
      return toAsk ? LockFile.openToAsk(path) : LockFile.open(path);
    } catch (IOException e) {
      throw Refusals.translate("open", path, e);
    }
  }

  private static final class Held implements EndLock {
    private final LockFile file;
    private boolean named;

    Held(LockFile file) {
      this.file = file;
    }

    @Override
    public void name() throws IOException {
      // Those who ask hold it for a moment each.
      for (int attempt = 0; !named && attempt < MAX_ATTEMPTS; attempt++) {
        named = file.tryLock(LockFile.NAMED);
        if (!named) {
          LockSupport.parkNanos(PAUSE_NANOS);
        }
      }
    }

    @Override
    public void release() {
      try {
        try {
          if (named) {
            file.unlock(LockFile.NAMED);
          }
        } finally {
          file.unlock(LockFile.HELD);
        }
      } catch (IOException e) {
        throw new UncheckedIOException("cannot unlock the lock file", e);
      }
    }
  }
}
