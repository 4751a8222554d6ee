package io.pushpop.queue;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * What a recorded run has pushed, lost and popped, told by the log alone: an element exists from
 * the store of head on, and so does its mark, and it is gone from the store of tail on. One that
 * never comes so far was pushed and is lost, or waits, from the store of a loss counter on.
 */
final class Ledger {

  /**
   * A pushed element.
   *
   * @param end the position behind it
   * @param store number of the store of head in the log
   */
  record Entry(long end, byte[] bytes, int store) {}

  /**
   * Elements that were skipped.
   *
   * @param store number of the store of tail in the log
   */
  private record Skip(int elements, int store) {}

  private final List<Skip> skips = new ArrayList<>();
  private final List<byte[]> pending = new ArrayList<>();
  private final List<Entry> published = new ArrayList<>();

  /** What waits in the table of the present push end, in order. */
  private final List<byte[]> waiting = new ArrayList<>();

  /** For each element that was pushed, whatever became of it: the number of the store. */
  private final List<Integer> accepted = new ArrayList<>();

  /**
   * Numbers of the stores by which elements went from the table to the ring, and of their notes.
   */
  private final List<Integer> moves = new ArrayList<>();

  private final List<Integer> moveNotes = new ArrayList<>();

  /** What goes into the ring with the next store of head, or null. */
  private Long nextMark;

  /** The marks that went into the ring, each by the number of the store. */
  private final NavigableMap<Integer, Long> marks = new TreeMap<>();

  /** Index of the next element that a handler of the present pop end is to see. */
  private int next;

  /** How many of those before it are about to be skipped by one store of tail. */
  private int skipping;

  /** These elements are about to be pushed by one store of head. */
  void pushing(List<byte[]> elements) {
    assertTrue(pending.isEmpty(), "one push at a time");
    pending.addAll(elements);
  }

  /** The push came back, or its process died in it. */
  void pushed(boolean died) {
    assertTrue(died || pending.isEmpty(), "a push stores head before it returns");
    pending.clear();
  }

  /** The next element that goes into the ring is about to be given this mark. */
  void marking(long mark) {
    nextMark = mark;
  }

  /** The mark of the last element in the ring after so many stores. */
  long mark(int stores) {
    Map.Entry<Integer, Long> last = marks.lowerEntry(stores);
    return last == null ? 0 : last.getValue();
  }

  void headStored(long head, int store) {
    if (nextMark != null) {
      marks.put(store, nextMark);
      nextMark = null;
    }
    if (!waiting.isEmpty()) {
      published.add(new Entry(head, waiting.remove(0), store));
      moves.add(store);
      return;
    }
    assertFalse(pending.isEmpty(), "head is stored by a push, once");
    for (int i = 0; i < pending.size(); i++) {
      published.add(new Entry(head - (pending.size() - 1 - i), pending.get(i), store));
      accepted.add(store);
    }
    pending.clear();
  }

  void dropped(int store) {
    takePending(store);
  }

  void setAside(int store) {
    waiting.add(takePending(store));
  }

  /** One that waits is superseded. */
  void conflated(int store) {
    byte[] latest = takePending(store);
    assertTrue(waiting.removeIf(each -> RecordedRun.key(each) == RecordedRun.key(latest)));
    waiting.add(latest);
  }

  void moved(int store) {
    moveNotes.add(store);
  }

  /** Whoever held the push end is gone, and its table with it. */
  void producerGone() {
    nextMark = null;
    waiting.clear();
  }

  /** What is lost if the push end dies after so many stores, by its account. */
  long lost(int stores) {
    // Between head and the note that it has moved, an element counts twice: for ever after a death.
    long unnoted = count(moves, stores) - count(moveNotes, stores);
    long delivered = published.stream().filter(each -> each.store < stores).count();
    return count(accepted, stores) - delivered + unnoted;
  }

  private static long count(List<Integer> numbers, int stores) {
    return numbers.stream().filter(number -> number < stores).count();
  }

  private byte[] takePending(int store) {
    assertEquals(1, pending.size(), "one element is lost, or set aside, at a time");
    accepted.add(store);
    return pending.remove(0);
  }

  void tailStored(long tail, int store) {
    skips.add(new Skip(skipping, store));
    skipping = 0;
    assertTrue(next > 0, "tail is stored by a pop");
    assertEquals(
        published.get(next - 1).end, tail, "tail covers what a handler is done with, no more");
  }

  /** A handler sees an element, so many behind the next. */
  void seen(int ahead, byte[] bytes) {
    assertTrue(next + ahead < published.size(), "no element that was not pushed");
    assertArrayEquals(published.get(next + ahead).bytes, bytes, "the next element, whole");
  }

  /** The handler is done with what it saw last, and did not throw. */
  void handled() {
    next++;
  }

  /** So many elements are about to be skipped, and no handler is to see them. */
  void skipping(int elements) {
    next += elements;
    skipping = elements;
  }

  /** How many elements are there to be seen or skipped. */
  int left() {
    return published.size() - next;
  }

  /** How many elements the first so many stores have skipped. */
  long skipped(int stores) {
    return skips.stream().filter(skip -> skip.store < stores).mapToLong(Skip::elements).sum();
  }

  /** Another pop end goes on from this tail. */
  void takenOverAt(long tail) {
    skipping = 0;
    while (next > 0 && published.get(next - 1).end > tail) {
      next--;
    }
  }

  boolean hasNext() {
    return next < published.size();
  }

  /** What is in the queue if nothing is stored any more after the first so many stores. */
  Deque<byte[]> contents(int stores, long tail) {
    Deque<byte[]> contents = new ArrayDeque<>();
    for (int i = published.size() - 1; i >= 0 && published.get(i).end > tail; i--) {
      if (published.get(i).store < stores) {
        contents.addFirst(published.get(i).bytes);
      }
    }
    return contents;
  }
}
