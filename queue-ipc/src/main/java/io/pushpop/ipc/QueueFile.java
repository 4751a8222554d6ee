package io.pushpop.ipc;

import io.pushpop.ipc.FileRefusedException.Reason;
import io.pushpop.queue.CorruptQueueException;
import io.pushpop.queue.End;
import io.pushpop.queue.EndOptions;
import io.pushpop.queue.EndTakenException;
import io.pushpop.queue.Geometry;
import io.pushpop.queue.PeerState;
import io.pushpop.queue.Pop;
import io.pushpop.queue.Push;
import io.pushpop.queue.RequiredFlags;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.Function;

/**
 * A queue in a memory-mapped file, for two processes: one takes the push end, one the pop end.
 *
 * <pre>{@code
 * try (QueueFile file = QueueFile.openOrCreate(path, Geometry.of(4096, 64));
 *     Push push = file.push()) {
 *   push.tryPush(source, 0, length);
 * }
 * }</pre>
 *
 * <p>An end is held by a lock of the kernel: while its holder lives nobody else can take it, in any
 * process, and as soon as the holder has closed it, or its process is gone, anybody can. An end
 * that is dropped without {@code close()} stays held until its process ends.
 *
 * <p>Every page of the file is allocated and present before an end is given out, so no push or pop
 * fails for want of space. That cannot hold against somebody who cuts the file short while it is
 * mapped: the JVM then fails with an {@link InternalError} or dies. Guard the file by its mode.
 *
 * <p>A QueueFile is safe for use by several threads; an end is for one thread at a time. Closing
 * the QueueFile leaves ends that it gave out working. The file is unmapped once it and they are all
 * closed; a buffer that was kept beyond that leads nowhere, and touching it crashes the JVM.
 */
public final class QueueFile implements AutoCloseable {
  /**
   * Between open and create a file can come or go only if others make and remove it all the time.
   */
  private static final int MAX_ATTEMPTS = 100;

  private final RingFile ring;
  private boolean closed;

  private QueueFile(RingFile ring) {
    this.ring = ring;
  }

  /**
   * Creates a file that only its owner may read and write. It appears complete or not at all. If
   * another process is creating it at this moment, this waits until that one has finished (at most
   * a minute).
   *
   * @param path where; its folder must exist
   * @param geometry of the ring
   * @return the open file
   * @throws NoSpaceException if the file system has no room for it
   * @throws FileRefusedException if there is something of that name already, or the folder is
   *     missing or may not be written to
   * @throws IOException if it cannot be made for another reason
   * @throws IllegalStateException if the JVM flag that Agrona needs is missing
   */
  public static QueueFile create(Path path, Geometry geometry) throws IOException {
    return create(path, geometry, FileOptions.defaults());
  }

  /**
   * Creates a file, as {@link #create(Path, Geometry)} does.
   *
   * @param path where; its folder must exist
   * @param geometry of the ring
   * @param options mode, schema and more
   * @return the open file
   * @throws IOException as above
   */
  public static QueueFile create(Path path, Geometry geometry, FileOptions options)
      throws IOException {
    Objects.requireNonNull(geometry, "geometry");
    Objects.requireNonNull(options, "options");
    return createAt(prepare(path), geometry, options);
  }

  /**
   * Opens a file that is there. Everything about it is checked before anything is trusted, and
   * nothing is changed.
   *
   * @param path the file itself, not a symbolic link to it
   * @return the open file
   * @throws BadFileException if it is damaged, of another version, or no ring file
   * @throws FileRefusedException if there is none, or it may not be used
   * @throws NoSpaceException if it is a sparse copy whose holes cannot be filled any more
   * @throws IOException if it cannot be opened for another reason
   * @throws IllegalStateException if the JVM flag that Agrona needs is missing
   */
  public static QueueFile open(Path path) throws IOException {
    return open(path, FileOptions.defaults());
  }

  /**
   * Opens a file, as {@link #open(Path)} does, if it has the schema that the options name. An end
   * that knows what its elements mean opens it so; tools, to which all elements are bytes, name no
   * schema.
   *
   * @param path the file itself, not a symbolic link to it
   * @param options the schema; the file stays as it is in everything else
   * @return the open file
   * @throws BadFileException if the file has another schema, or none; also as above
   * @throws IOException as above
   */
  public static QueueFile open(Path path, FileOptions options) throws IOException {
    Objects.requireNonNull(options, "options");
    return openWithSchema(prepare(path), options);
  }

