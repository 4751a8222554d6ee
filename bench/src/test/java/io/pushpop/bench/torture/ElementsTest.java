package io.pushpop.bench.torture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pushpop.queue.Geometry;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ElementsTest {
  private static final Geometry GEOMETRY = Geometry.of(8, 64);

  @Test
  void haveEveryLengthThereIs() {
    Elements elements = new Elements(1, GEOMETRY, GEOMETRY.maxLength());
    assertEquals(
        IntStream.rangeClosed(0, GEOMETRY.maxLength()).boxed().toList(),
        LongStream.range(0, 20_000)
            .mapToInt(elements::length)
            .distinct()
            .sorted()
            .boxed()
            .toList());
  }

  @Test
  void areTheSameForTheSameSeedAlone() {
    Elements elements = new Elements(1, GEOMETRY, 200);
    Elements same = new Elements(1, GEOMETRY, 200);
    Elements others = new Elements(2, GEOMETRY, 200);
    long differing = 0;
    for (long sequence = 0; sequence < 1000; sequence++) {
      int length = elements.length(sequence);
      assertTrue(same.isElement(sequence, elements.image(sequence), 0, length));
      differing += others.isElement(sequence, elements.image(sequence), 0, length) ? 0 : 1;
    }
    assertTrue(differing > 950, "of 1000 differ " + differing);
  }

  @Test
  void areNotTheirNeighbours() {
    Elements elements = new Elements(3, GEOMETRY, 200);
    Elements others = new Elements(3, GEOMETRY, 200);
    for (long sequence = 0; sequence < 1000; sequence++) {
      if (elements.isUnmistakable(sequence)) {
        int length = elements.length(sequence);
        assertFalse(others.isElement(sequence + 1, elements.image(sequence), 0, length));
      }
    }
  }

  @Test
  void refuseALengthThatTheRingDoesNotTake() {
    IllegalArgumentException refusal =
        assertThrows(
            IllegalArgumentException.class,
            () -> new Elements(1, GEOMETRY, GEOMETRY.maxLength() + 1));
    assertEquals(
        "elements that can be told from each other, on a ring of slots=8, slotSize=64, have at most"
            + " 12 to 248 bytes: maxLength=249; take another length, or more or larger slots",
        refusal.getMessage());
  }
}
