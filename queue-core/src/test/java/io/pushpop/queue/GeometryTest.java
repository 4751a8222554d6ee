package io.pushpop.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class GeometryTest {

  @Test
  void oneSlotStaysEmpty() {
    assertEquals(7, Geometry.of(8, 64).capacity());
    assertEquals(1, Geometry.of(2, 16).capacity());
  }

  @Test
  void anElementTakesAtMostHalfTheRing() {
    assertEquals(8, Geometry.of(2, 16).maxLength());
    assertEquals(4 * 64 - 8, Geometry.of(8, 64).maxLength());
    assertEquals(56, Geometry.of(8, 64).slotPayload());
  }

  @Test
  void theRegionIsOnePageOfCountersAndTheSlots() {
    assertEquals(4096 + 8 * 64, Geometry.of(8, 64).regionLength());
    assertEquals(4096 + (1 << 30), Geometry.of(1 << 20, 1 << 10).regionLength());
    assertEquals((1 << 29) - 8, Geometry.of(2, 1 << 29).maxLength());
  }

  @Test
  void refusesWhatIsNoPowerOfTwoOrTooSmall() {
    assertMessage("slots must be a power of two, 2 or more: slots=1", 1, 64);
    assertMessage("slots must be a power of two, 2 or more: slots=100", 100, 64);
    assertMessage("slots must be a power of two, 2 or more: slots=-2147483648", 1 << 31, 64);
    assertMessage("slotSize must be a power of two, 16 or more: slotSize=8", 8, 8);
    assertMessage("slotSize must be a power of two, 16 or more: slotSize=48", 8, 48);
  }

  @Test
  void refusesARingBeyondTheRegion() {
    assertMessage(
        "slots * slotSize is too large: slots=1048576, slotSize=2048, product=2147483648,"
            + " maximum=1073741824; a region ends at 2 GiB, take fewer or smaller slots",
        1 << 20,
        1 << 11);
  }

  @Test
  void isAValue() {
    assertEquals(Geometry.of(8, 64), Geometry.of(8, 64));
    assertEquals(Geometry.of(8, 64).hashCode(), Geometry.of(8, 64).hashCode());
    assertNotEquals(Geometry.of(8, 64), Geometry.of(8, 32));
    assertEquals("slots=8, slotSize=64", Geometry.of(8, 64).toString());
  }

  private static void assertMessage(String expected, int slots, int slotSize) {
    assertEquals(
        expected,
        assertThrows(IllegalArgumentException.class, () -> Geometry.of(slots, slotSize))
            .getMessage());
  }
}
