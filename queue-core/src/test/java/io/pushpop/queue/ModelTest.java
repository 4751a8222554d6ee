package io.pushpop.queue;

import static io.pushpop.queue.Elements.element;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/**
 * The queue against {@link ArrayDeque}: random sequences of everything that one thread can do with
 * both ends, on rings of every small shape, starting at awkward positions, under every policy for a
 * full queue. Each element is expected with the number of those that were lost before it, and the
 * ring with the mark of the last that went into it.
 */
class ModelTest {
  private static final int SEQUENCES = 20_000;
  private static final int STEPS = 120;
  private static final long SEED = 20_261_124L;

  /** A power of two. */
  private static final int KEYS = 4;

  private Random random;
  private TestRegion region;
  private Push push;
  private Pop pop;
  private EndOptions policy;
  private boolean drops;

  /** What is in the ring. */
  private ArrayDeque<Expected> model;

  /** What waits outside of it, in order. */
  private List<Expected> waiting;

  /** Lost since the last element that went into the ring, where none waits. */
  private long owed;

  private long sequence;
  private long skipped;
  private long pushed;
  private long popped;
  private long abandonedSoFar;
  private long told;
  private int longest;

  /** Of what went into the ring last; and what the next takes with it, null if that is the same. */
  private long mark;

  private Long nextMark;

  /** The position behind each of the first elements in the ring: of those that were read ahead. */
  private final List<Long> readTo = new ArrayList<>();

  /** An element, and how many were lost before it. */
  private record Expected(byte[] bytes, long lostBefore) {
    long key() {
      return ModelTest.key(new UnsafeBuffer(bytes), 0, bytes.length);
    }
  }

  @Test
  void behavesAsAnArrayDeque() {
    for (int i = 0; i < SEQUENCES; i++) {
      long seed = SEED + i;
      try {
        run(seed);
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("sequence of seed=" + seed + " failed: " + e.getMessage(), e);
      }
    }
  }

  private void run(long seed) {
    random = new Random(seed);
    Geometry geometry = Geometry.of(2 << random.nextInt(5), 16 << random.nextInt(4));
    long[] starts = {0, (1L << 31) - 7, (1L << 32) - 7, (1L << 32) - 1, 1L << 60};
    region = new TestRegion(geometry).startingAt(starts[random.nextInt(starts.length)]);
    // The longest elements of all leave no room for a marker everywhere: see OverflowTest.
    boolean loses = geometry.slots() > 2 && random.nextInt(3) > 0;
    longest = geometry.maxLength() - (loses ? geometry.slotSize() : 0);
    policy = EndOptions.defaults();
    drops = false;
    if (loses) {
      drops = random.nextBoolean();
      policy =
          drops
              ? policy.whenFull(Overflow.DROP_NEWEST)
              : policy.conflating(
                  ConflationOptions.byKey(ModelTest::key, KEYS)
                      .withLongest(longest)
                      .closingWithin(Duration.ZERO));
    }
    push = region.push(policy);
    pop = region.pop();
    model = new ArrayDeque<>();
    skipped = 0;
    waiting = new ArrayList<>();
    owed = 0;
    pushed = 0;
    popped = 0;
    abandonedSoFar = 0;
    told = 0;
    mark = 0;
    nextMark = null;
    readTo.clear();
    for (int step = 0; step < STEPS; step++) {
      step();
      long depth = region.head() - region.tail();
      assertTrue(depth >= 0 && depth <= geometry.capacity(), "depth=" + depth);
      assertEquals(model.isEmpty(), !pop.canPop(), "canPop");
      assertEquals(skipped, pop.skipped(), "skipped");
      assertEquals(mark, push.mark(), "mark");
    }
    do {
      push.flush();
      sync();
      popOne();
    } while (!model.isEmpty() || !waiting.isEmpty());
    assertFalse(pop.canPop());
    assertEquals(region.head(), region.tail());
    Losses losses = pop.losses();
    assertEquals(0, losses.waiting());
    assertEquals(pushed, popped + skipped + losses.lost(), losses::toString);
    assertEquals(told, losses.told());
    assertEquals(owed, losses.lost() - told, "what no element follows is not told");
  }

  private static long key(DirectBuffer buffer, int offset, int length) {
    return length == 0 ? 0 : buffer.getByte(offset) & 2 * KEYS - 1;
  }

  private void step() {
    switch (random.nextInt(20)) {
      case 0, 1, 2 -> pushCopy();
      case 3, 4 -> pushInPlace();
      case 5 -> giveUp();
      case 6 -> batch();
      case 7, 8 -> popOne();
      case 9, 10 -> drain();
      case 11 -> peek();
      case 12 -> throwing();
      case 13 -> skip(random.nextInt(4));
      case 14 -> skipToLatest();
      case 15 -> mark();
      case 16, 17 -> readAhead();
      case 18 -> popTo();
      default -> takeOver();
    }
  }

