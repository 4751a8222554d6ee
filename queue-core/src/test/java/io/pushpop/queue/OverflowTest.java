package io.pushpop.queue;

import static io.pushpop.queue.Stream.push;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.agrona.DirectBuffer;
import org.junit.jupiter.api.Test;

/** What a push end does when the queue is full, and what the other end is told of it. */
class OverflowTest {
  private static final EndOptions FAILING = EndOptions.defaults().whenFull(Overflow.FAIL);
  private static final EndOptions DROPPING = EndOptions.defaults().whenFull(Overflow.DROP_NEWEST);

  private static final int PATIENCE = 60;

  private final TestRegion region = new TestRegion(Geometry.of(8, 32));
  private final Pop pop = region.pop();

  @Test
  void anEndThatFailsDoesNotWait() {
    Push push = region.push(FAILING);
    assertTrue(push(push, 8, 0, 1, 2, 3, 4, 5, 6));
    byte[] before = region.copy();
    assertFalse(push(push, 8, 7));
    assertNull(push.tryReserve());
    assertEquals(
        "the queue has no room, and this push end does not wait for it: length=24, slots in use=7,"
            + " capacity=7; pop faster, take a larger ring, or take the end with Overflow.WAIT",
        assertThrows(QueueFullException.class, push::reserve).getMessage());
    assertThrows(QueueFullException.class, () -> push.reserve(60, 1, TimeUnit.DAYS));
    assertArrayEquals(before, region.copy(), "nothing has changed");
    assertEquals(List.of("0", "1", "2", "3", "4", "5", "6"), Stream.of(pop));
    assertTrue(push(push, 8, 8));
    assertEquals(List.of("8"), Stream.of(pop));
    assertEquals(new Losses(0, 0, 0, 0, 0), push.losses());
  }

  @Test
  void whatIsDroppedIsCountedAndToldBeforeTheElementThatFollows() throws InterruptedException {
    Push push = region.push(DROPPING);
    assertTrue(push(push, 8, 0, 1, 2, 3, 4, 5, 6, 7, 8));
    assertFalse(push.canPush());
    push.reserve().push(4);
    push.reserve(1, TimeUnit.DAYS).push(0);
    assertEquals(new Losses(4, 0, 0, 0, 0), push.losses());
    assertEquals(7, push.position());
    assertEquals(List.of("0", "1", "2", "3", "4", "5", "6"), Stream.of(pop));
    assertEquals(new Losses(4, 0, 0, 0, 0), pop.losses());
    assertTrue(push(push, 8, 11, 12));
    assertEquals(List.of("-4@8", "11", "12"), Stream.of(pop));
    assertEquals(new Losses(4, 0, 0, 0, 4), pop.losses());
    assertEquals(10, pop.position());
  }

  @Test
  void aPermitOfAnElementThatIsDroppedIsLikeAnyOther() {
    Push push = region.push(DROPPING);
    push(push, 8, 0, 1, 2, 3, 4, 5);
    byte[] before = region.copy();
    for (int length : new int[] {25, 60, 120, 24}) {
      push(push, 8, length == 24 ? new int[] {6} : new int[0]); // one slot is free before that
      Permit permit = push.tryReserve(length);
      assertEquals(length, permit.maxLength());
      permit.buffer().setMemory(permit.offset(), length, (byte) 0xff);
      assertEquals(
          "the permit of this push end is still open; push or close it first",
          assertThrows(IllegalStateException.class, push::tryReserve).getMessage());
      assertThrows(IllegalStateException.class, () -> push.tryReserveBatch(1));
      assertThrows(IllegalStateException.class, push::flush);
      assertEquals(
          "the element does not fit what was reserved: length="
              + (length + 1)
              + ", reserved="
              + length
              + "; reserve as much as the element can need",
          assertThrows(IllegalArgumentException.class, () -> permit.push(length + 1)).getMessage());
      permit.close();
      assertEquals(
          "this permit is not open: it was pushed or closed; reserve another",
          assertThrows(IllegalStateException.class, permit::buffer).getMessage());
      assertThrows(IllegalStateException.class, () -> permit.push(0));
    }
    assertEquals(0, push.losses().lost(), "given up, so neither pushed nor lost");
    int slots = RingLayout.SLOTS_OFFSET;
    assertArrayEquals(
        Arrays.copyOfRange(before, slots, slots + 6 * 32),
        Arrays.copyOfRange(region.copy(), slots, slots + 6 * 32));
    push.tryReserve(24);
    push.close();
    assertEquals(List.of("0", "1", "2", "3", "4", "5", "6"), Stream.of(pop));
  }

