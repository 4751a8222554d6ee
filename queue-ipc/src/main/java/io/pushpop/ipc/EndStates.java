package io.pushpop.ipc;

import io.pushpop.queue.End;
import io.pushpop.queue.PeerState;
import io.pushpop.queue.PeerState.State;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.VarHandle;
import java.nio.file.Path;
import org.agrona.concurrent.AtomicBuffer;

/**
 * What the two end records of a mapped file say, together with the locks that tell who lives. Only
 * ever loads.
 */
final class EndStates {
  /** Looks at an end that is taken and given back at every one of them, before one is believed. */
  private static final int MAX_LOOKS = 100;

  private final Path path;
  private final EndRecord push;
  private final EndRecord pop;

  /**
   * The records of a file.
   *
   * @param path of the file, for messages
   * @param file the whole mapped file
   */
  EndStates(Path path, AtomicBuffer file) {
    this.path = path;
    this.push = new EndRecord(path, file, End.PUSH);
    this.pop = new EndRecord(path, file, End.POP);
  }

  EndRecord record(End end) {
    return end == End.PUSH ? push : pop;
  }

  /**
   * State and generation of an end, now.
   *
   * @throws UncheckedIOException if its record is damaged, or the kernel refuses to tell
   */
  PeerState state(End end, EndLocks locks) {
    long word = word(end, locks);
    return new PeerState(EndRecord.state(word), EndRecord.generation(word));
  }

  /**
   * State of an end, now, and who took it last.
   *
   * @param known what may be returned again if it is still true, or null
   * @throws UncheckedIOException if its record is damaged, or the kernel refuses to tell
   */
  EndStatus status(End end, EndLocks locks, EndStatus known) {
    EndRecord record = record(end);
    for (int look = 1; ; look++) {
      long word = word(end, locks);
      long pid = record.pid();
      long startTime = record.startTime();
      Parking parking = record.parking();
      // The name is read before the word is looked at again: so it is not that of a later taker.
      VarHandle.acquireFence();
      if (EndRecord.generation(record.word()) == EndRecord.generation(word) || look == MAX_LOOKS) {
        State state = EndRecord.state(word);
        long generation = EndRecord.generation(word);
        return known != null && known.equals(state, pid, generation, startTime, parking)
            ? known
            : new EndStatus(state, pid, generation, startTime, parking);
      }
    }
  }

  /** The state word of an end, with the death of its taker in it. */
  private long word(End end, EndLocks locks) {
    EndRecord record = record(end);
    long word = record.word();
    for (int look = 0; EndRecord.state(word) == State.ATTACHED && look < MAX_LOOKS; look++) {
      if (isHeld(end, locks)) {
        return word;
      }
      long before = word;
      word = record.word();
      if (word == before) {
        // Attached before and after, so its taker never gave it back, and yet nobody held it.
        return EndRecord.dead(word);
      }
    }
    return word;
  }

  private boolean isHeld(End end, EndLocks locks) {
    try {
      return locks.isHeld(end);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot ask for the " + end + " end of " + path, e);
    }
  }
}
