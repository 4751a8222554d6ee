package io.pushpop.queue;

import static io.pushpop.queue.Stream.push;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** Latest wins, key by key. The key of an element is its number mod 10. */
class ConflationTest {
  private static final ElementKey LAST_DIGIT =
      (buffer, offset, length) -> buffer.getInt(offset) % 10;
  private static final List<String> FULL = List.of("0", "0", "0", "0", "0", "0", "0");

  private final TestRegion region = new TestRegion(Geometry.of(8, 32));
  private final Pop pop = region.pop();

  private static ConflationOptions upTo(int keys) {
    return ConflationOptions.byKey(LAST_DIGIT, keys).closingWithin(Duration.ZERO);
  }

  private Push conflating(ConflationOptions options) {
    return region.push(EndOptions.defaults().conflating(options));
  }

  /** An end whose ring is full of zeros. */
  private Push full(ConflationOptions options) {
    Push push = conflating(options);
    assertTrue(push(push, 8, 0, 0, 0, 0, 0, 0, 0));
    assertFalse(push.canPush());
    return push;
  }

  @Test
  void whileThereIsRoomNothingIsConflated() {
    Push push = conflating(upTo(1));
    assertTrue(push(push, 8, 1, 11, 2, 21, 12, 31, 41));
    assertEquals(List.of("1", "11", "2", "21", "12", "31", "41"), Stream.of(pop));
    assertEquals(new Losses(0, 0, 0, 0, 0), push.losses());
  }

  @Test
  void ofEachKeyTheLatestIsDeliveredInTheOrderOfLastUpdate() {
    Push push = full(upTo(4));
    assertTrue(push(push, 8, 1, 2, 11, 3, 12, 21));
    assertEquals(new Losses(0, 3, 0, 3, 0), push.losses());
    assertEquals(FULL, Stream.of(pop));
    assertTrue(push.flush());
    // 1, 2 and 11 would have come before 3, and nothing is missing after it.
    assertEquals(List.of("-3@8", "3", "12", "21"), Stream.of(pop));
    assertEquals(new Losses(0, 3, 0, 0, 3), push.losses());
    assertTrue(push(push, 8, 4));
    assertEquals(List.of("4"), Stream.of(pop));
  }

  @Test
  void aLossIsToldWhereTheElementWouldHaveCome() {
    Push push = full(upTo(4));
    assertTrue(push(push, 8, 1, 2, 3, 12, 22, 13));
    // In place: 1, (2), (3), (12), 22, 13: three are missing between 1 and 22.
    assertEquals(FULL, Stream.of(pop));
    push.flush();
    assertEquals(List.of("1", "-3@9", "22", "13"), Stream.of(pop));
  }

  @Test
  void anElementThatSupersedesTheLastOneHasTheGapBeforeIt() {
    Push push = full(upTo(4));
    assertTrue(push(push, 8, 1, 2, 12, 22));
    Stream.of(pop);
    push.flush();
    assertEquals(List.of("1", "-2@9", "22"), Stream.of(pop));
  }

  @Test
  void onceAnythingWaitsAllElementsGoThroughTheTable() {
    Push push = full(upTo(4));
    assertTrue(push(push, 8, 1, 2, 3));
    pop.drain(new Stream(), 2);
    // Room for two, and 4 must not overtake the three that wait.
    assertTrue(push(push, 8, 4));
    assertEquals(new Losses(0, 0, 0, 2, 0), push.losses());
    assertNull(push.tryReserveBatch(1));
    assertFalse(push.canPush());
    Stream.of(pop);
    assertTrue(push.canPush());
    Batch batch = push.tryReserveBatch(1);
    batch.buffer().putInt(batch.offset(), 5);
    batch.stage(4);
    batch.push();
    assertEquals(List.of("3", "4", "5"), Stream.of(pop));
  }

