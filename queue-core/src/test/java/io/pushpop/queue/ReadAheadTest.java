package io.pushpop.queue;

import static io.pushpop.queue.Elements.assertPops;
import static io.pushpop.queue.Elements.element;
import static io.pushpop.queue.Elements.push;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.junit.jupiter.api.Test;

/** Elements that are read ahead, and popped once somebody else has confirmed them. */
class ReadAheadTest {
  private static final ElementHandler NOTHING = (buffer, offset, length) -> {};

  private final TestRegion region = new TestRegion(Geometry.of(8, 32));
  private final Push push = region.push();
  private final Pop pop = region.pop();

  /** What was seen, a line for each. */
  private final List<String> seen = new ArrayList<>();

  private final ElementHandler note =
      new ElementHandler() {
        @Override
        public void onGap(long position, long lost) {
          seen.add("gap of " + lost + " before " + position);
        }

        @Override
        public void onElement(DirectBuffer buffer, int offset, int length) {
          seen.add(length + " bytes");
        }
      };

  @Test
  void whatIsReadAheadStaysInTheQueue() {
    assertEquals(0, pop.tryRead(0, note), "there is none yet");
    push(push, element(0, 8));
    push(push, element(1, 60));
    push(push, element(2, 0));
    assertEquals(1, pop.tryRead(0, expecting(element(0, 8))));
    assertEquals(4, pop.tryRead(1, expecting(element(1, 60))));
    assertEquals(5, pop.tryRead(4, expecting(element(2, 0))));
    assertEquals(5, pop.tryRead(5, note), "there is none yet");
    push(push, element(3, 9));
    assertEquals(6, pop.tryRead(5, expecting(element(3, 9))));
    assertEquals(0, pop.position());
    assertEquals(0, region.tail());
    assertTrue(pop.canPop());
    assertEquals(List.of(), seen);
    assertEquals(4, pop.drain(note, 10), "a pop begins with the first");
    assertEquals(6, region.tail());
  }

  @Test
  void whatIsConfirmedIsPoppedByOneStore() {
    for (int i = 0; i < 5; i++) {
      push(push, element(i, 8));
    }
    readAll(0);
    pop.popTo(0);
    assertEquals(0, region.tail());
    pop.popTo(3);
    assertEquals(3, region.tail());
    assertEquals(3, pop.position());
    assertPops(pop, element(3, 8));
    pop.popTo(5);
    assertEquals(5, region.tail());
    assertFalse(pop.canPop());
    assertEquals(0, pop.skipped());
    pop.popTo(5);
    assertEquals(5, pop.tryRead(5, note));
  }

  @Test
  void whatNobodyHasConfirmedComesAgainToTheNextHolder() {
    for (int i = 0; i < 5; i++) {
      push(push, element(i, 8));
    }
    readAll(0);
    pop.popTo(2);
    Pop next = region.pop();
    assertEquals(2, next.position());
    assertThrows(IllegalArgumentException.class, () -> next.popTo(5));
    for (int i = 2; i < 5; i++) {
      assertEquals(i + 1, next.tryRead(i, expecting(element(i, 8))));
    }
    next.popTo(5);
    assertFalse(next.canPop());
  }

  @Test
  void aReaderMayBeginAgainFromTheFirstOrFromAnyThatItHasRead() {
    for (int i = 0; i < 4; i++) {
      push(push, element(i, 10 * i));
    }
    assertEquals(5, readAll(0));
    for (int again = 0; again < 3; again++) {
      assertEquals(1, pop.tryRead(0, expecting(element(0, 0))));
      assertEquals(3, pop.tryRead(2, expecting(element(2, 20))));
      assertEquals(5, pop.tryRead(3, expecting(element(3, 30))));
    }
    pop.popTo(2);
    assertEquals(3, pop.tryRead(2, expecting(element(2, 20))));
    pop.popTo(5);
    assertEquals(5, region.tail(), "what was read before the reader began again");
  }

  @Test
  void skipMarkersAreReadWithTheElementBehindThem() {
    TestRegion wide = new TestRegion(Geometry.of(8, 32)).startingAt(6);
    Push pushing = wide.push();
    Pop popping = wide.pop();
    push(pushing, element(0, 8));
    push(pushing, element(1, 100));
    assertEquals(7, popping.tryRead(6, expecting(element(0, 8))));
    assertEquals(12, popping.tryRead(7, expecting(element(1, 100))));
    popping.popTo(7);
    assertEquals(12, popping.tryRead(7, expecting(element(1, 100))));
    popping.popTo(12);
    assertEquals(12, wide.tail());
  }

  @Test
  void aHandlerThatThrowsHasReadNothing() {
    push(push, element(0, 8));
    push(push, element(1, 8));
    pop.tryRead(0, NOTHING);
    PrivateState before = PrivateState.of(pop);
    assertThrows(
        ArithmeticException.class,
        () ->
            pop.tryRead(
                1,
                (buffer, offset, length) -> {
                  throw new ArithmeticException();
                }));
    assertEquals(before, PrivateState.of(pop));
    assertThrows(IllegalArgumentException.class, () -> pop.popTo(2));
    assertEquals(2, pop.tryRead(1, expecting(element(1, 8))));
    pop.popTo(2);
  }

