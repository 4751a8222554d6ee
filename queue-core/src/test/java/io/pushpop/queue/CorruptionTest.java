package io.pushpop.queue;

import static io.pushpop.queue.Elements.element;
import static io.pushpop.queue.Elements.push;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CorruptionTest {
  private static final ElementHandler NEVER =
      (buffer, offset, length) -> fail("garbage was handed to a handler");
  private final TestRegion region = new TestRegion(Geometry.of(8, 32));

  @ParameterizedTest
  @CsvSource({
    "0, 1",
    "8, 0",
    "-1, -1",
    "-1, 0",
    "9223372036854775807, 0",
    "0, 9223372036854775807",
    "-9223372036854775808, 9223372036854775807"
  })
  void neitherEndAttachesToImpossibleCounters(long head, long tail) {
    region.memory.putLong(RingLayout.HEAD_OFFSET, head);
    region.memory.putLong(RingLayout.TAIL_OFFSET, tail);
    String expected =
        "the queue is corrupt at position="
            + tail
            + ": field=head and tail, expected=0 <= head - tail <= 7, found=head="
            + head
            + " tail="
            + tail
            + "; stop both ends and create the queue anew";
    assertEquals(expected, assertThrows(CorruptQueueException.class, region::push).getMessage());
    assertEquals(expected, assertThrows(CorruptQueueException.class, region::pop).getMessage());
  }

  @Test
  void aLiveConsumerReportsAnImpossibleHead() {
    Pop pop = region.pop();
    for (long head : new long[] {-1, 8, Long.MIN_VALUE, Long.MAX_VALUE}) {
      region.memory.putInt(region.slotOffset(0), RingLayout.stamp(0));
      region.memory.putLong(RingLayout.HEAD_OFFSET, head);
      assertThrows(CorruptQueueException.class, pop::canPop);
      assertThrows(CorruptQueueException.class, () -> pop.tryPop(NEVER));
      assertThrows(CorruptQueueException.class, () -> pop.drain(NEVER, 3));
    }
    region.memory.putLong(RingLayout.HEAD_OFFSET, 0);
    assertEquals(0, pop.drain(NEVER, 3));
  }

  @Test
  void aLiveProducerReportsAnImpossibleTail() {
    Push push = region.push();
    for (int i = 0; i < 7; i++) {
      push(push, element(i, 0));
    }
    for (long tail : new long[] {8, -1, Long.MIN_VALUE, Long.MAX_VALUE}) {
      region.memory.putLong(RingLayout.TAIL_OFFSET, tail);
      assertThrows(CorruptQueueException.class, push::tryReserve);
    }
    region.memory.putLong(RingLayout.TAIL_OFFSET, 0);
    assertFalse(
        CompletableFuture.supplyAsync(push::canPush).join(),
        "the end is not taken for one that is in use");
  }

  @Test
  void noImpossibleLengthReachesAHandler() {
    int maxLength = region.geometry.maxLength();
    for (int length :
        new int[] {-2, Integer.MIN_VALUE, Integer.MAX_VALUE, maxLength + 1, maxLength, 25, -1}) {
      TestRegion bad = new TestRegion(region.geometry);
      Push push = bad.push();
      push(push, element(0, 8));
      bad.memory.putInt(bad.slotOffset(0) + RingLayout.LENGTH_OFFSET, length);
      assertRefusedEverywhere(bad, 0);
    }
  }

  @Test
  void noElementMayRunOverTheEndOfTheLap() {
    TestRegion bad = new TestRegion(region.geometry).startingAt(6);
    Push push = bad.push();
    for (int i = 0; i < 5; i++) {
      push(push, element(i, 8));
    }
    bad.memory.putInt(bad.slotOffset(6) + RingLayout.LENGTH_OFFSET, 100);
    assertEquals(
        "the queue is corrupt at position=6: field=length, expected=-1, or 0 to 120 with at most 2"
            + " slots to the end of the lap, found=100; stop both ends and create the queue anew",
        assertRefusedEverywhere(bad, 6).getMessage());
  }

  @Test
  void noMarkerMayStandBehindAMarker() {
    TestRegion bad = new TestRegion(region.geometry).startingAt(6);
    Push push = bad.push();
    push(push, element(0, 100));
    bad.memory.putInt(bad.slotOffset(8) + RingLayout.LENGTH_OFFSET, RingLayout.SKIP);
    assertRefusedEverywhere(bad, 6);
  }

  @Test
  void anAttachedEndNeedsMemoryOfTheRightKind() {
    org.agrona.concurrent.UnsafeBuffer heap =
        new org.agrona.concurrent.UnsafeBuffer(new byte[region.geometry.regionLength()]);
    assertEquals(
        "the region must lie outside the heap; wrap a direct or mapped ByteBuffer",
        assertThrows(
                IllegalArgumentException.class,
                () -> Push.attach(heap, region.geometry, EndOptions.defaults(), new None()))
            .getMessage());
    assertEquals(
        "the region does not have the length of the geometry: expected=4608, found=4352,"
            + " slots=16, slotSize=32",
        assertThrows(
                IllegalArgumentException.class,
                () ->
                    Pop.attach(
                        region.memory, Geometry.of(16, 32), EndOptions.defaults(), new None()))
            .getMessage());
  }

  private static CorruptQueueException assertRefusedEverywhere(TestRegion bad, long position) {
    Pop pop = bad.pop();
    CorruptQueueException refusal =
        assertThrows(CorruptQueueException.class, () -> pop.tryPop(NEVER));
    assertThrows(CorruptQueueException.class, () -> pop.drain(NEVER, 10));
    assertThrows(CorruptQueueException.class, pop::tryPeek);
    assertEquals(position, pop.position(), "nothing was popped");
    assertEquals("length", refusal.field());
    return refusal;
  }

  private static final class None implements Attachment {
    @Override
    public PeerState peer() {
      return new PeerState(PeerState.State.ABSENT, 0);
    }

    @Override
    public void closed() {}
  }
}