  @Test
  void asManyKeysAsAreAllowedNeverWait() {
    Push push = full(upTo(3));
    for (int i = 0; i < 1000; i++) {
      assertTrue(push(push, 8, 10 * i + i % 3));
    }
    assertEquals(new Losses(0, 997, 0, 3, 0), push.losses());
    Stream.of(pop);
    assertTrue(push.flush());
    assertEquals(List.of("-997@8", "9971", "9982", "9990"), Stream.of(pop));
  }

  @Test
  void moreKeysThanAreAllowedWaitForRoomAndLoseNothing() throws InterruptedException {
    Push push = full(upTo(2));
    assertTrue(push(push, 8, 1, 2, 3), "one more than allowed, since a key is known only then");
    assertFalse(push(push, 8, 4));
    assertNull(push.tryReserve());
    assertNull(push.reserve(8, 1, TimeUnit.NANOSECONDS));
    assertFalse(push(push, 8, 1), "and no key is known before");
    pop.drain(new Stream(), 1);
    assertTrue(push(push, 8, 4));
    assertFalse(push(push, 8, 5));
    Stream.of(pop);
    push.reserve(8, 1, TimeUnit.DAYS).close();
    assertEquals(List.of("2", "3", "4"), Stream.of(pop));
    assertEquals(0, push.losses().lost());
  }

  @Test
  void whatWaitsIsMovedByWhateverComesNext() throws InterruptedException {
    Push push = full(upTo(4));
    push(push, 8, 1, 2);
    Stream.of(pop);
    assertNotNull(push.tryReserve());
    assertEquals(List.of("1", "2"), Stream.of(pop), "before the element that is reserved");
    push.close();
    Push next = full(upTo(4));
    push(next, 8, 1);
    try (Waiter waiter = Waiter.start()) {
      Stream.of(pop);
      waiter.reserveAsync(next, 8).join().close();
    }
    assertEquals(List.of("1"), Stream.of(pop));
  }

  @Test
  void aFlushMovesWhatThereIsRoomForAndWaitsForTheRest() throws InterruptedException {
    Push push = full(upTo(4));
    push(push, 8, 1, 2, 3);
    assertFalse(push.flush());
    assertFalse(push.flush(1, TimeUnit.NANOSECONDS));
    pop.drain(new Stream(), 2);
    assertFalse(push.flush());
    assertEquals(1, push.losses().waiting());
    Thread popping = new Thread(() -> pop.drain(new Stream(), 1));
    popping.start();
    assertTrue(push.flush(1, TimeUnit.DAYS));
    popping.join();
    assertEquals(List.of("0", "0", "0", "0", "1", "2", "3"), Stream.of(pop));
  }

  @Test
  void aCloseDrainsWhatWaits() throws InterruptedException {
    Push push = full(upTo(4).closingWithin(Duration.ofDays(1)));
    push(push, 8, 1, 2, 11, 3);
    Thread closing = new Thread(push::close);
    closing.start();
    Stream stream = new Stream();
    while (closing.isAlive()) {
      pop.drain(stream, 1);
    }
    closing.join();
    while (pop.drain(stream, 100) > 0) {
      // What is seen by its stamp is one element at a time.
    }
    assertEquals(List.of("2", "11", "3"), stream.seen().subList(8, 11));
    assertEquals(new Losses(0, 1, 0, 0, 1), pop.losses());
  }

  @Test
  void aCloseCountsWhatItCouldNotDeliverAsLost() {
    Push push = full(upTo(4));
    push(push, 8, 1, 2, 11, 3);
    pop.drain(new Stream(), 2);
    push.close();
    assertEquals(1, region.closes);
    assertEquals(List.of("0", "0", "0", "0", "0"), Stream.of(pop).subList(0, 5));
    assertEquals(1, pop.losses().conflated());
    assertEquals(0, pop.losses().waiting());
    // The marker took one of the two slots that were free, before 2.
    assertEquals(2, pop.losses().abandoned());
    assertEquals(1, pop.losses().told());
    push(region.push(), 8, 4);
    assertEquals(List.of("-2@10", "4"), Stream.of(pop));
  }

