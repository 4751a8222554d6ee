package io.pushpop.queue;

import static io.pushpop.queue.Elements.assertPops;
import static io.pushpop.queue.Elements.element;
import static io.pushpop.queue.Elements.push;
import static io.pushpop.queue.Elements.tryPop;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.agrona.MutableDirectBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A stamp is a hint; what looks like one must never become an element. */
class StampTest {
  private static final int SLOTS = 8;
  private final TestRegion region = new TestRegion(Geometry.of(SLOTS, 32));

  /** The interleaving of design: a payload that equals the stamp that a later lap waits for. */
  @Test
  void payloadOfADeadProducerIsNotTakenForAStamp() {
    Push dead = region.push();
    Pop pop = region.pop();
    pushThreeSlotsWithStampInside(dead, 9);
    Push successor = region.push();
    assertEquals(3, tryPopSlots(pop));
    for (long position = 3; position < 9; position++) {
      push(successor, element(position, 8));
      assertPops(pop, element(position, 8));
    }
    assertEquals(RingLayout.stamp(9), region.stampAt(9), "the trap is set");
    for (int look = 0; look < 3; look++) {
      assertFalse(pop.canPop());
      assertNull(tryPop(pop));
    }
    push(successor, element(9, 8));
    assertPops(pop, element(9, 8));
  }

  @Test
  void aStampThatWasThereBeforeTheFirstLookIsNotBelieved() {
    Push push = region.push();
    Pop pop = region.pop();
    for (long position = 0; position < 40; position++) {
      region.memory.putInt(region.slotOffset(position), RingLayout.stamp(position));
      for (int look = 0; look < 3; look++) {
        assertFalse(pop.canPop());
        assertNull(tryPop(pop));
      }
      push(push, element(position, 8));
      assertPops(pop, element(position, 8));
    }
  }

  @Test
  void aStampThatThisEndSawChangeIsEnough() {
    Push push = region.push();
    Pop pop = region.pop();
    for (long position = 0; position < 20; position++) {
      assertNull(tryPop(pop));
      push(push, element(position, 8));
      region.memory.putLong(RingLayout.HEAD_OFFSET, position); // so that only the stamp shows it
      assertPops(pop, element(position, 8));
      region.memory.putLong(RingLayout.HEAD_OFFSET, position + 1);
    }
  }

  @Test
  void onePopUsesUpWhatWasSeen() {
    Push push = region.push();
    Pop pop = region.pop();
    assertNull(tryPop(pop));
    push(push, element(0, 8));
    region.memory.putInt(region.slotOffset(1), RingLayout.stamp(1));
    assertPops(pop, element(0, 8));
    assertFalse(pop.canPop(), "slot 0 was seen to change, slot 1 was not");
  }

  @Test
  void anElementFoundThroughHeadUsesUpWhatWasSeenToo() {
    Push push = region.push();
    Pop pop = region.pop();
    assertNull(tryPop(pop));
    push(push, element(0, 8));
    region.peer.set(new PeerState(PeerState.State.DETACHED, 1));
    assertFalse(pop.isDrained());
    region.memory.putInt(region.slotOffset(1), RingLayout.stamp(1));
    assertPops(pop, element(0, 8));
    assertFalse(pop.canPop());
  }

  @Test
  void lookingAtHeadInVainDoesNotMakeOneForgetWhatWasSeen() {
    Push push = region.push();
    Pop pop = region.pop();
    assertNull(tryPop(pop));
    region.peer.set(new PeerState(PeerState.State.DETACHED, 1));
    assertTrue(pop.isDrained());
    push(push, element(0, 8));
    region.memory.putLong(RingLayout.HEAD_OFFSET, 0);
    assertPops(pop, element(0, 8));
  }

  @Test
  void whatAPermitLeftBehindIsNoElement() {
    for (int reserved : new int[] {24, 56, 120}) {
      for (int pushed : new int[] {-1, 0, 24, 40}) {
        if (pushed <= reserved) {
          TestRegion other = new TestRegion(Geometry.of(SLOTS, 32));
          Push push = other.push();
          Pop pop = other.pop();
          assertNull(tryPop(pop));
          Permit permit = push.tryReserve(reserved);
          for (int i = 24; i + 4 <= reserved; i += 32) {
            permit.buffer().putInt(permit.offset() + i, RingLayout.stamp(i / 32 + 1));
          }
          if (pushed >= 0) {
            permit.push(pushed);
            assertTrue(pop.tryPop((buffer, offset, length) -> assertEquals(pushed, length)));
          } else {
            permit.close();
          }
          assertNothingAndThenWhatIsPushed(push, pop);
        }
      }
    }
  }

