package io.pushpop.ipc.bridge;

import io.pushpop.ipc.QueueFile;
import io.pushpop.ipc.bridge.BridgeProtocol.Hello;
import io.pushpop.queue.Pop;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Who a source ring is, kept in the user word of its pop end: an id, made when it is bridged first,
 * and how often its bridge has been started since. So the hellos of a ring have an order, across
 * restarts and without a clock, and one that comes late is known for what it is.
 */
final class SourceRing {
  private static final int STARTS_BITS = 24;
  private static final long STARTS_MASK = (1L << STARTS_BITS) - 1;

  private final long id;
  private final long starts;
  private int hellos;

  /** A hello for which there was no room yet, or null. */
  private Hello unsaid;

  /** Counts this start. */
  SourceRing(Pop pop) {
    long word = pop.userWord();
    long known = idOf(word);
    this.id = known == 0 ? newId() : known;
    this.starts = word + 1 & STARTS_MASK;
    pop.userWord(id | starts);
  }

  /** The id in a user word, 0 if there is none. */
  static long idOf(long userWord) {
    return userWord & ~STARTS_MASK;
  }

  /** Length of the longest element that is carried, of what was promised: 0 is nothing. */
  static int longest(QueueFile file, int promised) {
    int longest = file.geometry().maxLength();
    return promised == 0 ? longest : Math.min(promised, longest);
  }

  long id() {
    return id;
  }

  /** The hello to say next; the same one until that is said. */
  Hello nextHello(Pop pop, QueueFile file, int longest) {
    if (unsaid == null) {
      unsaid =
          new Hello(
              nextNumber(),
              id,
              pop.position(),
              file.snapshot().head(),
              longest,
              file.geometry().slots(),
              file.schema());
    }
    return unsaid;
  }

  /** The hello was said. */
  void helloSaid() {
    unsaid = null;
  }

  private long nextNumber() {
    hellos++;
    return starts << Integer.SIZE | Integer.toUnsignedLong(hellos);
  }

  private static long newId() {
    long id;
    do {
      id = ThreadLocalRandom.current().nextLong() & ~STARTS_MASK;
    } while (id == 0);
    return id;
  }
}
