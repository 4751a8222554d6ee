package io.pushpop.ipc;

import io.pushpop.queue.End;
import io.pushpop.queue.PeerState.State;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.agrona.concurrent.AtomicBuffer;

/**
 * The record of one end in the mapped file: who took it last, and whether it was given back.
 * Written by whoever holds the end's lock, read by anybody.
 *
 * <p>{@link #word()} is the state word, generation and state in one; the static methods take it
 * apart. Two equal words mean that nothing happened between them, for the generation only grows.
 */
final class EndRecord {
  private static final int ABSENT = 0;
  private static final int ATTACHED = 1;
  private static final int DETACHED = 2;

  /** Never in a file: nobody writes down that he died. */
  private static final int DEAD = 3;

  private static final int STATE_BITS = 2;
  private static final long STATE_MASK = (1L << STATE_BITS) - 1;

  /** Far from overflow, and out of reach: taking an end a million times a second for years. */
  private static final long MAX_GENERATION = 1L << 60;

  private final Path path;
  private final End end;
  private final AtomicBuffer file;
  private final int offset;

  /**
   * The record of an end.
   *
   * @param path of the file, for messages
   * @param file the whole mapped file
   * @param end whose record
   */
  EndRecord(Path path, AtomicBuffer file, End end) {
    this.path = path;
    this.end = end;
    this.file = file;
    this.offset = FileLayout.recordOffset(end);
  }

  /**
   * The state word, read with acquire semantics.
   *
   * @throws UncheckedIOException if no holder of the end can have written it
   */
  long word() {
    // ACQUIRE END-STATE: without it the process id and start time that are read next could be older
    // than the word, and what the end pushed or popped before it detached could be missed.
    long word = file.getLongAcquire(offset + FileLayout.STATE_OFFSET);
    long state = word & STATE_MASK;
    boolean never = generation(word) == 0;
    if (state > DETACHED || never != (state == ABSENT) || generation(word) > MAX_GENERATION) {
      throw new UncheckedIOException(
          new BadFileException(
              "use the " + end + " end of",
              path,
              end + " state",
              "generation * 4 + 0, 1 or 2, and 0 only for generation 0",
              Long.toUnsignedString(word),
              "the file is damaged: stop both ends, remove it and create it anew"));
    }
    return word;
  }

  /** How often the end had been taken. */
  static long generation(long word) {
    return word >>> STATE_BITS;
  }

  /** A state word with the death of its taker in it, which no file has. */
  static long dead(long word) {
    return word | DEAD;
  }

  /** What a word says: in the record a taker that died stays {@link State#ATTACHED}. */
  static State state(long word) {
    return switch ((int) (word & STATE_MASK)) {
      case ABSENT -> State.ABSENT;
      case ATTACHED -> State.ATTACHED;
      case DETACHED -> State.DETACHED;
      default -> State.DEAD;
    };
  }

  /** The last taker's process id, in the taker's pid namespace; read {@link #word()} first. */
  long pid() {
    return file.getLong(offset + FileLayout.PID_OFFSET);
  }

  /** When the end was taken last, in milliseconds since 1970; read {@link #word()} first. */
  long startTime() {
    return file.getLong(offset + FileLayout.START_TIME_OFFSET);
  }

  /** How the last taker sleeps and wakes; read {@link #word()} first. */
  Parking parking() {
    return Parking.of(file.getInt(offset + FileLayout.PARKING_OFFSET));
  }

  /**
   * Whether whoever holds the end now, or takes it next, wakes a peer that sleeps on a futex: one
   * who takes it wakes the peer, and is then asked anew.
   */
  boolean wakesPeer() {
    // ACQUIRE END-STATE: without it the kind of parking could be that of the taker before.
    long word = file.getLongAcquire(offset + FileLayout.STATE_OFFSET);
    return (word & STATE_MASK) != ATTACHED || parking() == Parking.FUTEX;
  }

  /**
   * Says that the end is held, one generation on. For the holder of its lock.
   *
   * @param pid the holder's
   * @param startTime now, in milliseconds since 1970
   * @param parking how the holder sleeps and wakes
   * @return the generation
   */
  long attached(long pid, long startTime, Parking parking) {
    long generation = generation(word()) + 1;
    file.putLong(offset + FileLayout.PID_OFFSET, pid);
    file.putLong(offset + FileLayout.START_TIME_OFFSET, startTime);
    file.putInt(offset + FileLayout.PARKING_OFFSET, parking.number());
    // RELEASE END-STATE: without it somebody could read the new generation with the process id and
    // start time of the taker before, and blame the wrong process.
    file.putLongRelease(offset + FileLayout.STATE_OFFSET, generation << STATE_BITS | ATTACHED);
    return generation;
  }

  /**
   * Says that the end has been given back cleanly. For the holder of its lock.
   *
   * @param generation the holder's
   */
  void detached(long generation) {
    // RELEASE END-STATE: without it the peer could see that this end is gone before it sees the
    // last element pushed or popped here, and report the end of the stream too early.
    file.putLongRelease(offset + FileLayout.STATE_OFFSET, generation << STATE_BITS | DETACHED);
  }
}
