package io.pushpop.ipc;

import io.pushpop.ipc.FileRefusedException.Reason;
import io.pushpop.queue.End;
import io.pushpop.queue.Geometry;
import io.pushpop.queue.PeerState;
import io.pushpop.queue.RingView;
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
  private final Path path;
  private final Object fileKey;
  private final FileHeader header;
  private final EndLocks locks;
  private final EndStates ends;
  private final AtomicBuffer region;
  private final RingView view;
  private final Parking parking;

  /** Held for as long as the views above live: an address does not keep its mapping alive. */
  private final MappedByteBuffer mapping;

  private int references = 1;

  private RingFile(
      Path path, Object fileKey, FileHeader header, MappedByteBuffer mapping, EndLocks locks) {
    this.path = path;
    this.fileKey = fileKey;
    this.header = header;
    this.mapping = mapping;
    this.locks = locks;
    this.parking = parking(header.lockKind());
    AtomicBuffer file = new UnsafeBuffer(mapping);
    this.ends = new EndStates(path, file);
    int regionLength = header.geometry().regionLength();
    this.region = new UnsafeBuffer(mapping, FileLayout.REGION_OFFSET, regionLength);
    this.view = RingView.of(region, header.geometry());
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
                path, fileKey, header, mapping, openLocks(path, fileKey, header.lockKind()));
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

  /** Identity of the file, whatever its path leads to by now. */
  Object fileKey() {
    return fileKey;
  }

  Geometry geometry() {
    return header.geometry();
  }

  /** The name of what the elements mean, or null if the file has none. */
  String schema() {
    return header.schema();
  }

  /** What the ring lives in; to be used under a reference only. */
  AtomicBuffer region() {
    return region;
  }

  EndLocks locks() {
    return locks;
  }

  /** How ends that are taken here sleep and wake. */
  Parking parking() {
    return parking;
  }

  EndRecord record(End end) {
    return ends.record(end);
  }

  /**
   * State and generation of an end, now.
   *
   * @throws UncheckedIOException if its record is damaged, or the kernel refuses to tell
   */
  PeerState state(End end) {
    return ends.state(end, locks);
  }

  /** Counters and ends, now. */
  QueueSnapshot snapshot(QueueSnapshot into) {
    return into.take(view, header.geometry(), ends, locks);
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

  private static Parking parking(LockKind kind) {
    // Lock files are for those who must do without system calls of their own.
    boolean futex = kind == LockKind.OPEN_FILE_DESCRIPTION && Linux.futexMissing() == null;
    return futex ? Parking.FUTEX : Parking.TIMED;
  }

  private static EndLocks openLocks(Path path, Object fileKey, LockKind kind) throws IOException {
    if (kind == LockKind.LOCK_FILES) {
      return LockFiles.open(path);
    }
    try {
      return DescriptionLocks.open(path, fileKey);
    } catch (LocksUnavailableException e) {
      throw noLocks(path, e);
    }
  }

  /** The refusal of a file whose kind of locks this process cannot have. */
  static FileRefusedException noLocks(Path path, LocksUnavailableException e) {
    return new FileRefusedException(
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