  private void pushCopy() {
    byte[] next = element(++sequence, randomLength());
    boolean can = canPush(next.length);
    boolean takes = can || takesMore();
    assertEquals(takes, push.tryPush(new UnsafeBuffer(next), 0, next.length));
    if (takes) {
      pushed(next, can);
    }
  }

  private void pushInPlace() {
    int reserved = randomLength();
    boolean can = canPush(reserved);
    Permit permit = push.tryReserve(reserved);
    assertEquals(can || takesMore(), permit != null);
    if (permit != null) {
      assertEquals(reserved, permit.maxLength());
      scribble(permit, reserved);
      byte[] next = element(++sequence, random.nextInt(reserved + 1));
      permit.buffer().putBytes(permit.offset(), next);
      if (random.nextInt(4) == 0) {
        mark();
      }
      permit.push(next.length);
      pushed(next, can);
    }
  }

  private void giveUp() {
    int reserved = randomLength();
    try (Permit permit = push.tryReserve(reserved)) {
      if (permit != null) {
        scribble(permit, reserved);
      }
    }
    sync();
  }

  private boolean canPush(int length) {
    boolean can = push.canPush(length);
    sync();
    return can;
  }

  /** Whether an element is taken for which the ring has no room. */
  private boolean takesMore() {
    return drops || policy.conflation() != null && waiting.size() <= KEYS;
  }

  /** An element was pushed, with room in the ring or without. */
  private void pushed(byte[] bytes, boolean room) {
    pushed++;
    if (room) {
      inRing(bytes, owed);
    } else if (drops) {
      owed++;
    } else {
      Expected next = new Expected(bytes, 0);
      waiting.add(next);
      for (int i = 0; waiting.get(i) != next; i++) {
        if (waiting.get(i).key() == next.key()) {
          Expected superseded = waiting.remove(i);
          Expected after = waiting.get(i);
          waiting.set(i, new Expected(after.bytes, after.lostBefore + superseded.lostBefore + 1));
          return;
        }
      }
    }
  }

  /** Follows what the push end has moved into the ring. */
  private void sync() {
    while (waiting.size() > push.losses().waiting()) {
      moveFirst();
    }
  }

  private void moveFirst() {
    Expected first = waiting.remove(0);
    inRing(first.bytes, owed + first.lostBefore);
  }

  private void inRing(byte[] bytes, long lostBefore) {
    model.add(new Expected(bytes, lostBefore));
    owed = 0;
    if (nextMark != null) {
      mark = nextMark;
      nextMark = null;
    }
  }

  private void mark() {
    nextMark = random.nextLong();
    push.mark(nextMark);
  }

  private void abandon() {
    waiting.forEach(each -> owed += each.lostBefore + 1);
    waiting.clear();
  }

  private void batch() {
    // No more than leave room for a marker.
    boolean all = policy.conflation() == null && !drops;
    int elements = 1 + random.nextInt(region.geometry.capacity() - (all ? 0 : 1));
    try (Batch batch = push.tryReserveBatch(elements)) {
      sync();
      if (batch == null) {
        return;
      }
      byte[][] staged = new byte[random.nextInt(elements + 1)][];
      for (int i = 0; i < staged.length; i++) {
        staged[i] = element(++sequence, random.nextInt(batch.maxLength() + 1));
        batch.buffer().putBytes(batch.offset(), staged[i]);
        batch.stage(staged[i].length);
      }
      if (random.nextInt(4) == 0) {
        mark();
      }
      if (random.nextInt(3) > 0) {
        batch.push();
        for (byte[] each : staged) {
          pushed(each, true);
        }
      }
    }
  }

  private void popOne() {
    Checking checking = new Checking(0, Integer.MAX_VALUE);
    assertEquals(!model.isEmpty(), pop.tryPop(checking));
    checking.done();
  }

  private void drain() {
    int limit = random.nextInt(6);
    Checking checking = new Checking(0, Integer.MAX_VALUE);
    int drained = pop.drain(checking, limit);
    assertEquals(checking.handled, drained);
    assertTrue(drained <= limit && (drained > 0 || limit == 0 || model.isEmpty()));
    checking.done();
  }

  private void peek() {
    try (Element peeked = pop.tryPeek()) {
      assertEquals(model.isEmpty(), peeked == null);
      if (peeked != null) {
        byte[] bytes = new byte[peeked.length()];
        peeked.buffer().getBytes(peeked.offset(), bytes);
        assertArrayEquals(model.peek().bytes, bytes);
        assertEquals(model.peek().lostBefore, peeked.lostBefore());
        if (random.nextBoolean()) {
          peeked.pop();
          popFromModel(1);
        }
      }
    }
  }

