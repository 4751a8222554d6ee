package io.pushpop.bench.torture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pushpop.queue.Geometry;
import java.util.function.LongPredicate;
import java.util.stream.LongStream;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class ArrivalsTest {
  private static final Geometry GEOMETRY = Geometry.of(16, 64);

  private final Elements pushed = new Elements(7, GEOMETRY, GEOMETRY.maxLength());
  private final Elements popped = new Elements(7, GEOMETRY, GEOMETRY.maxLength());
  private final MutableDirectBuffer place = new UnsafeBuffer(new byte[2 * GEOMETRY.maxLength()]);

  @Test
  void acceptsElementsInTheirOrder() {
    Arrivals arrivals = new Arrivals(popped, 0, 0);
    for (long sequence = 0; sequence < 1000; sequence++) {
      arrive(arrivals, sequence);
    }
    assertEquals(1000, arrivals.lowest());
    assertEquals(1000, arrivals.highest());
  }

  @Test
  void tellsAGap() {
    long first = firstFrom(0, this::isLong);
    long second = firstFrom(first + 1, this::isLong);
    Arrivals arrivals = new Arrivals(popped, first, first);
    String message = assertThrows(Violation.class, () -> arrive(arrivals, second)).getMessage();
    assertEquals(
        "the pop side got a wrong element: expected=sequence="
            + first
            + ", length="
            + pushed.length(first)
            + ", found=a whole element, sequence="
            + second,
        message.substring(0, message.indexOf(", length", message.indexOf("found"))));
  }

  @Test
  void tellsATornElementWhereverItIsTorn() {
    long sequence = firstFrom(0, this::isLong);
    Arrivals arrivals = new Arrivals(popped, sequence, sequence);
    int length = pushed.length(sequence);
    for (int i = 0; i < length; i++) {
      place.putBytes(0, pushed.image(sequence), 0, length);
      place.putByte(i, (byte) (place.getByte(i) ^ 0x10));
      String message =
          assertThrows(Violation.class, () -> arrivals.accept(place, 0, length)).getMessage();
      assertTrue(message.contains("found=a torn element"), message);
    }
  }

  @Test
  void tellsALengthThatNoElementHas() {
    Arrivals arrivals = new Arrivals(popped, 0, 0);
    int length = GEOMETRY.maxLength() + 1;
    String message =
        assertThrows(Violation.class, () -> arrivals.accept(place, 0, length)).getMessage();
    assertTrue(message.endsWith("found=something that never was an element, length=" + length));
  }

  @Test
  void acceptsAfterAKillWhatMayComeAgain() {
    for (long first = 100; first <= 110; first++) {
      Arrivals arrivals = new Arrivals(popped, 100, 110);
      assertEquals(100, arrivals.lowest());
      assertEquals(110, arrivals.highest());
      for (long sequence = first; sequence < first + 50; sequence++) {
        arrive(arrivals, sequence);
      }
      assertEquals(first + 50, arrivals.lowest());
      assertEquals(first + 50, arrivals.highest());
    }
  }

  @Test
  void refusesAfterAKillWhatWasReleasedAndWhatWouldLeaveAGap() {
    long released = firstFrom(50, this::isLong) + 1;
    long handled = firstFrom(released + 5, sequence -> isLong(sequence + 1));
    assertThrows(
        Violation.class, () -> arrive(new Arrivals(popped, released, handled), released - 1));
    assertThrows(
        Violation.class, () -> arrive(new Arrivals(popped, released, handled), handled + 1));
  }

  @Test
  void keepsAllThatAnElementTooShortToTellCanBe() {
    long empty = firstFrom(0, this::isEmptyAndOneSoonAfterToo);
    long nextEmpty = firstFrom(empty + 1, this::isEmpty);
    Arrivals arrivals = new Arrivals(popped, empty, nextEmpty);
    arrive(arrivals, nextEmpty);
    assertEquals(empty + 1, arrivals.lowest());
    assertEquals(nextEmpty + 1, arrivals.highest());
    long afterwards = firstFrom(nextEmpty + 1, this::isLong);
    for (long sequence = nextEmpty + 1; sequence <= afterwards; sequence++) {
      arrive(arrivals, sequence);
    }
    assertEquals(afterwards + 1, arrivals.lowest());
    assertEquals(afterwards + 1, arrivals.highest());
  }

  @Test
  void refusesAJournalThatCannotBe() {
    assertThrows(Violation.class, () -> new Arrivals(popped, 6, 5));
    assertThrows(Violation.class, () -> new Arrivals(popped, 0, Arrivals.MAX_UNRELEASED + 1));
  }

  private void arrive(Arrivals arrivals, long sequence) {
    int length = pushed.length(sequence);
    place.putBytes(8, pushed.image(sequence), 0, length);
    arrivals.accept(place, 8, length);
  }

  private boolean isEmpty(long sequence) {
    return pushed.length(sequence) == 0;
  }

  private boolean isEmptyAndOneSoonAfterToo(long sequence) {
    return isEmpty(sequence)
        && firstFrom(sequence + 1, this::isEmpty) - sequence <= Arrivals.MAX_UNRELEASED;
  }

  private boolean isLong(long sequence) {
    return pushed.isUnmistakable(sequence);
  }

  private static long firstFrom(long start, LongPredicate wanted) {
    return LongStream.iterate(start, sequence -> sequence + 1)
        .filter(wanted)
        .findFirst()
        .orElseThrow();
  }
}
