package io.pushpop.queue;

import static io.pushpop.queue.Elements.assertPops;
import static io.pushpop.queue.Elements.element;
import static io.pushpop.queue.Elements.push;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.junit.jupiter.api.Test;

class PopTest {
  private final Geometry geometry = Geometry.of(8, 32);
  private final TestRegion region = new TestRegion(geometry);
  private final Push push = region.push();
  private final Pop pop = region.pop();
  private final List<Integer> lengths = new ArrayList<>();
  private final ElementHandler collect = (buffer, offset, length) -> lengths.add(length);

  @Test
  void anEmptyQueueHasNothingToPop() {
    assertFalse(pop.canPop());
    assertFalse(pop.tryPop(collect));
    assertEquals(0, pop.drain(collect, 10));
    assertNull(pop.tryPeek());
    assertEquals(0, pop.position());
  }

  @Test
  void canPopStaysTrueUntilThisEndPops() {
    push(push, element(0, 3));
    assertTrue(pop.canPop());
    push(push, element(1, 4));
    assertTrue(pop.canPop());
    assertPops(pop, element(0, 3));
    assertTrue(pop.canPop());
    assertPops(pop, element(1, 4));
    assertFalse(pop.canPop());
  }

  @Test
  void drainTakesUpToALimitAndStoresTailOnce() {
    for (int i = 0; i < 7; i++) {
      push(push, element(i, i));
    }
    long[] tails = new long[8];
    assertEquals(5, pop.drain((b, o, length) -> tails[length] = region.tail(), 5));
    assertArrayEquals(new long[8], tails, "tail while the handler runs");
    assertEquals(5, region.tail());
    assertEquals(0, pop.drain(collect, 0));
    assertEquals(2, pop.drain(collect, Integer.MAX_VALUE));
    assertEquals(List.of(5, 6), lengths);
    assertEquals(
        "limit must be 0 or more: limit=-1",
        assertThrows(IllegalArgumentException.class, () -> pop.drain(collect, -1)).getMessage());
  }

  @Test
  void drainTakesElementsOfAnyLengthAndPassesSkipMarkers() {
    int pushed = 0;
    int drained = 0;
    while (pushed < 1000) {
      while (Elements.tryPush(push, element(pushed, pushed * 37 % 121))) {
        pushed++;
      }
      int before = lengths.size();
      drained += pop.drain(collect, 3);
      assertEquals(drained, lengths.size());
      assertTrue(lengths.size() > before);
    }
    for (int i = 0; i < drained; i++) {
      assertEquals(i * 37 % 121, lengths.get(i));
    }
  }

  @Test
  void aHandlerThatThrowsLeavesItsElementInTheQueue() {
    for (int length : new int[] {5, 100}) {
      push(push, element(1, length));
      RuntimeException thrown = new RuntimeException("no");
      assertSame(
          thrown,
          assertThrows(
              RuntimeException.class,
              () ->
                  pop.tryPop(
                      (b, o, l) -> {
                        throw thrown;
                      })));
      assertPops(pop, element(1, length));
    }
  }

  @Test
  void aHandlerThatThrowsInADrainLeavesItsElementAndAllAfterIt() {
    for (int i = 0; i < 7; i++) {
      push(push, element(i, i));
    }
    assertThrows(
        IllegalArgumentException.class,
        () ->
            pop.drain(
                (b, o, length) -> {
                  if (length == 3) {
                    throw new IllegalArgumentException();
                  }
                },
                7));
    assertEquals(3, region.tail());
    for (int i = 3; i < 7; i++) {
      assertPops(pop, element(i, i));
    }
  }

  @Test
  void aHandlerMayNotUseOrCloseItsEnd() {
    push(push, element(0, 0));
    String refused =
        "a handler may not use or close the pop end that calls it; do so after it returned";
    List<Runnable> uses =
        List.of(
            () -> pop.tryPop(collect),
            () -> pop.drain(collect, 1),
            pop::canPop,
            pop::tryPeek,
            pop::close);
    for (Runnable use : uses) {
      IllegalStateException refusal =
          assertThrows(IllegalStateException.class, () -> pop.tryPop((b, o, l) -> use.run()));
      assertEquals(refused, refusal.getMessage());
    }
    assertEquals(0, pop.position());
    assertPops(pop, element(0, 0));
  }

