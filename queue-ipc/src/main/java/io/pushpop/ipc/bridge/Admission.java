package io.pushpop.ipc.bridge;

import io.pushpop.ipc.QueueFile;
import io.pushpop.ipc.bridge.BridgeProtocol.Hello;
import io.pushpop.queue.Push;
import java.util.Objects;

/**
 * Decides whether a ring may be filled from another. What that takes is kept in the target ring
 * itself, so that no restart forgets it: the user word of its push end is the id of the ring that
 * it is filled from, and its mark is the position of that ring up to which all has arrived.
 */
final class Admission {
  private static final String POPPED =
      "elements are missing that somebody else has popped from the source ring";

  private final QueueFile file;
  private final Push push;

  Admission(QueueFile file, Push push) {
    this.file = file;
    this.push = push;
  }

  /**
   * Why the elements of a ring may not come in here, or null if they may.
   *
   * @param busy whether another ring's elements may be coming in now
   */
  String refusal(Hello hello, boolean busy) {
    String reason = mismatch(hello);
    if (reason == null) {
      reason = refusalOfRing(hello.ring(), busy);
    }
    long mark = push.mark();
    if (reason != null || push.userWord() == 0 || mark == 0) {
      return reason;
    }
    if (hello.start() - mark > 0) {
      return POPPED + gap("from " + hello.start(), mark);
    }
    return mark - hello.head() > 0 ? older(hello.head(), mark) : null;
  }

  /**
   * The same for a recording, in which what was said long ago comes again: then the ring had not
   * come as far as the target has.
   *
   * @param busy whether elements of the recording may have come in
   * @param position of the source ring up to which all is in the target, if anything is
   * @param seen the furthest position of an element that came before in the recording
   */
  String refusalOfRecorded(Hello hello, boolean busy, long position, long seen) {
    String reason = mismatch(hello);
    if (reason == null) {
      reason = refusalOfRing(hello.ring(), busy);
    }
    if (reason == null && isFilled(busy) && hello.start() - position > 0) {
      reason = missing("from " + hello.start(), position);
    }
    return reason == null && seen - hello.head() > 0 ? older(hello.head(), seen) : reason;
  }

  /** Why elements of this ring may not come in, or null if they may. */
  String refusalOfRing(long ring, boolean busy) {
    if (!isFilled(busy) || push.userWord() == ring) {
      return null;
    }
    return "the target was filled from another ring"
        + figures("ring", hex(ring), hex(push.userWord()))
        + "; fill it from that one again, or create a new target";
  }

  /** Says that a recording begins behind what the target has. */
  static String missing(String from, long position) {
    return POPPED + ", or purged from the recording" + gap(from, position);
  }

  /** Why a hello cannot be understood. */
  static String otherVersion(int version) {
    return "the sender speaks another version of the bridge's protocol"
        + figures("version", version, BridgeProtocol.VERSION)
        + "; bring both sides to the same release";
  }

  /** Has the target belong to a source ring; returns the position up to which it is full. */
  long admit(Hello hello) {
    if (push.userWord() != hello.ring()) {
      push.userWord(hello.ring());
    }
    return push.mark() == 0 ? hello.start() : push.mark();
  }

  /** Whether anything has ever come in, or may be coming in. */
  private boolean isFilled(boolean busy) {
    return push.userWord() != 0 && (busy || push.mark() != 0);
  }

  private String mismatch(Hello hello) {
    if (!Objects.equals(hello.schema(), file.schema())) {
      return "both rings of a bridge must mean the same elements"
          + figures("schema", quoted(hello.schema()), quoted(file.schema()))
          + "; create the target with the schema of the source";
    }
    if (hello.longest() > file.geometry().maxLength()) {
      return "the source ring has longer elements than fit into the target"
          + figures("longest", hello.longest(), file.geometry().maxLength())
          + "; give the target more or larger slots, or have the sender promise that none is longer"
          + " (--longest, withLongest)";
    }
    return null;
  }

  private static String gap(String from, long position) {
    return figures("position", from, "up to " + position)
        + "; create a new target to go on without them";
  }

  private static String older(long head, long position) {
    return "the source ring is older than what was received from it, such as a copy put back"
        + figures("position", "up to " + head, "up to " + position)
        + "; bring back the ring that was used, or create a new target";
  }

  private static String figures(String what, Object source, Object target) {
    return ": " + what + " of source=" + source + ", of target=" + target;
  }

  private static String quoted(String name) {
    return name == null ? "none" : '"' + name + '"';
  }

  private static String hex(long word) {
    return "0x" + Long.toHexString(word);
  }
}