  @Test
  void anElementWhoseProducerDiedBeforeItsStampIsReadLikeAnyOther() {
    push(push, element(0, 8));
    push(push, element(1, 8));
    region.memory.putInt(region.slotOffset(0), 0);
    region.memory.putInt(region.slotOffset(1), 0);
    assertEquals(2, readAll(0));
  }

  @Test
  void aGapIsToldToEachReaderAndCountsAsToldOnceItsElementIsPopped() {
    Push losing = region.push(EndOptions.defaults().whenFull(Overflow.DROP_NEWEST));
    for (int i = 0; i < 10; i++) {
      push(losing, element(i, i));
    }
    assertEquals(7, readAll(0));
    pop.popTo(4);
    push(losing, element(10, 10));
    push(losing, element(11, 11));
    push(losing, element(12, 12));
    push(losing, element(13, 13));
    seen.clear();
    for (long at : new long[] {7, 4, 7, 5, 6, 7}) {
      readAll(at);
    }
    List<String> told = List.of("gap of 3 before 8", "10 bytes", "11 bytes", "12 bytes");
    List<String> all = new ArrayList<>();
    for (int from : new int[] {7, 4, 7, 5, 6, 7}) {
      for (int i = from; i < 7; i++) {
        all.add(i + " bytes");
      }
      all.addAll(told);
    }
    assertEquals(all, seen);
    assertEquals(0, pop.losses().told());
    pop.popTo(7);
    assertEquals(0, pop.losses().told());
    pop.popTo(9);
    assertEquals(3, pop.losses().told());
    seen.clear();
    assertEquals(11, readAll(9));
    assertEquals(told.subList(2, 4), seen, "what was told is not told again");
    pop.popTo(11);
    push(losing, element(14, 14));
    readAll(11);
    assertEquals("gap of 1 before 12", seen.get(2), "the one that had no room above");
  }

  @Test
  void nothingElseThanWhatWasReadIsReadOrPopped() {
    for (int i = 0; i < 5; i++) {
      push(push, element(i, 30));
      push(push, element(i, 8));
      pop.skip(i < 3 ? 2 : 0);
    }
    assertEquals(12, read(9, 2, NOTHING));
    for (long position : new long[] {-1, 8, 10, 14, 15, Long.MIN_VALUE, Long.MAX_VALUE}) {
      assertRefused(position, 9, 12);
    }
    assertEquals(2, pop.drain(NOTHING, 2));
    pop.popTo(12);
    assertEquals(1, pop.drain(NOTHING, 1));
    for (long position : new long[] {12, 15}) {
      assertRefused(position, 14, 14);
    }
  }

  private void assertRefused(long position, long from, long to) {
    String sentence =
        "tryRead has returned no such position: position="
            + position
            + ", expected="
            + from
            + ", or one that it returned, up to "
            + to
            + "; begin at position(), and pop up to what tryRead returned";
    byte[] before = region.copy();
    for (Runnable use :
        List.<Runnable>of(() -> pop.tryRead(position, note), () -> pop.popTo(position))) {
      assertEquals(sentence, assertThrows(IllegalArgumentException.class, use::run).getMessage());
    }
    assertArrayEquals(before, region.copy());
    assertEquals(List.of(), seen);
  }

  @Test
  void nothingIsReadByAHandlerOrWhilePeekingOrAfterClose() {
    push(push, element(0, 8));
    List<Runnable> uses = List.of(() -> pop.tryRead(0, note), () -> pop.popTo(0));
    for (Runnable use : uses) {
      String inHandler =
          "a handler may not use or close the pop end that calls it; do so after it returned";
      assertEquals(inHandler, refusal(() -> pop.tryPop((buffer, offset, length) -> use.run())));
      assertEquals(inHandler, refusal(() -> pop.tryRead(0, (buffer, offset, length) -> use.run())));
      try (Element peeked = pop.tryPeek()) {
        assertEquals(
            "the element that this pop end peeks at is still open; pop or close it first",
            refusal(use));
        assertEquals(0, peeked.position());
      }
    }
    pop.close();
    for (Runnable use : uses) {
      assertEquals("this pop end is closed; take the end again from the queue", refusal(use));
    }
  }

  /** Reads to the end of what there is. */
  private long readAll(long from) {
    return read(from, Integer.MAX_VALUE, note);
  }

  private long read(long from, int most, ElementHandler handler) {
    long at = from;
    for (int i = 0; i < most; i++) {
      long next = pop.tryRead(at, handler);
      if (next == at) {
        break;
      }
      at = next;
    }
    return at;
  }

  private static ElementHandler expecting(byte[] expected) {
    return (buffer, offset, length) -> {
      byte[] bytes = new byte[length];
      buffer.getBytes(offset, bytes);
      assertArrayEquals(expected, bytes);
    };
  }

  private static String refusal(Runnable use) {
    return assertThrows(IllegalStateException.class, use::run).getMessage();
  }
}