  @Test
  void roomThatComesWhileAPermitIsOpenLetsNobodyReserveAgain() {
    Push push = region.push(DROPPING);
    push(push, 8, 0, 1, 2, 3, 4, 5, 6);
    Permit permit = push.tryReserve(8);
    Stream.of(pop);
    assertTrue(push.canPush());
    assertThrows(IllegalStateException.class, push::tryReserve);
    permit.push(8);
    assertEquals(1, push.losses().dropped(), "what was decided when it was reserved");
  }

  @Test
  void anEncoderCannotOverrunAnElementThatIsDropped() {
    assumeTrue(DirectBuffer.SHOULD_BOUNDS_CHECK);
    Push push = region.push(DROPPING);
    push(push, 8, 0, 1, 2, 3, 4, 5, 6);
    for (int length : new int[] {0, 24, 120, 5}) {
      try (Permit permit = push.tryReserve(length)) {
        assertThrows(
            IndexOutOfBoundsException.class,
            () -> permit.buffer().putByte(permit.offset() + length, (byte) 1));
      }
    }
  }

  @Test
  void aGapIsNeverToBeSeenWithoutTheElementBehindIt() {
    Push push = region.push(DROPPING);
    push(push, 8, 0, 1, 2, 3, 4, 5, 6, 7);
    Stream.of(pop);
    try (Permit permit = push.tryReserve(24)) {
      permit.buffer().putInt(permit.offset(), 8);
      assertFalse(pop.canPop());
      assertEquals(7, region.head());
    }
    assertFalse(pop.canPop());
    push(push, 8, 9);
    assertEquals(9, region.head(), "both by one store");
    assertTrue(pop.canPop());
    assertEquals(List.of("-1@8", "9"), Stream.of(pop));
    push(push, 8, 10);
    assertEquals(10, region.head(), "and no marker without a gap");
  }

  @Test
  void aPermitBehindAGapIsLikeAnyOther() {
    Push push = region.push(DROPPING);
    push(push, 8, 0, 1, 2, 3, 4, 5, 6, 7);
    Stream.of(pop);
    Permit permit = push.tryReserve(24);
    assertEquals(24, permit.maxLength());
    assertThrows(IllegalStateException.class, push::tryReserve);
    assertThrows(IllegalArgumentException.class, () -> permit.push(25));
    permit.buffer().putInt(permit.offset(), 8);
    permit.push(4);
    assertThrows(IllegalStateException.class, () -> permit.push(4));
    assertEquals(List.of("-1@8", "8"), Stream.of(pop));
  }

  @Test
  void aGapLiesBeforeTheSkipMarkerOfItsElement() {
    for (int start = 0; start < 8; start++) {
      TestRegion other = new TestRegion(region.geometry).startingAt(start);
      try (Push push = other.push(DROPPING);
          Pop otherPop = other.pop()) {
        push(push, 8, 0, 1, 2, 3, 4, 5, 6, 7, 8);
        Stream.of(otherPop);
        long before = otherPop.position();
        assertTrue(push(push, 88, 9));
        long element = otherPop.position() + 1;
        element += element % 8 > 5 ? 8 - element % 8 : 0;
        assertEquals(List.of("-2@" + element, "9"), Stream.of(otherPop), "from " + before);
        assertEquals(element + 3, other.tail());
      }
    }
  }

  @Test
  void aGapForWhichTheLongestElementLeavesNoRoomIsToldBeforeTheNext() {
    TestRegion other = new TestRegion(region.geometry).startingAt(5);
    Push push = other.push(DROPPING);
    Pop otherPop = other.pop();
    push(push, 8, 0, 1, 2, 3, 4, 5, 6, 7);
    assertEquals(7, Stream.of(otherPop).size());
    assertEquals(12, push.position(), "half a ring to the end of the lap");
    assertTrue(push(push, 120, 8), "it would take nine slots with its marker");
    assertEquals(List.of("8"), Stream.of(otherPop));
    assertTrue(push(push, 8, 9));
    assertEquals(List.of("-1@17", "9"), Stream.of(otherPop));
  }

  @Test
  void aBatchBeginsWithTheGapThatIsOwed() {
    Push push = region.push(DROPPING);
    push(push, 8, 0, 1, 2, 3, 4, 5, 6, 7);
    assertNull(push.tryReserveBatch(1), "a batch is not dropped");
    Stream.of(pop);
    push.tryReserveBatch(3).close();
    try (Batch empty = push.tryReserveBatch(3)) {
      empty.push();
    }
    assertEquals(7, region.head(), "no marker alone");
    Batch batch = push.tryReserveBatch(2);
    for (int i = 0; i < 2; i++) {
      assertEquals(2 - i, batch.remaining());
      batch.buffer().putInt(batch.offset(), 8 + i);
      batch.stage(4);
    }
    assertEquals(
        "this batch is full: elements=2; push it and reserve another",
        assertThrows(IllegalStateException.class, () -> batch.stage(4)).getMessage());
    assertFalse(pop.canPop());
    batch.push();
    assertEquals(List.of("-1@8", "8", "9"), Stream.of(pop));
    assertEquals(new Losses(1, 0, 0, 0, 1), push.losses());
    assertEquals(10, push.position());
    push(push, 4, 9);
    assertEquals(11, push.position(), "the gap is told, and no more owed");
    Stream.of(pop);
    push(push, 4, 10, 11, 12, 13, 14, 15, 16, 17);
    Stream.of(pop);
    assertNotNull(push.tryReserveBatch(7), "all of the ring: the gap is told behind it");
  }