  /**
   * Opens a file, or creates it if it is not there. Any number of processes may do so at once: one
   * creates the file, all open it.
   *
   * @param path where; its folder must exist
   * @param geometry the ring must have
   * @return the open file
   * @throws BadFileException if the file has another geometry, or is damaged
   * @throws IOException as from {@link #open(Path)} and {@link #create(Path, Geometry)}
   */
  public static QueueFile openOrCreate(Path path, Geometry geometry) throws IOException {
    return openOrCreate(path, geometry, FileOptions.defaults());
  }

  /**
   * Opens or creates a file, as {@link #openOrCreate(Path, Geometry)} does.
   *
   * @param path where; its folder must exist
   * @param geometry the ring must have
   * @param options mode, schema and more for a new file; one that is there must have the schema, if
   *     one is named, and stays as it is in everything else
   * @return the open file
   * @throws BadFileException if the file has another geometry, or another schema than the one that
   *     is named, or is damaged
   * @throws IOException as above
   */
  public static QueueFile openOrCreate(Path path, Geometry geometry, FileOptions options)
      throws IOException {
    Objects.requireNonNull(geometry, "geometry");
    Objects.requireNonNull(options, "options");
    Path absolute = prepare(path);
    NewFile.removeLeftovers(absolute);
    for (int attempt = 1; ; attempt++) {
      try {
        return openWithGeometry(absolute, geometry, options);
      } catch (FileRefusedException e) {
        if (e.reason() != Reason.MISSING || attempt == MAX_ATTEMPTS) {
          throw e;
        }
      }
      try {
        return createAt(absolute, geometry, options);
      } catch (FileRefusedException e) {
        if (e.reason() != Reason.EXISTS || attempt == MAX_ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  /**
   * Takes the push end, with default options.
   *
   * @return the end; close it to let others have it
   * @throws EndTakenException if somebody holds it, in this or another process
   * @throws UncheckedIOException if the path leads to another file by now, or the kernel refuses
   * @throws IllegalStateException if this QueueFile is closed
   */
  public Push push() {
    return push(EndOptions.defaults());
  }

  /**
   * Takes the push end.
   *
   * @param options how to wait, and what to do while the queue is full
   * @return the end; close it to let others have it
   * @throws EndTakenException if somebody holds it, in this or another process
   * @throws UncheckedIOException if the path leads to another file by now, or the kernel refuses
   * @throws IllegalArgumentException if the policy does not suit the geometry, or its table takes
   *     more than 2 GiB
   * @throws io.pushpop.queue.CorruptQueueException if what stands in the file is impossible
   * @throws IllegalStateException if this QueueFile is closed
   */
  public Push push(EndOptions options) {
    return take(End.PUSH, held -> Push.attach(ring.region(), ring.geometry(), options, held));
  }

  /**
   * Takes the pop end, with default options.
   *
   * @return the end; close it to let others have it
   * @throws EndTakenException if somebody holds it, in this or another process
   * @throws UncheckedIOException if the path leads to another file by now, or the kernel refuses
   * @throws IllegalStateException if this QueueFile is closed
   */
  public Pop pop() {
    return pop(EndOptions.defaults());
  }

  /**
   * Takes the pop end.
   *
   * @param options how it waits
   * @return the end; close it to let others have it
   * @throws EndTakenException if somebody holds it, in this or another process
   * @throws UncheckedIOException if the path leads to another file by now, or the kernel refuses
   * @throws IllegalStateException if this QueueFile is closed
   */
  public Pop pop(EndOptions options) {
    return take(End.POP, held -> Pop.attach(ring.region(), ring.geometry(), options, held));
  }

  /**
   * The state of an end, now: whether anybody holds it, in whatever process. Asking disturbs
   * nobody.
   *
   * @param end which
   * @return its state, and how often it has been taken
   * @throws UncheckedIOException if its record in the file is damaged, or the kernel refuses
   * @throws IllegalStateException if this QueueFile is closed
   */
  public PeerState state(End end) {
    Objects.requireNonNull(end, "end");
    RingFile file = openRing();
    file.retain();
    try {
      return file.state(end);
    } finally {
      file.release();
    }
  }

  /**
   * Counters and ends, now, for whoever keeps an eye on the queue. Disturbs nobody, and costs a
   * push or a pop nothing: they count nothing for it.
   *
   * @return a snapshot that does not change
   * @throws CorruptQueueException if head and tail are impossible
   * @throws UncheckedIOException if the record of an end is damaged, or the kernel refuses to tell
   * @throws IllegalStateException if this QueueFile is closed
   */
  public QueueSnapshot snapshot() {
    return snapshot(new QueueSnapshot());
  }

  /**
   * Counters and ends, now, without allocating anything.
   *
   * @param into what is written over; for one thread at a time
   * @return the same
   * @throws CorruptQueueException if head and tail are impossible
   * @throws UncheckedIOException if the record of an end is damaged, or the kernel refuses to tell
   * @throws IllegalStateException if this QueueFile is closed
   */
  public QueueSnapshot snapshot(QueueSnapshot into) {
    Objects.requireNonNull(into, "into");
    RingFile file = openRing();
    file.retain();
    try {
      return file.snapshot(into);
    } finally {
      file.release();
    }
  }

  /**
   * A look at the same file from outside: its counters, its elements, who holds its ends.
   *
   * @return the view, with a mapping of its own; close it when done
   * @throws FileRefusedException if the path leads to another file by now
   * @throws IOException if it cannot be opened for another reason
   * @throws IllegalStateException if this QueueFile is closed
   */
  public QueueFileView view() throws IOException {
    RingFile file = openRing();
    return QueueFileView.open(file.path(), file.fileKey());
  }

  /**
   * The ring's geometry, as it was when the file was opened.
   *
   * @return the geometry; also after close
   */
  public Geometry geometry() {
    return ring.geometry();
  }

  /**
   * What the elements mean, as the creator named it.
   *
   * @return the schema, or null if the creator named none; also after close
   */
  public String schema() {
    return ring.schema();
  }

  /**
   * Where the file is.
   *
   * @return absolute path; also after close
   */
  public Path path() {
    return ring.path();
  }

  /**
   * Writes what is in the queue now to the storage device, and returns when it is there. Only for
   * files on a disk that must outlive a power cut: a crash of either process loses nothing anyway.
   *
   * @throws UncheckedIOException if the device fails
   * @throws IllegalStateException if this QueueFile is closed
   */
  public void force() {
    RingFile file = openRing();
    file.retain();
    try {
      file.force();
    } finally {
      file.release();
    }
  }

  /** Closes this handle; ends that it gave out go on. Closing again has no effect. */
  @Override
  public void close() {
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
    }
    ring.release();
  }

  private <E> E take(End end, Function<HeldEnd, E> attach) {
    HeldEnd held = HeldEnd.take(openRing(), end);
    boolean taken = false;
    try {
      E attached = attach.apply(held);
      held.announce();
      taken = true;
      return attached;
    } finally {
      if (!taken) {
        held.abandon();
      }
    }
  }

  private synchronized RingFile openRing() {
    if (closed) {
      throw new IllegalStateException(
          "this QueueFile of " + ring.path() + " is closed; open it anew");
    }
    return ring;
  }

  private static QueueFile createAt(Path path, Geometry geometry, FileOptions options)
      throws IOException {
    Object fileKey = NewFile.create(path, geometry, options);
    return new QueueFile(RingFile.open(path, fileKey));
  }

  private static QueueFile openWithSchema(Path path, FileOptions options) throws IOException {
    QueueFile file = new QueueFile(RingFile.open(path));
    String expected = options.schema();
    if (expected == null || expected.equals(file.schema())) {
      return file;
    }
    throw file.unsuitable(
        "schema tag",
        SchemaTag.quoted(expected),
        SchemaTag.quoted(file.schema()),
        "both ends must mean the same elements: name the schema of the file and use that, or drain"
            + " the file, remove it once nobody uses it, and create it anew");
  }

  private static QueueFile openWithGeometry(Path path, Geometry geometry, FileOptions options)
      throws IOException {
    QueueFile file = openWithSchema(path, options);
    if (file.geometry().equals(geometry)) {
      return file;
    }
    throw file.unsuitable(
        "geometry",
        geometry.toString(),
        file.geometry().toString(),
        "open it without a geometry to use it as it is, or remove it once nobody uses it");
  }

  /** Closes a file that is sound, but not the one that was asked for. */
  private BadFileException unsuitable(String field, String expected, String found, String remedy) {
    close();
    return new BadFileException("open", path(), field, expected, found, remedy);
  }

  private static Path prepare(Path path) throws IOException {
    if (path.getFileSystem() != FileSystems.getDefault()) {
      throw new IllegalArgumentException(
          "a ring file must lie on the default file system: path="
              + path
              + ", file system="
              + path.getFileSystem()
              + "; take a path made by Path.of");
    }
    RequiredFlags.check();
    return path.toAbsolutePath();
  }
}
