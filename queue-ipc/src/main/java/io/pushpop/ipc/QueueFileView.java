package io.pushpop.ipc;

import io.pushpop.queue.CorruptQueueException;
import io.pushpop.queue.End;
import io.pushpop.queue.Geometry;
import io.pushpop.queue.RequiredFlags;
import io.pushpop.queue.RingView;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.agrona.concurrent.AtomicBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A look at a ring file from outside, while its ends are at work or long gone. The file is mapped
 * read-only, no lock is taken on it, and permission to read it is enough: whoever inspects a queue
 * disturbs nobody.
 *
 * <p>For one thread at a time. The mapping goes when neither this nor its {@link #ring()} is
 * referenced any more, so that no use after close can lead nowhere.
 */
public final class QueueFileView implements AutoCloseable {
  private final Path path;
  private final Object fileKey;
  private final FileHeader header;
  private final EndStates ends;
  private final RingView ring;

  /** Opened when an end is first asked for. */
  private EndLocks locks;

  private QueueFileView(Path path, Object fileKey, FileHeader header, MappedByteBuffer mapping) {
    AtomicBuffer file = new UnsafeBuffer(mapping);
    int regionLength = header.geometry().regionLength();
    this.path = path;
    this.fileKey = fileKey;
    this.header = header;
    this.ends = new EndStates(path, file);
    this.ring =
        RingView.of(
            new UnsafeBuffer(mapping, FileLayout.REGION_OFFSET, regionLength), header.geometry());
  }

  /**
   * Opens a file that is there, after every check of its header and length.
   *
   * @param path the file itself, not a symbolic link to it
   * @return the view
   * @throws BadFileException if it is damaged, of another version, or no ring file
   * @throws FileRefusedException if there is none, or it may not be read
   * @throws IOException if it cannot be opened for another reason
   * @throws IllegalStateException if the JVM flag that Agrona needs is missing
   */
  public static QueueFileView open(Path path) throws IOException {
    RequiredFlags.check();
    Path absolute = path.toAbsolutePath();
    return open(absolute, Refusals.regularFileKey("open", absolute));
  }

  /**
   * Opens one existing file and no other, after every check.
   *
   * @param path absolute path
   * @param fileKey identity of the file that it must lead to
   */
  static QueueFileView open(Path path, Object fileKey) throws QueueFileException {
    try (FileChannel channel =
        FileChannel.open(path, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
      // The same file before and after: so it is the one that the channel is open on.
      Refusals.requireSameFile("open", path, fileKey);
      FileHeader header = FileHeader.read(path, channel);
      int length = FileLayout.fileLength(header.geometry());
      return new QueueFileView(path, fileKey, header, channel.map(MapMode.READ_ONLY, 0, length));
    } catch (IOException e) {
      throw Refusals.translate("open", path, e);
    }
  }

  /**
   * Where the file is.
   *
   * @return absolute path
   */
  public Path path() {
    return path;
  }

  /**
   * The version of the file format.
   *
   * @return the version; always the one that this library reads
   */
  public int version() {
    return FileLayout.VERSION;
  }

  /**
   * The ring's geometry.
   *
   * @return the geometry
   */
  public Geometry geometry() {
    return header.geometry();
  }

  /**
   * What the elements mean, as the creator named it.
   *
   * @return the schema, or null if the creator named none
   */
  public String schema() {
    return header.schema();
  }

  /**
   * The ring in the file: its counters, and the elements that are in it.
   *
   * @return the view of the ring; also after close
   */
  public RingView ring() {
    return ring;
  }

  /**
   * Who holds an end, or held it last.
   *
   * @param end which
   * @return its state now
   * @throws UncheckedIOException if its record in the file is damaged, or the kernel refuses to
   *     tell
   */
  public EndStatus status(End end) {
    return ends.status(end, locks(), null);
  }

  /**
   * Counters and ends, now.
   *
   * @return a snapshot that does not change
   * @throws CorruptQueueException if head and tail are impossible
   * @throws UncheckedIOException if the record of an end is damaged, or the kernel refuses to tell
   */
  public QueueSnapshot snapshot() {
    return snapshot(new QueueSnapshot());
  }

  /**
   * Counters and ends, now, without allocating anything.
   *
   * @param into what is written over
   * @return the same
   * @throws CorruptQueueException if head and tail are impossible
   * @throws UncheckedIOException if the record of an end is damaged, or the kernel refuses to tell
   */
  public QueueSnapshot snapshot(QueueSnapshot into) {
    return into.take(ring, header.geometry(), ends, locks());
  }

  /**
   * Whether the path still leads to this file: one that was deleted or replaced can be looked at as
   * before, but whoever opens the path now gets another, or none.
   *
   * @return false if it does not, or cannot be looked up
   */
  public boolean isInPlace() {
    try {
      Refusals.requireSameFile("look at", path, fileKey);
      return true;
    } catch (QueueFileException e) {
      return false;
    }
  }

  /** Closes what was opened to ask for the ends. Closing again has no effect. */
  @Override
  public void close() {
    if (locks != null) {
      locks.close();
      locks = null;
    }
  }

  private EndLocks locks() {
    try {
      if (locks == null) {
        locks = openLocks();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(Refusals.translate("ask for the ends of", path, e));
    }
    return locks;
  }

  private EndLocks openLocks() throws IOException {
    if (header.lockKind() == LockKind.LOCK_FILES) {
      return LockFiles.openToAsk(path);
    }
    try {
      return DescriptionLocks.openToAsk(path, fileKey);
    } catch (LocksUnavailableException e) {
      throw RingFile.noLocks(path, e);
    }
  }
}
