package io.pushpop.ipc;

import io.pushpop.ipc.FileRefusedException.Reason;
import io.pushpop.queue.End;
import io.pushpop.queue.Geometry;
import io.pushpop.queue.PeerState;
import io.pushpop.queue.PeerState.State;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.agrona.IoUtil;
import org.agrona.concurrent.AtomicBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A checked and mapped ring file with its locks, kept as long as anybody here uses it: the {@link
 * QueueFile}, each end that it gave out, and each call under way hold one reference. The last
 * reference to go unmaps the file, so that no access can come after.
 *
 * <p>Thread-safe.
 */
final class RingFile {
  /** Looks at an end that is taken and given back at every one of them, before one is believed. */
  private static final int MAX_LOOKS = 100;

  private final Path path;
  private final Geometry geometry;
  private final EndLocks locks;
  private final EndRecord push;
  private final EndRecord pop;
  private final AtomicBuffer region;

  /** Held for as long as the views above live: an address does not keep its mapping alive. */
  private final MappedByteBuffer mapping;

  private int references = 1;

  private RingFile(Path path, Geometry geometry, MappedByteBuffer mapping, EndLocks locks) {
    this.path = path;
    this.geometry = geometry;
    this.mapping = mapping;
    this.locks = locks;
    AtomicBuffer file = new UnsafeBuffer(mapping);
    this.push = new EndRecord(path, file, End.PUSH);
    this.pop = new EndRecord(path, file, End.POP);
    this.region = new UnsafeBuffer(mapping, FileLayout.REGION_OFFSET, geometry.regionLength());
  }

  /**
   * Opens an existing file, after every check.
   *
   * @param path absolute path
   */
  static RingFile open(Path path) throws QueueFileException {
    return open(path, Refusals.regularFileKey("open", path));
  }

  /**
   * Opens one existing file and no other, after every check.
   *
   * @param path absolute path
   * @param fileKey identity of the file that it must lead to
   */
  static RingFile open(Path path, Object fileKey) throws QueueFileException {
    try (FileChannel channel =
        FileChannel.open(
            path, StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
      // The same file before and after: so it is the one that the channel is open on.
      Refusals.requireSameFile("open", path, fileKey);
      FileHeader header = FileHeader.read(path, channel);
      MappedByteBuffer mapping =
          channel.map(MapMode.READ_WRITE, 0, FileLayout.fileLength(header.geometry()));
      RingFile ring = null;
      try {
        Pages.makePresent(path, fileKey, channel, mapping);
        ring =
            new RingFile(
                path, header.geometry(), mapping, openLocks(path, fileKey, header.lockKind()));
        return ring;
      } finally {
        if (ring == null) {
          IoUtil.unmap(mapping);
        }
      }
    } catch (IOException e) {
      throw Refusals.translate("open", path, e);
    }
  }

  Path path() {
    return path;
  }

  Geometry geometry() {
    return geometry;
  }

  /** What the ring lives in; to be used under a reference only. */
  AtomicBuffer region() {
    return region;
  }

  EndLocks locks() {
    return locks;
  }

  EndRecord record(End end) {
    return end == End.PUSH ? push : pop;
  }

  /**
   * State and generation of an end, now.
   *
   * @throws UncheckedIOException if its record is damaged, or the kernel refuses to tell
   */
  PeerState state(End end) {
    EndRecord record = record(end);
    long word = record.word();
    for (int look = 0; EndRecord.state(word) == State.ATTACHED && look < MAX_LOOKS; look++) {
      if (isHeld(end)) {
        return new PeerState(State.ATTACHED, EndRecord.generation(word));
      }
      long before = word;
      word = record.word();
      if (word == before) {
        // Attached before and after, so its taker never gave it back, and yet nobody held it.
        return new PeerState(State.DEAD, EndRecord.generation(word));
      }
    }
    return new PeerState(EndRecord.state(word), EndRecord.generation(word));
  }

  /** Writes everything in the mapping to the storage device. */
  void force() {
    mapping.force();
  }

  /**
   * One more user.
   *
   * @throws IllegalStateException if the last one is gone
   */
  synchronized void retain() {
    if (references == 0) {
      throw new IllegalStateException(path + " is closed; open it anew");
    }
    references++;
  }

  /** One user less; the last one closes everything. */
  void release() {
    synchronized (this) {
      if (--references > 0) {
        return;
      }
    }
    IoUtil.unmap(mapping);
    locks.close();
  }

  private boolean isHeld(End end) {
    try {
      return locks.isHeld(end);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot ask for the " + end + " end of " + path, e);
    }
  }

  private static EndLocks openLocks(Path path, Object fileKey, LockKind kind) throws IOException {
    if (kind == LockKind.LOCK_FILES) {
      return LockFiles.open(path);
    }
    try {
      return DescriptionLocks.open(path, fileKey);
    } catch (LocksUnavailableException e) {
      throw new FileRefusedException(
          Reason.NO_LOCKS,
          path,
          "cannot open "
              + path
              + ": expected=open-file-description locks, which its creator chose, found=none ("
              + e.getMessage()
              + "); give this JVM JNA and native access, or create the file with"
              + " FileOptions.withLockFiles()",
          e);
    }
  }
}