  @Test
  void whatABatchLeftBehindIsNoElement() {
    Push push = region.push();
    Pop pop = region.pop();
    assertNull(tryPop(pop));
    try (Batch batch = push.tryReserveBatch(5)) {
      while (batch.remaining() > 0) {
        batch.stage(8);
      }
    }
    assertNothingAndThenWhatIsPushed(push, pop);
  }

  @Test
  void whatADeadProducerLeftBehindIsNoElement() {
    Push dead = region.push();
    Pop pop = region.pop();
    assertNull(tryPop(pop));
    Batch batch = dead.tryReserveBatch(5);
    for (int i = 0; i < 5; i++) {
      batch.stage(8);
    }
    assertNothingAndThenWhatIsPushed(region.push(), pop);
  }

  @Test
  void anElementWhoseProducerDiedBeforeTheStampIsFoundThroughHead() {
    Push dead = region.push();
    Pop pop = region.pop();
    assertNull(tryPop(pop));
    int before = region.stampAt(0);
    push(dead, element(0, 8));
    region.memory.putInt(region.slotOffset(0), before); // as if killed before RELEASE STAMP
    int looks = 1;
    while (!pop.canPop()) {
      looks++;
    }
    assertEquals(Pop.LOOKS_PER_HEAD - 1, looks);
    assertPops(pop, element(0, 8));
  }

  @ParameterizedTest
  @ValueSource(
      longs = {
        (1L << 31) - 20,
        (1L << 32) - 20,
        (1L << 32) - 1,
        (1L << 33) - 9,
        (1L << 62),
        Long.MAX_VALUE - 1000
      })
  void holdsAcrossEveryWidthOfAPosition(long start) {
    TestRegion late = new TestRegion(Geometry.of(SLOTS, 32)).startingAt(start);
    Push push = late.push();
    Pop pop = late.pop();
    assertFalse(pop.canPop(), "a ring of zeros is empty: position 2^32 - 1 waits for stamp 0");
    for (int i = 0; i < 100; i++) {
      int length = i % 10 == 9 ? 100 : 8;
      push(push, element(i, length));
      assertTrue(pop.canPop());
      assertPops(pop, element(i, length));
      assertFalse(pop.canPop());
    }
    assertEquals(push.position(), pop.position());
    assertTrue(push.position() > start);
  }

  @Test
  void theLifeOfAQueueEndsWithItsPositions() {
    TestRegion old = new TestRegion(Geometry.of(SLOTS, 32)).startingAt(Long.MAX_VALUE - 3);
    Push push = old.push();
    Pop pop = old.pop();
    for (int i = 0; i < 3; i++) {
      push(push, element(i, 8));
      assertPops(pop, element(i, 8));
    }
    assertEquals(
        "the life of this queue is over, positions end at 2^63 - 1: position=9223372036854775807;"
            + " create a new queue",
        org.junit.jupiter.api.Assertions.assertThrows(IllegalStateException.class, push::tryReserve)
            .getMessage());
    assertNull(tryPop(pop));
  }

  private static void assertNothingAndThenWhatIsPushed(Push push, Pop pop) {
    for (int i = 0; i < 40; i++) {
      assertFalse(pop.canPop());
      assertNull(tryPop(pop));
      push(push, element(i, i % 24));
      assertPops(pop, element(i, i % 24));
    }
  }

  /** Pushes an element over three slots whose second has the stamp of that position inside. */
  private static void pushThreeSlotsWithStampInside(Push push, long position) {
    Permit permit = push.tryReserve(88);
    MutableDirectBuffer buffer = permit.buffer();
    buffer.setMemory(permit.offset(), 88, (byte) 0);
    buffer.putInt(permit.offset() + 24 + RingLayout.STAMP_OFFSET, RingLayout.stamp(position));
    permit.push(88);
  }

  private static long tryPopSlots(Pop pop) {
    long before = pop.position();
    assertTrue(pop.tryPop((buffer, offset, length) -> {}));
    return pop.position() - before;
  }
}