  @Test
  void whoPeeksSeesTheGapAndLeavesIt() {
    Push push = region.push(DROPPING);
    push(push, 8, 0, 1, 2, 3, 4, 5, 6, 7, 8);
    Stream.of(pop);
    push(push, 8, 9, 10);
    for (int i = 0; i < 2; i++) {
      try (Element element = pop.tryPeek()) {
        assertEquals(2, element.lostBefore());
        assertEquals(8, element.position());
      }
      assertEquals(0, pop.losses().told());
    }
    pop.tryPeek().pop();
    assertEquals(2, pop.losses().told());
    try (Element element = pop.tryPeek()) {
      assertEquals(0, element.lostBefore());
    }
    assertEquals(List.of("10"), Stream.of(pop));
  }

  @Test
  void aGapComesAgainWithAnElementThatWasRefused() {
    Push push = region.push(DROPPING);
    push(push, 8, 0, 1, 2, 3, 4, 5, 6, 7);
    Stream.of(pop);
    push(push, 8, 8, 9);
    Stream stream = new Stream().failing(2);
    assertThrows(ArithmeticException.class, () -> pop.tryPop(stream));
    assertEquals(0, pop.losses().told());
    assertThrows(ArithmeticException.class, () -> pop.drain(stream, 5));
    assertTrue(pop.tryPop(stream));
    assertTrue(pop.tryPop(stream));
    assertEquals(List.of("-1@8", "-1@8", "-1@8", "8", "9"), stream.seen());
    assertEquals(1, pop.losses().told());
  }

  @Test
  void theNextPopIsToldWhatTheLastOneDidNotFinish() {
    Push push = region.push(DROPPING);
    push(push, 8, 0, 1, 2, 3, 4, 5, 6, 7);
    Stream.of(pop);
    push(push, 8, 8);
    assertThrows(ArithmeticException.class, () -> pop.tryPop(new Stream().failing(1)));
    Pop next = region.pop();
    assertEquals(List.of("-1@8", "8"), Stream.of(next));
    push(push, 8, 9);
    assertEquals(List.of("9"), Stream.of(region.pop()), "and no more of what is finished");
  }

  @Test
  void theNextPushTellsWhatTheLastOneOwed() {
    for (EndOptions options : List.of(DROPPING, EndOptions.defaults(), FAILING)) {
      TestRegion other = new TestRegion(region.geometry);
      Pop otherPop = other.pop();
      push(other.push(DROPPING), 8, 0, 1, 2, 3, 4, 5, 6, 7, 8);
      Push next = other.push(options);
      assertEquals(new Losses(2, 0, 0, 0, 0), next.losses());
      Stream.of(otherPop);
      assertTrue(push(next, 8, 9, 10));
      assertEquals(List.of("-2@8", "9", "10"), Stream.of(otherPop));
      assertEquals(10, next.position());
    }
  }

  @Test
  void aTotalThatIsToldTwiceIsNoGap() {
    Push push = region.push(DROPPING);
    push(push, 8, 0, 1, 2, 3, 4, 5, 6, 7);
    Stream.of(pop);
    push(push, 8, 8);
    // It died before it could note that the gap is in a marker.
    region.memory.putLong(RingLayout.MARKED_OFFSET, 0);
    push(region.push(), 8, 9);
    assertEquals(List.of("-1@8", "8", "9"), Stream.of(pop));
    assertEquals(11, pop.position(), "there was a second marker");
  }

