package io.pushpop.queue;

import static io.pushpop.queue.Elements.element;
import static io.pushpop.queue.Elements.push;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** The look at a ring from outside. */
class RingViewTest {
  private static final ElementHandler NOTHING = (buffer, offset, length) -> {};

  private final TestRegion region = new TestRegion(Geometry.of(8, 32));
  private final RingView view = RingView.of(region.memory, region.geometry);

  @Test
  void aScanCopiesWhatIsThereAndLeavesIt() {
    Push push = region.push();
    Pop pop = region.pop();
    // Six slots further, so that the long one runs into the next lap behind a skip marker.
    for (int i = 0; i < 6; i++) {
      push(push, element(i, 3));
      pop.tryPop(NOTHING);
    }
    List<byte[]> elements = List.of(element(1, 0), element(2, 60), element(3, 24));
    elements.forEach(each -> push(push, each));
    byte[] before = region.copy();

    ElementScan scan = view.scan();
    List<Long> positions = new ArrayList<>();
    for (byte[] expected : elements) {
      assertTrue(scan.next());
      assertTrue(scan.isStamped());
      assertArrayEquals(expected, Arrays.copyOf(scan.bytes(), scan.length()));
      positions.add(scan.position());
    }
    assertFalse(scan.next());
    assertEquals(List.of(6L, 8L, 11L), positions);
    assertEquals(0, scan.overtaken());
    assertEquals(new RingView.Counters(12, 6), view.counters());
    assertEquals(6, view.counters().depth());
    assertArrayEquals(before, region.copy());
  }

  @Test
  void whatIsPoppedDuringAScanIsLeftOutAndCounted() {
    Push push = region.push();
    Pop pop = region.pop();
    for (int i = 0; i < 7; i++) {
      push(push, element(i, 8));
    }
    ElementScan scan = view.scan();
    assertTrue(scan.next());
    pop.drain(NOTHING, 4);
    for (int i = 7; i < 11; i++) {
      push(push, element(i, 24));
    }
    // What is written over slot 1 by now would have been taken for the element of position 1.
    assertTrue(scan.next());
    assertEquals(4, scan.position());
    assertEquals(3, scan.overtaken());
    assertArrayEquals(element(4, 8), Arrays.copyOf(scan.bytes(), scan.length()));
    pop.drain(NOTHING, 7);
    assertFalse(scan.next());
    assertEquals(5, scan.overtaken());
    while (pop.tryPop(NOTHING)) {
      // What came after the scan began is none of its business.
    }
    scan.begin();
    assertFalse(scan.next());
    assertEquals(0, scan.overtaken());
  }

  @Test
  void noDamagedElementIsCopiedAndAnOvertakenOneIsNotCalledDamaged() {
    Push push = region.push();
    Pop pop = region.pop();
    push(push, element(1, 8));
    push(push, element(2, 8));
    int length = region.slotOffset(0) + RingLayout.LENGTH_OFFSET;
    for (int bad : new int[] {-3, Integer.MIN_VALUE, 121, Integer.MAX_VALUE, 57, RingLayout.SKIP}) {
      region.memory.putInt(length, bad);
      ElementScan scan = view.scan();
      assertEquals("length", assertThrows(CorruptQueueException.class, scan::next).field());
    }
    region.memory.putInt(length, 8);
    ElementScan scan = view.scan();
    pop.tryPop(NOTHING);
    region.memory.putInt(length, -2);
    assertTrue(scan.next());
    assertEquals(1, scan.position());
  }

  @Test
  void impossibleCountersAreReported() {
    region.memory.putLong(RingLayout.TAIL_OFFSET, 1);
    assertThrows(CorruptQueueException.class, view::counters);
    region.memory.putLong(RingLayout.HEAD_OFFSET, 9);
    assertThrows(CorruptQueueException.class, view::scan);
  }

  @Test
  void countersAreThoseOfOneMomentWhileBothEndsAreAtWork() throws InterruptedException {
    Thread both =
        new Thread(
            () -> {
              Push push = region.push();
              Pop pop = region.pop();
              UnsafeBuffer element = new UnsafeBuffer(new byte[8]);
              for (int i = 0; i < 20_000; i++) {
                push.tryPush(element, 0, 8);
                push.tryPush(element, 0, 8);
                pop.tryPop(NOTHING);
                pop.tryPop(NOTHING);
                // Leaves a view the time to find tail where it was: whoever is too fast for it for
                // all of its looks is told of by a tail that is too old.
                for (int pauses = 0; pauses < 400; pauses++) {
                  Thread.onSpinWait();
                }
              }
            });
    both.start();
    while (both.isAlive()) {
      RingView.Counters counters = view.counters();
      assertTrue(counters.depth() >= 0 && counters.depth() <= 2, counters::toString);
    }
    both.join();
  }
}