  @Test
  void anInterruptedCloseGivesUp() {
    Push push = full(upTo(4).closingWithin(Duration.ofDays(1)));
    push(push, 8, 1, 2);
    Thread.currentThread().interrupt();
    push.close();
    assertTrue(Thread.interrupted());
    assertEquals(1, region.closes);
    assertEquals(new Losses(0, 0, 2, 0, 0), pop.losses());
  }

  @Test
  void whatWaitedInAnEndThatDiedIsCountedByTheNext() {
    push(full(upTo(4)), 8, 1, 2, 11, 3);
    assertEquals(new Losses(0, 1, 0, 3, 0), pop.losses());
    Push next = region.push();
    assertEquals(new Losses(0, 1, 3, 0, 0), next.losses());
    assertEquals(new Losses(0, 1, 3, 0, 0), region.push().losses(), "once");
    Stream.of(pop);
    push(region.push(), 8, 4);
    assertEquals(List.of("-4@8", "4"), Stream.of(pop));
  }

  @Test
  void elementsOverSeveralSlotsWaitToo() {
    Push push = conflating(upTo(4).withLongest(100));
    assertTrue(push(push, 88, 0, 0));
    assertTrue(push(push, 100, 1, 2, 11));
    assertTrue(push(push, 4, 3));
    assertEquals(new Losses(0, 1, 0, 3, 0), push.losses());
    assertEquals(List.of("0", "0"), Stream.of(pop));
    push.flush();
    assertEquals(List.of("-1@8", "2"), Stream.of(pop));
    push.flush();
    assertEquals(List.of("11", "3"), Stream.of(pop));
  }

  @Test
  void anElementLongerThanTheTableTakesIsRefusedAlways() {
    Push push = conflating(upTo(4).withLongest(60));
    assertEquals(
        "an element of this queue has 0 to 60 bytes: length=61; ConflationOptions.withLongest"
            + " allows for more, up to half the ring",
        assertThrows(IllegalArgumentException.class, () -> push.tryReserve(61)).getMessage());
    assertNotNull(push.tryReserve(60));
    push.close();
    assertNotNull(conflating(upTo(4)).tryReserve(24), "one slot is always allowed");
  }

  @Test
  void aKeyThatCannotBeToldLeavesThePermitOpenAndNothingLost() {
    Push push = full(upTo(4));
    push(push, 8, 1);
    UnsafeBuffer tooShort = new UnsafeBuffer(new byte[2]);
    assertThrows(IndexOutOfBoundsException.class, () -> push.tryPush(tooShort, 0, 2));
    Permit permit = push.tryReserve(8);
    assertThrows(IndexOutOfBoundsException.class, () -> permit.push(2));
    permit.buffer().putInt(permit.offset(), 2);
    permit.push(4);
    assertEquals(new Losses(0, 0, 0, 2, 0), push.losses());
    Stream.of(pop);
    push.flush();
    assertEquals(List.of("1", "2"), Stream.of(pop));
  }

  @Test
  void optionsThatMakeNoSenseAreRefused() {
    assertMessage("1 key or more can wait: keys=0", () -> ConflationOptions.byKey(LAST_DIGIT, 0));
    assertMessage("an element has 0 bytes or more: length=-1", () -> upTo(1).withLongest(-1));
    assertMessage(
        "a close takes 0 or more: patience=PT-1S",
        () -> upTo(1).closingWithin(Duration.ofSeconds(-1)));
    assertMessage(
        "the elements that wait take more than 2 GiB: keys=2147483647, longest element=24; take"
            + " fewer keys or shorter elements",
        () -> conflating(upTo(Integer.MAX_VALUE)));
  }

  private static void assertMessage(String expected, Runnable refused) {
    assertEquals(expected, assertThrows(IllegalArgumentException.class, refused::run).getMessage());
  }
}
