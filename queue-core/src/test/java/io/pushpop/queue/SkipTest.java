package io.pushpop.queue;

import static io.pushpop.queue.Elements.assertPops;
import static io.pushpop.queue.Elements.element;
import static io.pushpop.queue.Elements.push;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** Elements that a consumer passes over: gone, accounted for, and seen by nobody. */
class SkipTest {
  private static final int LONG_LENGTH = 100;
  private static final long TIMEOUT_SECONDS = 120;

  private final TestRegion region = new TestRegion(Geometry.of(8, 32));
  private final Push push = region.push();
  private final Pop pop = region.pop();

  @Test
  void skipPassesOverSoManyAndLeavesTheRest() {
    pushAll(0, 5);
    assertEquals(0, pop.skip(0));
    assertEquals(2, pop.skip(2));
    assertEquals(2, region.tail());
    assertPops(pop, element(2, 2));
    assertEquals(2, pop.skip(100), "there are no more");
    assertEquals(0, pop.skip(100));
    assertEquals(5, region.tail());
    assertEquals(4, pop.skipped());
    assertFalse(pop.canPop());
  }

  @Test
  void anElementThatItsHandlerCannotStomachIsPassedOver() {
    pushAll(0, 2);
    assertThrows(
        ArithmeticException.class,
        () ->
            pop.tryPop(
                (buffer, offset, length) -> {
                  throw new ArithmeticException();
                }));
    assertEquals(1, pop.skip(1));
    assertPops(pop, element(1, 1));
    assertEquals(1, pop.skipped());
  }

  @Test
  void skipToLatestLeavesTheNewestAlone() {
    assertEquals(0, pop.skipToLatest());
    pushAll(0, 1);
    assertEquals(0, pop.skipToLatest());
    pushAll(1, 7);
    assertEquals(6, pop.skipToLatest());
    assertEquals(0, pop.skipToLatest());
    assertPops(pop, element(6, 6));
    assertEquals(6, pop.skipped());
    assertFalse(pop.canPop());
  }

  /** Whatever this end knew of before: stamps show it one element, head shows all. */
  @Test
  void theNewestIsTheOneBelowHeadNotTheOneThatWasSeenLast() {
    assertFalse(pop.canPop());
    pushAll(0, 1);
    assertTrue(pop.canPop());
    pushAll(1, 4);
    assertEquals(3, pop.skipToLatest());
    assertPops(pop, element(3, 3));
  }

  @Test
  void anElementWhoseProducerDiedBeforeItsStampIsSkippedLikeAnyOther() {
    pushAll(0, 3);
    for (int i = 0; i < 3; i++) {
      region.memory.putInt(region.slotOffset(i), 0);
    }
    assertEquals(1, pop.skip(1));
    assertEquals(1, pop.skipToLatest());
    assertPops(pop, element(2, 2));
  }

  @Test
  void longElementsAndSkipMarkersAreOneElementEachAndNone() {
    TestRegion wide = new TestRegion(Geometry.of(16, 32));
    Push pushing = wide.push();
    Pop popping = wide.pop();
    for (int lap = 0; lap < 50; lap++) {
      push(pushing, element(0, 8));
      push(pushing, element(1, LONG_LENGTH));
      assertEquals(1, popping.skipToLatest());
      assertPops(popping, element(1, LONG_LENGTH));
      push(pushing, element(2, LONG_LENGTH));
      push(pushing, element(3, 8));
      assertEquals(1, popping.skip(1));
      assertPops(popping, element(3, 8));
      assertEquals(wide.head(), wide.tail());
    }
    assertEquals(100, popping.skipped());
  }

  @Test
  void whatIsSkippedIsCountedSinceTheQueueWasCreatedWhoeverSkips() {
    pushAll(0, 6);
    pop.skip(2);
    pop.close();
    try (Pop next = region.pop()) {
      assertEquals(2, next.skipped());
      next.skip(3);
      assertEquals(5, next.skipped());
    }
    assertEquals(5, RingView.of(region.memory, region.geometry).skipped());
    assertEquals(1, region.head() - region.tail());
  }