  private void throwing() {
    Checking checking = new Checking(0, random.nextInt(3));
    try {
      pop.drain(checking, 10);
    } catch (ArithmeticException expected) {
      assertEquals(checking.good, checking.handled);
    }
    checking.done();
  }

  /** Compares what it sees with the model. */
  private final class Checking implements ElementHandler {
    private final int good;
    private final Iterator<Expected> expected = model.iterator();
    private long gap;
    private int handled;

    /** Begins with one of those in the ring, and throws when it has seen so many. */
    Checking(int first, int good) {
      this.good = good;
      for (int i = 0; i < first; i++) {
        expected.next();
      }
    }

    @Override
    public void onGap(long position, long lost) {
      assertTrue(lost > 0 && gap == 0, "one gap before an element");
      assertTrue(position - region.tail() > 0, "a marker lies before the element");
      gap = lost;
    }

    @Override
    public void onElement(DirectBuffer buffer, int offset, int length) {
      byte[] bytes = new byte[length];
      buffer.getBytes(offset, bytes);
      Expected next = expected.next();
      assertArrayEquals(next.bytes, bytes);
      assertEquals(next.lostBefore, gap, "lost before the element");
      gap = 0;
      if (handled == good) {
        throw new ArithmeticException();
      }
      handled++;
    }

    void done() {
      popFromModel(handled);
    }
  }

  private void popFromModel(int elements) {
    takeFromModel(elements);
    popped += elements;
  }

  private void takeFromModel(int elements) {
    for (int i = 0; i < elements; i++) {
      told += model.poll().lostBefore;
    }
    readTo.subList(0, Math.min(elements, readTo.size())).clear();
  }

  private void skip(int elements) {
    int expected = Math.min(elements, model.size());
    assertEquals(expected, pop.skip(elements));
    skipInModel(expected);
  }

  private void skipToLatest() {
    int expected = Math.max(0, model.size() - 1);
    assertEquals(expected, pop.skipToLatest());
    skipInModel(expected);
  }

  private void skipInModel(int elements) {
    skipped += elements;
    takeFromModel(elements);
  }

  /** Begins at any element that was read before, or the first. */
  private void readAhead() {
    int next = random.nextInt(readTo.size() + 1);
    for (int more = random.nextInt(4); more >= 0; more--) {
      long at = readPosition(next);
      Checking checking = new Checking(Math.min(next, model.size()), random.nextInt(8));
      try {
        long end = pop.tryRead(at, checking);
        assertEquals(next < model.size() ? 1 : 0, checking.handled);
        if (checking.handled == 0) {
          assertEquals(at, end, "there is none yet");
          return;
        }
        next++;
        if (next > readTo.size()) {
          readTo.add(end);
        }
        assertEquals(readPosition(next), end);
      } catch (ArithmeticException expected) {
        assertEquals(0, checking.good);
        return;
      }
    }
  }

  private void popTo() {
    int elements = random.nextInt(readTo.size() + 1);
    long to = readPosition(elements);
    long elsewhere = pop.position() + random.nextInt(2 * region.geometry.slots()) - 2;
    if (elsewhere != pop.position() && !readTo.contains(elsewhere)) {
      assertThrows(IllegalArgumentException.class, () -> pop.popTo(elsewhere));
      assertThrows(
          IllegalArgumentException.class,
          () -> pop.tryRead(elsewhere, new Checking(0, Integer.MAX_VALUE)));
    }
    pop.popTo(to);
    assertEquals(to, region.tail());
    popFromModel(elements);
  }

  /** Behind so many of those in the ring. */
  private long readPosition(int elements) {
    return elements == 0 ? pop.position() : readTo.get(elements - 1);
  }

  /** Half of the takers find an end that was closed, half one whose holder is gone. */
  private void takeOver() {
    if (random.nextBoolean()) {
      if (random.nextBoolean()) {
        push.close();
        long abandoned = pop.losses().abandoned();
        while (abandonedSoFar + waiting.size() > abandoned) {
          moveFirst();
        }
      }
      abandon();
      push = region.push(policy);
      nextMark = null;
      abandonedSoFar = push.losses().abandoned();
    } else {
      if (random.nextBoolean()) {
        pop.close();
      }
      pop = region.pop();
      readTo.clear();
    }
  }

  /** Fills the place with stamps that the next laps will look for. */
  private void scribble(Permit permit, int reserved) {
    for (int i = 0; i + Integer.BYTES <= reserved; i += Integer.BYTES) {
      long position = push.position() + random.nextInt(3 * region.geometry.slots());
      permit.buffer().putInt(permit.offset() + i, RingLayout.stamp(position));
    }
  }

  private int randomLength() {
    return random.nextInt(4) == 0
        ? random.nextInt(longest + 1)
        : random.nextInt(region.geometry.slotPayload() + 1);
  }
}
