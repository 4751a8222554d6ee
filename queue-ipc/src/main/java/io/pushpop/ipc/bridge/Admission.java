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
    long filledFrom = push.userWord();
    long mark = push.mark();
    if (filledFrom == 0 || mark == 0 && !busy) {
      return null; // nothing has ever come in
    }
    if (filledFrom != hello.ring()) {
      return "the target was filled from another ring"
          + figures("ring", hex(hello.ring()), hex(filledFrom))
          + "; fill it from that one again, or create a new target";
    }
    if (mark == 0) {
      return null;
    }
    if (hello.start() - mark > 0) {
      return "elements are missing that somebody else has popped from the source ring"
          + figures("position", "from " + hello.start(), "up to " + mark)
          + "; create a new target to go on without them";
    }
    if (mark - hello.head() > 0) {
      return "the source ring is older than what was received from it, such as a copy put back"
          + figures("position", "up to " + hello.head(), "up to " + mark)
          + "; bring back the ring that was used, or create a new target";
    }
    return null;
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