  @Test
  void aPeekedElementIsTakenByPopAndLeftByClose() {
    push(push, element(0, 20));
    push(push, element(1, 100));
    try (Element element = pop.tryPeek()) {
      assertEquals(20, element.length());
      assertEquals(0, element.position());
    }
    for (int i = 0; i < 2; i++) {
      try (Element element = pop.tryPeek()) {
        byte[] bytes = new byte[element.length()];
        element.buffer().getBytes(element.offset(), bytes);
        assertArrayEquals(element(i, i == 0 ? 20 : 100), bytes);
        element.pop();
        assertEquals(
            "this element is not open: it was popped or closed; peek again",
            assertThrows(IllegalStateException.class, element::pop).getMessage());
      }
    }
    assertNull(pop.tryPeek());
    assertEquals(5, region.tail());
  }

  @Test
  void aPeekedElementKeepsTheEndFromPopping() {
    push(push, element(0, 20));
    Element element = pop.tryPeek();
    assertEquals(
        "the element that this pop end peeks at is still open; pop or close it first",
        assertThrows(IllegalStateException.class, () -> pop.tryPop(collect)).getMessage());
    element.close();
    element.close();
    assertPops(pop, element(0, 20));
  }

  @Test
  void aPeekedElementReachesNoFurtherThanItself() {
    assumeTrue(DirectBuffer.SHOULD_BOUNDS_CHECK);
    push(push, element(0, 20));
    try (Element element = pop.tryPeek()) {
      assertThrows(
          IndexOutOfBoundsException.class,
          () -> element.buffer().getByte(element.offset() + element.length()));
    }
  }

  @Test
  void peekingLooksThroughSkipMarkers() {
    for (int i = 0; i < 6; i++) {
      push(push, element(i, 0));
      assertPops(pop, element(i, 0));
    }
    push(push, element(6, 100));
    try (Element element = pop.tryPeek()) {
      assertEquals(8, element.position());
      assertEquals(100, element.length());
      element.pop();
    }
    assertEquals(12, region.tail());
  }

  @Test
  void isDrainedOnceThePushEndIsDetachedAndTheQueueEmpty() {
    push(push, element(0, 0));
    assertFalse(pop.isDrained());
    region.peer.set(new PeerState(PeerState.State.DETACHED, 1));
    assertFalse(pop.isDrained());
    assertPops(pop, element(0, 0));
    assertTrue(pop.isDrained());
    region.peer.set(new PeerState(PeerState.State.DEAD, 1));
    assertFalse(pop.isDrained(), "a dead push end may come back with more");
  }

  @Test
  void whatIsPushedBeforeDetachingIsSeenBeforeDrained() {
    region.peer.set(new PeerState(PeerState.State.DETACHED, 1));
    region.memory.putLong(RingLayout.HEAD_OFFSET, 1); // pushed, and dead before the stamp
    assertFalse(pop.isDrained());
  }

  @Test
  void refusesUseAfterClose() {
    push(push, element(0, 0));
    Element element = pop.tryPeek();
    pop.close();
    pop.close();
    assertEquals(1, region.closes);
    String closed = "this pop end is closed; take the end again from the queue";
    List<Runnable> uses =
        List.of(
            pop::canPop,
            () -> pop.tryPop(collect),
            () -> pop.drain(collect, 1),
            pop::tryPeek,
            pop::peer,
            pop::isDrained,
            element::pop,
            element::buffer);
    for (Runnable use : uses) {
      assertEquals(closed, assertThrows(IllegalStateException.class, use::run).getMessage());
    }
    assertEquals(0, pop.position());
    assertPops(region.pop(), element(0, 0));
  }

  @Test
  void twoThreadsOnOneEndAreCaught() {
    assumeTrue(Pop.class.desiredAssertionStatus());
    push(push, element(0, 0));
    AssertionError[] caught = new AssertionError[1];
    pop.tryPop(
        (b, o, l) -> {
          Thread second =
              new Thread(
                  () -> caught[0] = assertThrows(AssertionError.class, () -> pop.tryPop(collect)));
          second.start();
          try {
            second.join();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        });
    assertTrue(
        caught[0].getMessage().startsWith("a second thread uses the pop end: first="),
        caught[0].getMessage());
    assertEquals(0, pop.drain(collect, 1));
  }
}