  @Test
  void whatLiesBeforeADamagedElementIsSkippedAndTheDamageIsTold() {
    pushAll(0, 4);
    region.memory.putInt(region.slotOffset(2) + RingLayout.LENGTH_OFFSET, -5);
    String sentence =
        "the queue is corrupt at position=2: field=length, expected=0 to 120, found=-5; stop both"
            + " ends and create the queue anew";
    assertEquals(
        sentence, assertThrows(CorruptQueueException.class, () -> pop.skip(4)).getMessage());
    assertEquals(2, region.tail());
    assertEquals(2, pop.skipped());
    assertEquals(
        sentence, assertThrows(CorruptQueueException.class, pop::skipToLatest).getMessage());
    assertEquals(2, pop.skipped());
  }

  @Test
  void anImpossibleHeadIsTold() {
    region.memory.putLong(RingLayout.HEAD_OFFSET, 8);
    for (int i = 0; i < 2; i++) {
      assertThrows(CorruptQueueException.class, () -> pop.skip(1));
      assertThrows(CorruptQueueException.class, pop::skipToLatest);
    }
    assertEquals(0, region.tail());
  }

  @Test
  void aNegativeNumberIsRefused() {
    assertEquals(
        "elements must be 0 or more: elements=-1",
        assertThrows(IllegalArgumentException.class, () -> pop.skip(-1)).getMessage());
  }

  @Test
  void nothingIsSkippedByAHandlerOrWhilePeekingOrAfterClose() {
    pushAll(0, 2);
    List<Runnable> skips = List.of(() -> pop.skip(1), pop::skipToLatest);
    for (Runnable skip : skips) {
      assertEquals(
          "a handler may not use or close the pop end that calls it; do so after it returned",
          refusal(() -> pop.tryPop((buffer, offset, length) -> skip.run())));
      try (Element peeked = pop.tryPeek()) {
        assertEquals(
            "the element that this pop end peeks at is still open; pop or close it first",
            refusal(skip));
        assertEquals(0, peeked.position());
      }
    }
    assertPops(pop, element(0, 0));
    pop.close();
    for (Runnable use : List.of(skips.get(0), skips.get(1), (Runnable) pop::skipped)) {
      assertEquals("this pop end is closed; take the end again from the queue", refusal(use));
    }
  }

  /** The consumer always gets an element of the present, in order, and each is accounted for. */
  @Test
  void whatIsHandledAndWhatIsSkippedIsTogetherWhatAnotherThreadPushed() throws Exception {
    int count = 200_000;
    Queue queue = Queue.allocate(Geometry.of(64, 64));
    CompletableFuture<Void> producer = CompletableFuture.runAsync(() -> produce(queue, count));
    long[] handled = new long[1];
    long[] skipped = new long[1];
    long[] last = {-1};
    try (Pop consumer = queue.pop()) {
      ElementHandler handler =
          (buffer, offset, length) -> {
            long number = buffer.getLong(offset);
            assertEquals(handled[0] + skipped[0], number);
            handled[0]++;
            last[0] = number;
          };
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(TIMEOUT_SECONDS);
      while (last[0] < count - 1) {
        skipped[0] += consumer.skipToLatest();
        if (!consumer.tryPop(handler)) {
          // The producer may have no other core.
          Thread.yield();
        }
        assertTrue(System.nanoTime() - deadline < 0, () -> "the last element seen: " + last[0]);
      }
      assertEquals(skipped[0], consumer.skipped());
      assertEquals(count, handled[0] + skipped[0]);
    }
    producer.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
  }

  private void pushAll(int from, int to) {
    for (int i = from; i < to; i++) {
      push(push, element(i, i % 25));
    }
  }

  private static void produce(Queue queue, int count) {
    UnsafeBuffer element = new UnsafeBuffer(new byte[Long.BYTES]);
    try (Push push = queue.push()) {
      for (int i = 0; i < count; i++) {
        element.putLong(0, i);
        while (!push.tryPush(element, 0, Long.BYTES)) {
          Thread.yield();
        }
      }
    }
  }

  private static String refusal(Runnable use) {
    return assertThrows(IllegalStateException.class, use::run).getMessage();
  }
}
