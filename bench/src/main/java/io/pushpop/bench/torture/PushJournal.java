package io.pushpop.bench.torture;

import org.agrona.concurrent.AtomicBuffer;

/**
 * What the push side is about to publish, written down before it does. Its successor reads from it,
 * and from head, which element is the next one: if head has moved, that publish happened, and if
 * not, it did not.
 *
 * <p>There are two records, and a word that says which one counts: so a kill while one of them is
 * written leaves the other. Release stores keep the order in which the compiler may write; the
 * processor and SIGKILL keep it by themselves.
 *
 * <pre>
 * current   0         8   0 none, 1 or 2
 * record    128 * n       first sequence, count, head before: 8 bytes each
 * </pre>
 */
final class PushJournal {
  private static final int CURRENT_OFFSET = 0;
  private static final int RECORD_LENGTH = 128;
  private static final int FIRST_OFFSET = 0;
  private static final int COUNT_OFFSET = 8;
  private static final int HEAD_OFFSET = 16;

  private final AtomicBuffer page;

  PushJournal(AtomicBuffer page) {
    this.page = page;
  }

  /**
   * Some elements will be published now, by one store of head.
   *
   * @param first sequence of the first
   * @param count how many
   * @param head before they are
   */
  void aboutToPush(long first, int count, long head) {
    long next = page.getLong(CURRENT_OFFSET) == 1 ? 2 : 1;
    int record = (int) next * RECORD_LENGTH;
    page.putLong(record + FIRST_OFFSET, first);
    page.putLong(record + COUNT_OFFSET, count);
    page.putLong(record + HEAD_OFFSET, head);
    page.putLongRelease(CURRENT_OFFSET, next);
  }

  /**
   * The sequence with which a new push end goes on.
   *
   * @param head as it found it
   * @param capacity of the ring, in slots
   * @throws Violation if head stands where no publish can have brought it
   */
  long next(long head, int capacity) {
    int record = record();
    long moved = head - headBefore();
    if (moved == 0) {
      return pushed();
    }
    if (moved < 0 || moved > capacity || record == 0) {
      throw new Violation(
          "head is wrong after a takeover: expected="
              + headBefore()
              + (record == 0 ? "" : " to " + (headBefore() + capacity))
              + ", found="
              + head);
    }
    return pushed() + page.getLong(record + COUNT_OFFSET);
  }

  /** Elements that have been pushed for certain. */
  long pushed() {
    int record = record();
    return record == 0 ? 0 : page.getLong(record + FIRST_OFFSET);
  }

  /** Head as it was then. */
  long headBefore() {
    int record = record();
    return record == 0 ? 0 : page.getLong(record + HEAD_OFFSET);
  }

  private int record() {
    return (int) page.getLongAcquire(CURRENT_OFFSET) * RECORD_LENGTH;
  }
}
