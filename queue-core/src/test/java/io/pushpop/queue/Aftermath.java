package io.pushpop.queue;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * What two ends do with a region after a death, and the account of it: first what was in the queue,
 * then what is pushed now, each once, whole, in order, and nothing else; and what was lost, as the
 * account has it, and as it is told.
 */
final class Aftermath implements ElementHandler {
  private final TestRegion region;
  private final Push push;
  private final Pop pop;
  private final Deque<byte[]> expected;
  private final Random random;

  /** Of what the account knows, and of what the consumer was told. */
  private final long lost;

  private long told;
  private boolean pushed;

  /** Of the last element in the ring, and of the next. */
  private long mark;

  private long nextMark;

  /** Whether all that is in the queue has its stamp: not so for what the dead one pushed last. */
  private boolean stamped;

  Aftermath(TestRegion region, Push push, Pop pop, Deque<byte[]> contents, long lost, long seed) {
    this.region = region;
    this.push = push;
    this.pop = pop;
    this.expected = new ArrayDeque<>(contents);
    this.random = new Random(seed);
    this.lost = lost;
    this.told = PrivateState.of(pop).get("told");
    this.mark = push.mark();
    this.nextMark = mark;
  }

  /**
   * One by one for two laps, so that the consumer waits at each slot and sees all that is there.
   */
  void oneByOne() {
    for (int i = 0; i < 2 * region.geometry.slots(); i++) {
      popWhatIsSeen();
      pushOne(random.nextInt(region.geometry.slotPayload() + 1));
    }
    finish();
    assertTrue(!pushed || told == lost, "whatever is lost is told before the next element");
  }

  /** Anything, in any order. */
  void mixed() {
    for (int i = 0; i < 3 * region.geometry.slots(); i++) {
      switch (random.nextInt(9)) {
        case 0, 1 -> pushOne(random.nextInt(region.geometry.slotPayload() + 1));
        case 2, 3 -> pushOne(random.nextInt(region.geometry.maxLength() + 1));
        case 4 -> giveUp();
        case 5 -> batch();
        case 6 -> skip();
        default -> popWhatIsSeen();
      }
      assertFalse(pop.canPop() && expected.isEmpty(), "canPop invents nothing");
    }
    finish();
  }

  /** What is in the queue is found without a producer. */
  void finish() {
    while (timedPop()) {
      assertTrue(region.head() - region.tail() < region.geometry.slots());
    }
    assertEquals(0, expected.size(), "elements that are not found");
    assertEquals(region.head(), region.tail());
    assertTrue(pop.isDrained());
    assertNull(pop.tryPeek());
    assertEquals(lost, pop.losses().lost(), "lost, by the account");
    assertEquals(told, pop.losses().told(), "told, by the account");
    assertEquals(0, pop.losses().waiting());
    assertEquals(mark, push.mark(), "the mark of the last element that was pushed");
  }

  private boolean timedPop() {
    try {
      return pop.pop(this, 0, TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private void popWhatIsSeen() {
    boolean popped;
    do {
      boolean can = pop.canPop();
      popped = random.nextBoolean() ? pop.tryPop(this) : pop.drain(this, 3) > 0;
      assertTrue(popped || !can, "canPop stays true until this end pops");
    } while (popped);
    assertTrue(!stamped || expected.isEmpty(), "what a living producer pushed is seen at once");
    if (random.nextInt(4) == 0) {
      timedPop();
    }
    stamped = expected.isEmpty();
  }

  private void skip() {
    boolean toLatest = random.nextBoolean();
    int left = expected.size();
    int elements = toLatest ? Math.max(0, left - 1) : Math.min(2, left);
    assertEquals(elements, toLatest ? pop.skipToLatest() : pop.skip(2));
    for (int i = 0; i < elements; i++) {
      expected.poll();
    }
    // Of the gaps before them, too.
    told = PrivateState.of(pop).get("told");
  }

  @Override
  public void onGap(long position, long missing) {
    assertTrue(missing > 0 && told + missing <= lost, "no more is told than is lost");
    told += missing;
  }

  @Override
  public void onElement(DirectBuffer buffer, int offset, int length) {
    byte[] bytes = new byte[length];
    buffer.getBytes(offset, bytes);
    assertNotNull(expected.peek(), "no element that was not pushed");
    assertArrayEquals(expected.poll(), bytes, "the next element, whole");
  }

  private void pushOne(int length) {
    byte[] bytes = trap(length);
    if (random.nextInt(8) == 0) {
      nextMark = random.nextLong();
      push.mark(nextMark);
    }
    if (push.tryPush(new UnsafeBuffer(bytes), 0, length)) {
      expected.add(bytes);
      pushed = true;
      mark = nextMark;
    }
  }

  private void giveUp() {
    int length = random.nextInt(region.geometry.maxLength() + 1);
    try (Permit permit = push.tryReserve(length)) {
      if (permit != null) {
        permit.buffer().putBytes(permit.offset(), trap(length));
      }
    }
  }

  private void batch() {
    try (Batch batch = push.tryReserveBatch(1 + random.nextInt(region.geometry.capacity()))) {
      if (batch == null) {
        return;
      }
      Deque<byte[]> staged = new ArrayDeque<>();
      while (batch.remaining() > 0) {
        byte[] bytes = trap(random.nextInt(batch.maxLength() + 1));
        batch.buffer().putBytes(batch.offset(), bytes);
        batch.stage(bytes.length);
        staged.add(bytes);
      }
      if (random.nextBoolean()) {
        batch.push();
        expected.addAll(staged);
        mark = nextMark;
      }
    }
  }

  private byte[] trap(int length) {
    Geometry geometry = region.geometry;
    return Traps.payload(random, geometry, Traps.start(geometry, push.position(), length), length);
  }
}
