package io.pushpop.queue;

import static io.pushpop.queue.Elements.element;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.Random;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/**
 * The queue against {@link ArrayDeque}: random sequences of everything that one thread can do with
 * both ends, on rings of every small shape, starting at awkward positions.
 */
class ModelTest {
  private static final int SEQUENCES = 20_000;
  private static final int STEPS = 120;
  private static final long SEED = 20_261_124L;

  private Random random;
  private TestRegion region;
  private Push push;
  private Pop pop;
  private ArrayDeque<byte[]> model;
  private long sequence;
  private long skipped;

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
    push = region.push();
    pop = region.pop();
    model = new ArrayDeque<>();
    skipped = 0;
    for (int step = 0; step < STEPS; step++) {
      step();
      long depth = region.head() - region.tail();
      assertTrue(depth >= 0 && depth <= geometry.capacity(), "depth=" + depth);
      assertEquals(model.isEmpty(), !pop.canPop(), "canPop");
      assertEquals(skipped, pop.skipped(), "skipped");
    }
    while (!model.isEmpty()) {
      popOne();
    }
    assertFalse(pop.canPop());
    assertEquals(region.head(), region.tail());
  }

  private void step() {
    switch (random.nextInt(16)) {
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
      default -> takeOver();
    }
  }

  private void pushCopy() {
    byte[] next = element(++sequence, randomLength());
    boolean can = push.canPush(next.length);
    assertEquals(can, push.tryPush(new UnsafeBuffer(next), 0, next.length));
    if (can) {
      model.add(next);
    }
  }

  private void pushInPlace() {
    int reserved = randomLength();
    Permit permit = push.tryReserve(reserved);
    if (permit == null) {
      assertFalse(push.canPush(reserved));
      return;
    }
    scribble(permit, reserved);
    byte[] next = element(++sequence, random.nextInt(reserved + 1));
    permit.buffer().putBytes(permit.offset(), next);
    permit.push(next.length);
    model.add(next);
  }

  private void giveUp() {
    int reserved = randomLength();
    try (Permit permit = push.tryReserve(reserved)) {
      if (permit != null) {
        scribble(permit, reserved);
      }
    }
  }

  private void batch() {
    int elements = 1 + random.nextInt(region.geometry.capacity());
    try (Batch batch = push.tryReserveBatch(elements)) {
      if (batch == null) {
        return;
      }
      byte[][] staged = new byte[random.nextInt(elements + 1)][];
      for (int i = 0; i < staged.length; i++) {
        staged[i] = element(++sequence, random.nextInt(batch.maxLength() + 1));
        batch.buffer().putBytes(batch.offset(), staged[i]);
        batch.stage(staged[i].length);
      }
      if (random.nextInt(3) > 0) {
        batch.push();
        for (byte[] each : staged) {
          model.add(each);
        }
      }
    }
  }

  private void popOne() {
    assertArrayEquals(model.poll(), Elements.tryPop(pop));
  }

  private void drain() {
    int limit = random.nextInt(6);
    int drained =
        pop.drain(
            (buffer, offset, length) -> {
              byte[] bytes = new byte[length];
              buffer.getBytes(offset, bytes);
              assertArrayEquals(model.poll(), bytes);
            },
            limit);
    assertTrue(drained <= limit && (drained > 0 || limit == 0 || model.isEmpty()));
  }

  private void peek() {
    try (Element peeked = pop.tryPeek()) {
      assertEquals(model.isEmpty(), peeked == null);
      if (peeked != null) {
        byte[] bytes = new byte[peeked.length()];
        peeked.buffer().getBytes(peeked.offset(), bytes);
        assertArrayEquals(model.peek(), bytes);
        if (random.nextBoolean()) {
          peeked.pop();
          model.poll();
        }
      }
    }
  }

  private void throwing() {
    int good = random.nextInt(3);
    int[] handled = new int[1];
    try {
      pop.drain(
          (buffer, offset, length) -> {
            if (handled[0] == good) {
              throw new ArithmeticException();
            }
            handled[0]++;
          },
          10);
    } catch (ArithmeticException expected) {
      assertEquals(good, handled[0]);
    }
    for (int i = 0; i < handled[0]; i++) {
      model.poll();
    }
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
    for (int i = 0; i < elements; i++) {
      model.poll();
    }
  }

  /** Half of the takers find an end that was closed, half one whose holder is gone. */
  private void takeOver() {
    if (random.nextBoolean()) {
      if (random.nextBoolean()) {
        push.close();
      }
      push = region.push();
    } else {
      if (random.nextBoolean()) {
        pop.close();
      }
      pop = region.pop();
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
        ? random.nextInt(region.geometry.maxLength() + 1)
        : random.nextInt(region.geometry.slotPayload() + 1);
  }
}