  @Test
  void whatIsLostAtTheEndOfAStreamStandsInTheAccount() {
    Push push = region.push(DROPPING);
    region.peer.set(new PeerState(PeerState.State.DETACHED, 1));
    push(push, 8, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
    push.close();
    assertEquals(7, Stream.of(pop).size());
    assertTrue(pop.isDrained());
    assertEquals(new Losses(3, 0, 0, 0, 0), pop.losses());
    assertEquals(3, pop.losses().lost());
  }

  @Test
  void aLookFromOutsideShowsTheGaps() {
    Push push = region.push(DROPPING);
    push(push, 8, 0, 1, 2, 3, 4, 5, 6, 7);
    Stream.of(pop);
    push(push, 8, 8, 9);
    RingView view = RingView.of(region.memory, region.geometry);
    Losses losses = view.losses();
    assertEquals(new Losses(1, 0, 0, 0, 0), losses);
    assertEquals(losses, view.losses(losses));
    ElementScan scan = view.scan();
    assertTrue(scan.next());
    assertEquals(8, scan.position());
    assertEquals(1, scan.lostBefore());
    assertTrue(scan.isStamped());
    assertTrue(scan.next());
    assertEquals(0, scan.lostBefore());
    assertFalse(scan.next());
  }

  @Test
  void aRingOfTwoSlotsIsRefused() {
    TestRegion two = new TestRegion(Geometry.of(2, 32));
    for (EndOptions options :
        List.of(
            DROPPING,
            EndOptions.defaults().conflating(ConflationOptions.byKey((b, o, l) -> 0, 1)))) {
      assertEquals(
          "a ring of two slots has no room for a gap and the element behind it: slots=2,"
              + " slotSize=32; a push end that drops or conflates needs 4 slots or more",
          assertThrows(IllegalArgumentException.class, () -> two.push(options)).getMessage());
    }
    assertTrue(push(two.push(FAILING), 8, 0));
  }

  @Test
  void aStageGetsWhatAReserveWould() {
    try (Waiter waiter = Waiter.start()) {
      Push push = region.push(FAILING);
      push(push, 8, 0, 1, 2, 3, 4, 5, 6);
      CompletionException failure =
          assertThrows(
              CompletionException.class,
              () -> waiter.reserveAsync(push, 8).orTimeout(PATIENCE, TimeUnit.SECONDS).join());
      assertEquals(QueueFullException.class, failure.getCause().getClass());
      Push next = region.push(DROPPING);
      waiter.reserveAsync(next, 8).orTimeout(PATIENCE, TimeUnit.SECONDS).join().push(8);
      assertEquals(1, next.losses().dropped());
      Push waits = region.push();
      CompletableFuture<Permit> stage = waiter.reserveAsync(waits, 8);
      Stream.of(pop);
      stage.orTimeout(PATIENCE, TimeUnit.SECONDS).join().push(4);
      assertEquals(2, Stream.of(pop).size(), "the gap, too");
    }
  }

  @Test
  void anAccountThatNoPushHasWrittenIsRefused() {
    for (int offset :
        new int[] {
          RingLayout.DROPPED_OFFSET,
          RingLayout.CONFLATED_OFFSET,
          RingLayout.SET_ASIDE_OFFSET,
          RingLayout.MOVED_OFFSET,
          RingLayout.ABANDONED_OFFSET,
          RingLayout.MARKED_OFFSET
        }) {
      TestRegion bad = new TestRegion(region.geometry);
      bad.memory.putLong(offset, -1);
      assertEquals("push losses", assertThrows(CorruptQueueException.class, bad::push).field());
    }
    region.memory.putLong(RingLayout.MARKED_OFFSET, 1);
    assertEquals(
        "the queue is corrupt at position=0: field=push losses, expected=counters of 0 or more with"
            + " moved + abandoned <= set aside and marked <= lost, found=dropped=0 conflated=0 set"
            + " aside=0 moved=0 abandoned=0 marked=1; stop both ends and create the queue anew",
        assertThrows(CorruptQueueException.class, region::push).getMessage());
    region.memory.putLong(RingLayout.TOLD_OFFSET, -1);
    assertThrows(CorruptQueueException.class, region::pop);
  }

  @Test
  void aGapThatNoPushHasWrittenIsRefused() {
    Push push = region.push(DROPPING);
    push(push, 8, 0, 1, 2, 3, 4, 5, 6, 7);
    Stream.of(pop);
    push(push, 8, 8);
    ElementScan scan = RingView.of(region.memory, region.geometry).scan();
    int marker = region.slotOffset(7);
    int element = region.slotOffset(8);
    region.memory.putLong(marker + RingLayout.WORD_LENGTH, -1);
    assertEquals(
        "the queue is corrupt at position=7: field=gap, expected=a total of 0 or more, found=-1;"
            + " stop both ends and create the queue anew",
        assertThrows(CorruptQueueException.class, () -> Stream.of(pop)).getMessage());
    assertThrows(CorruptQueueException.class, scan::next);
    region.memory.putLong(marker + RingLayout.WORD_LENGTH, 1);
    for (int behind : new int[] {RingLayout.GAP, RingLayout.SKIP}) {
      region.memory.putInt(element + RingLayout.LENGTH_OFFSET, behind);
      assertThrows(CorruptQueueException.class, () -> Stream.of(pop));
      assertThrows(CorruptQueueException.class, pop::tryPeek);
      assertThrows(CorruptQueueException.class, scan::next);
    }
    region.memory.putInt(element + RingLayout.LENGTH_OFFSET, 8);
    assertEquals(List.of("-1@8", "8"), Stream.of(pop));
  }
}
