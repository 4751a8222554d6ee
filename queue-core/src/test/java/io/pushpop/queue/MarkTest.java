package io.pushpop.queue;

import static io.pushpop.queue.Elements.element;
import static io.pushpop.queue.Elements.push;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The marks that elements take into the ring with them, and the words of the user's. */
class MarkTest {
  private static final ElementHandler NOTHING = (buffer, offset, length) -> {};

  private TestRegion region = new TestRegion(Geometry.of(8, 32));
  private Push push = region.push();

  @Test
  void theMarkIsThatOfTheLastElementInTheRing() {
    assertEquals(0, push.mark());
    for (long mark = 100; mark < 150; mark++) {
      long before = push.mark();
      push.mark(mark);
      assertEquals(before, push.mark(), "its element is not in the ring yet");
      push(push, element(mark, 8));
      assertEquals(mark, push.mark());
      assertEquals(mark, region.push().mark(), "for whoever comes next");
      region.pop().skip(1);
    }
    assertEquals(149, push.mark(), "also when all is popped");
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, (1L << 32) - 1, 1L << 60})
  void aRingThatWasNeverMarkedHasNoMarkWhereverItStands(long position) {
    region = new TestRegion(region.geometry).startingAt(position);
    push = region.push();
    assertEquals(0, push.mark());
    push(push, element(0, 8));
    assertEquals(0, push.mark());
    push.mark(7);
    assertEquals(0, push.mark());
    push(push, element(1, 8));
    assertEquals(7, push.mark());
  }

  @Test
  void anotherMarkForTheSameElementReplacesTheFirst() {
    push.mark(1);
    push.mark(2);
    push(push, element(0, 8));
    assertEquals(2, push.mark());
    push.mark(3);
    push.mark(4);
    push.mark(5);
    assertEquals(2, push.mark());
    push(push, element(1, 8));
    assertEquals(5, push.mark());
  }

  @Test
  void anElementThatIsPushedWithoutAMarkHasThatOfTheOneBefore() {
    push.mark(-3);
    for (int i = 0; i < 5; i++) {
      push(push, element(i, 8));
      assertEquals(-3, push.mark());
    }
  }

  @Test
  void aMarkGoesIntoTheRingWithWhateverIsPublishedNext() {
    Permit permit = push.tryReserve(60);
    push.mark(1);
    permit.push(40);
    assertEquals(1, push.mark(), "an element over two slots, of a permit that was open");
    Batch batch = push.tryReserveBatch(3);
    batch.stage(4);
    push.mark(2);
    batch.stage(4);
    assertEquals(1, push.mark());
    batch.push();
    assertEquals(2, push.mark(), "a batch");
    push(push, element(0, 8));
    region.pop().skip(4);
    push.mark(3);
    push(push, element(1, 100));
    assertEquals(12, region.head(), "behind a skip marker");
    assertEquals(3, push.mark());
  }

  @Test
  void aPermitThatIsGivenUpLeavesTheMarkToTheNext() {
    push.mark(1);
    push.tryReserve().close();
    push.tryReserveBatch(2).push();
    assertEquals(0, push.mark());
    push(push, element(0, 8));
    assertEquals(1, push.mark());
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "0, 1", "0, 4", "0, 5", "7, 0", "7, 4", "7, 5"})
  void aMarkWhoseHolderDiesBeforeThePushIsNone(long start, int marked) {
    region = new TestRegion(region.geometry).startingAt(start);
    push = region.push();
    for (int i = 1; i <= marked; i++) {
      push.mark(i);
      push(push, element(i, 8));
    }
    push.mark(98);
    push.mark(99);
    Push next = region.push();
    assertEquals(marked, next.mark());
    push(next, element(0, 8));
    assertEquals(marked, next.mark(), "nor does it go into the ring with an element of the next");
  }

  /** The one store of {@link Push#mark(long)} that comes before the others, and no more. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3})
  void aMarkWhoseHolderDiesInTheMiddleOfItIsNone(int marked) {
    for (int i = 1; i <= marked; i++) {
      push.mark(i);
      push(push, element(i, 8));
    }
    long first = region.memory.getLong(RingLayout.FIRST_MARK_OFFSET);
    long second = region.memory.getLong(RingLayout.SECOND_MARK_OFFSET);
    push.mark(99);
    region.memory.putLong(RingLayout.FIRST_MARK_OFFSET, first);
    region.memory.putLong(RingLayout.SECOND_MARK_OFFSET, second);
    Push next = region.push();
    assertEquals(marked, next.mark());
    push(next, element(0, 8));
    assertEquals(marked, next.mark());
    next.mark(100);
    push(next, element(0, 8));
    assertEquals(100, next.mark());
  }

  @Test
  void anElementThatIsDroppedLeavesItsMarkToTheNext() {
    push = region.push(EndOptions.defaults().whenFull(Overflow.DROP_NEWEST));
    for (int i = 1; i <= 9; i++) {
      push.mark(i);
      push(push, element(i, 8));
    }
    assertEquals(7, push.mark(), "two have no room");
    region.pop().skip(7);
    push(push, element(10, 8));
    assertEquals(9, push.mark());
  }

  @Test
  void anElementThatWaitedTakesTheMarkOfTheOneThatIsPushedNow() {
    ElementKey key = (buffer, offset, length) -> buffer.getByte(offset);
    push =
        region.push(
            EndOptions.defaults()
                .conflating(ConflationOptions.byKey(key, 4).closingWithin(Duration.ZERO)));
    for (int i = 1; i <= 8; i++) {
      push.mark(i);
      push(push, new byte[] {(byte) i});
    }
    assertEquals(7, push.mark(), "one waits");
    region.pop().skip(1);
    push.mark(9);
    assertTrue(push.flush());
    assertEquals(9, push.mark());
  }

  @ParameterizedTest
  @CsvSource({"-1, 0", "0, -1", "6, 0", "0, 6", "3, 3", "9223372036854775807, 1"})
  void marksThatNoPushHasWrittenAreRefused(long first, long second) {
    region = new TestRegion(region.geometry).startingAt(5);
    region.memory.putLong(RingLayout.FIRST_MARK_OFFSET, first);
    region.memory.putLong(RingLayout.SECOND_MARK_OFFSET, second);
    String sentence =
        "the queue is corrupt at position=5: field=push marks, expected=two different positions"
            + " from 0 to head, or 0 twice, found="
            + first
            + " and "
            + second
            + "; stop both ends and create the queue anew";
    assertEquals(sentence, assertThrows(CorruptQueueException.class, region::push).getMessage());
    RingView view = RingView.of(region.memory, region.geometry);
    assertEquals(
        sentence, assertThrows(CorruptQueueException.class, view::checkMarks).getMessage());
  }

  @Test
  void eachEndHasAWordOfTheUsersThatOutlivesItsHolders() {
    Pop pop = region.pop();
    RingView view = RingView.of(region.memory, region.geometry);
    assertEquals(0, push.userWord());
    assertEquals(0, pop.userWord());
    push.userWord(Long.MIN_VALUE);
    pop.userWord(-2);
    push.mark(5);
    push(push, element(0, 8));
    pop.tryPop(NOTHING);
    push.close();
    assertEquals(Long.MIN_VALUE, region.push().userWord());
    assertEquals(-2, region.pop().userWord());
    assertEquals(Long.MIN_VALUE, view.userWord(End.PUSH));
    assertEquals(-2, view.userWord(End.POP));
  }

  @Test
  void anEndThatIsClosedHasNeitherWordNorMark() {
    Pop pop = region.pop();
    push.mark(1);
    push.close();
    pop.close();
    String closed = " end is closed; take the end again from the queue";
    for (Runnable use :
        List.<Runnable>of(() -> push.mark(2), push::mark, () -> push.userWord(2), push::userWord)) {
      assertEquals("this push" + closed, refusal(use));
    }
    for (Runnable use : List.<Runnable>of(() -> pop.userWord(2), pop::userWord)) {
      assertEquals("this pop" + closed, refusal(use));
    }
    assertEquals(0, region.push().userWord());
  }

  private static String refusal(Runnable use) {
    return assertThrows(IllegalStateException.class, use::run).getMessage();
  }
}
