package io.pushpop.queue;

import static io.pushpop.queue.Elements.assertPops;
import static io.pushpop.queue.Elements.element;
import static io.pushpop.queue.Elements.push;
import static io.pushpop.queue.Elements.pushInPlace;
import static io.pushpop.queue.Elements.tryPop;
import static io.pushpop.queue.Elements.tryPush;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Arrays;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class PushTest {
  private final Geometry geometry = Geometry.of(8, 32);
  private final TestRegion region = new TestRegion(geometry);
  private final Push push = region.push();
  private final Pop pop = region.pop();

  @Test
  void aQueueOfEightSlotsHoldsSevenElements() {
    for (int i = 0; i < 7; i++) {
      assertTrue(push.canPush());
      push(push, element(i, 24));
    }
    assertFalse(push.canPush());
    assertFalse(tryPush(push, element(7, 24)));
    assertNull(push.tryReserve());
    for (int i = 0; i < 7; i++) {
      assertPops(pop, element(i, 24));
    }
    assertNull(tryPop(pop));
  }

  @Test
  void onePopMakesRoomForOnePush() {
    for (int i = 0; i < 7; i++) {
      push(push, element(i, 24));
    }
    for (int i = 7; i < 1000; i++) {
      assertFalse(tryPush(push, element(i, 24)));
      assertPops(pop, element(i - 7, 24));
      push(push, element(i, 24));
    }
  }

  @Test
  void carriesElementsFromNothingToHalfTheRing() {
    assertEquals(4 * 32 - 8, geometry.maxLength());
    for (int length = 0; length <= geometry.maxLength(); length++) {
      push(push, element(length, length));
      assertPops(pop, element(length, length));
      pushInPlace(push, element(length, length), length);
      assertPops(pop, element(length, length));
    }
  }

  @Test
  void theLongestElementFitsAtEveryPlaceOfAnEmptyRing() {
    for (int index = 0; index < 8; index++) {
      TestRegion other = new TestRegion(geometry).startingAt(index);
      try (Push longPush = other.push();
          Pop longPop = other.pop()) {
        assertTrue(longPush.canPush(geometry.maxLength()));
        push(longPush, element(index, geometry.maxLength()));
        assertTrue(longPop.canPop());
        assertPops(longPop, element(index, geometry.maxLength()));
        assertFalse(longPop.canPop());
      }
    }
  }

  @Test
  void anElementThatDoesNotFitIntoTheLapIsPublishedTogetherWithItsSkipMarker() {
    for (int i = 0; i < 6; i++) {
      push(push, element(i, 24));
      assertPops(pop, element(i, 24));
    }
    try (Permit permit = push.tryReserve(3 * 32 - 8)) {
      assertFalse(pop.canPop(), "a reserved marker is not to be seen");
      assertEquals(6, region.head());
      permit.buffer().putBytes(permit.offset(), element(6, 88));
      permit.push(88);
    }
    assertEquals(8 + 3, region.head());
    assertTrue(pop.canPop());
    assertPops(pop, element(6, 88));
    assertEquals(8 + 3, region.tail());
  }

  @Test
  void thePermitIsOneAndReused() {
    Permit first = push.tryReserve();
    first.push(0);
    assertSame(first, push.tryReserve());
  }

  @Test
  void thePermitReachesNoFurtherThanItsElement() {
    assumeTrue(DirectBuffer.SHOULD_BOUNDS_CHECK);
    for (int length : new int[] {0, 5, 24, 25, 120}) {
      try (Permit permit = push.tryReserve(length)) {
        assertEquals(length, permit.maxLength());
        assertEquals(length, permit.buffer().capacity() - permit.offset());
        assertThrows(
            IndexOutOfBoundsException.class,
            () -> permit.buffer().putByte(permit.offset() + length, (byte) 1));
      }
    }
    try (Permit permit = push.tryReserve()) {
      assertEquals(24, permit.maxLength());
    }
  }

  @Test
  void aPermitClosedWithoutAPushChangesNothingThatAnyoneCanSee() {
    push(push, element(0, 24));
    byte[] before = region.copy();
    for (int length : new int[] {0, 24, 25, 120}) {
      try (Permit permit = push.tryReserve(length)) {
        permit.buffer().setMemory(permit.offset(), length, (byte) 0xff);
      }
    }
    assertEquals(1, push.position());
    byte[] after = region.copy();
    assertArrayEquals(Arrays.copyOf(before, 4096 + 32), Arrays.copyOf(after, 4096 + 32));
    assertPops(pop, element(0, 24));
    assertNull(tryPop(pop));
  }

  @Test
  void aShortenedPermitTakesOnlyTheSlotsThatItNeeds() {
    try (Permit permit = push.tryReserve(120)) {
      permit.buffer().setMemory(permit.offset(), 120, (byte) 0xff);
      permit.buffer().putBytes(permit.offset(), element(0, 30));
      permit.push(30);
    }
    assertEquals(2, push.position());
    assertPops(pop, element(0, 30));
  }

  @Test
  void closingAPermitAfterItsPushDoesNothing() {
    Permit permit = push.tryReserve();
    permit.push(0);
    permit.close();
    permit.close();
    assertEquals(1, push.position());
    assertEquals(1, region.head());
  }

  @Test
  void refusesMisuseWithASentence() {
    Permit permit = push.tryReserve(10);
    assertMessage(
        "the permit of this push end is still open; push or close it first", push::tryReserve);
    assertMessage(
        "the permit of this push end is still open; push or close it first",
        () -> push.tryReserveBatch(2));
    assertMessage(
        "the permit of this push end is still open; push or close it first",
        () -> tryPush(push, new byte[1]));
    assertMessage(
        "the element does not fit what was reserved: length=11, reserved=10;"
            + " reserve as much as the element can need",
        () -> permit.push(11));
    assertMessage(
        "the element does not fit what was reserved: length=-1, reserved=10;"
            + " reserve as much as the element can need",
        () -> permit.push(-1));
    permit.push(10);
    for (Runnable use :
        new Runnable[] {() -> permit.push(1), permit::buffer, permit::offset, permit::maxLength}) {
      assertMessage("this permit is not open: it was pushed or closed; reserve another", use::run);
    }
    assertMessage(
        "an element of this queue has 0 to 120 bytes: length=121;"
            + " a ring of more or larger slots takes longer elements",
        () -> push.tryReserve(121));
    assertMessage(
        "an element of this queue has 0 to 120 bytes: length=-1;"
            + " a ring of more or larger slots takes longer elements",
        () -> push.canPush(-1));
    assertThrows(
        IndexOutOfBoundsException.class, () -> push.tryPush(new UnsafeBuffer(new byte[8]), 4, 5));
    push(push, element(1, 24));
    assertEquals(2, push.position());
  }

  @Test
  void refusesUseAfterClose() {
    Permit permit = push.tryReserve();
    push.close();
    push.close();
    assertEquals(1, region.closes);
    String closed = "this push end is closed; take the end again from the queue";
    assertMessage(closed, push::canPush);
    assertMessage(closed, push::tryReserve);
    assertMessage(closed, () -> push.tryReserve(100));
    assertMessage(closed, () -> push.tryReserveBatch(1));
    assertMessage(closed, () -> tryPush(push, new byte[1]));
    assertMessage(closed, push::peer);
    assertMessage(closed, () -> permit.push(1));
    assertMessage(closed, permit::buffer);
    assertEquals(0, push.position());
    assertEquals(0, region.head());
  }

  @Test
  void aBatchIsPublishedByOneStore() {
    Batch batch = push.tryReserveBatch(5);
    for (int i = 0; i < 5; i++) {
      assertEquals(5 - i, batch.remaining());
      assertEquals(24, batch.maxLength());
      batch.buffer().putBytes(batch.offset(), element(i, i * 6));
      batch.stage(i * 6);
      assertFalse(pop.canPop(), "staged is not yet pushed");
    }
    batch.push();
    for (int i = 0; i < 5; i++) {
      assertPops(pop, element(i, i * 6));
    }
    assertNull(tryPop(pop));
  }

  @Test
  void aBatchPublishesWhatWasStagedAndGivesUpTheRest() {
    try (Batch batch = push.tryReserveBatch(7)) {
      batch.stage(0);
      batch.stage(1);
      batch.push();
    }
    assertEquals(2, push.position());
    try (Batch batch = push.tryReserveBatch(5)) {
      batch.push();
    }
    assertEquals(2, push.position());
  }

  @Test
  void aBatchThatIsClosedHasPushedNothing() {
    try (Batch batch = push.tryReserveBatch(7)) {
      for (int i = 0; i < 7; i++) {
        batch.stage(8);
      }
    }
    assertNull(tryPop(pop));
    push(push, element(3, 3));
    assertPops(pop, element(3, 3));
    assertNull(tryPop(pop));
  }

  @Test
  void refusesMisuseOfABatchWithASentence() {
    assertMessage(
        "a batch of this queue has 1 to 7 elements: elements=8", () -> push.tryReserveBatch(8));
    assertMessage(
        "a batch of this queue has 1 to 7 elements: elements=0", () -> push.tryReserveBatch(0));
    push(push, element(0, 0));
    assertNull(push.tryReserveBatch(7));
    Batch batch = push.tryReserveBatch(1);
    assertNotNull(batch);
    assertMessage(
        "the batch of this push end is still open; push or close it first", push::tryReserve);
    assertMessage(
        "the element does not fit what was reserved: length=25, reserved=24;"
            + " reserve as much as the element can need",
        () -> batch.stage(25));
    batch.stage(24);
    assertMessage("this batch is full: elements=1; push it and reserve another", batch::buffer);
    assertMessage(
        "this batch is full: elements=1; push it and reserve another", () -> batch.stage(1));
    batch.push();
    assertMessage("this batch is not open: it was pushed or closed; reserve another", batch::push);
    assertMessage(
        "this batch is not open: it was pushed or closed; reserve another", batch::buffer);
    assertEquals(0, batch.remaining());
  }

  @Test
  void pushesFromBuffersInsideAndOutsideTheHeap() {
    UnsafeBuffer direct = new UnsafeBuffer(java.nio.ByteBuffer.allocateDirect(200));
    UnsafeBuffer heap = new UnsafeBuffer(new byte[200]);
    for (int length = 0; length <= 120; length++) {
      for (UnsafeBuffer source : new UnsafeBuffer[] {direct, heap}) {
        source.putBytes(length % 7, element(length, length));
        assertTrue(push.tryPush(source, length % 7, length));
        assertPops(pop, element(length, length));
      }
    }
  }

  @Test
  void twoThreadsOnOneEndAreCaught() throws InterruptedException {
    assumeTrue(Push.class.desiredAssertionStatus());
    Permit permit = push.tryReserve();
    AssertionError[] caught = new AssertionError[1];
    Thread second =
        new Thread(
            () -> caught[0] = assertThrows(AssertionError.class, push::tryReserve), "second");
    second.start();
    second.join();
    assertTrue(
        caught[0].getMessage().startsWith("a second thread uses the push end: first="),
        caught[0].getMessage());
    assertTrue(
        caught[0].getMessage().endsWith("; one thread at a time may use an end"),
        caught[0].getMessage());
    permit.push(0);
    Thread third = new Thread(() -> push(push, element(1, 1)), "third");
    third.start();
    third.join();
    assertEquals(2, push.position(), "an end may move from thread to thread between two uses");
  }

  private static void assertMessage(String expected, Runnable misuse) {
    RuntimeException refusal = assertThrows(RuntimeException.class, misuse::run);
    assertEquals(expected, refusal.getMessage());
  }
}
