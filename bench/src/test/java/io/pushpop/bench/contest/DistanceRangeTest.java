package io.pushpop.bench.contest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DistanceRangeTest {
  @Test
  void bothReadingsHaveToLieWithinIt() {
    DistanceRange range = DistanceRange.parse("150-400");
    assertTrue(range.contains(new Distance(150, 400)));
    assertFalse(range.contains(new Distance(149.9, 200)));
    assertFalse(range.contains(new Distance(200, 400.1)));
    assertTrue(DistanceRange.ANY.contains(new Distance(0, 1e9)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "150", "150-", "-150", "a-b", "150..400", "1-99999999999"})
  void whatIsNoRangeIsRefused(String words) {
    assertEquals(
        "'" + words + "' is no range of nanoseconds; expected one such as 150-400",
        assertThrows(IllegalArgumentException.class, () -> DistanceRange.parse(words))
            .getMessage());
  }

  @Test
  void aRangeGoesFromLowToHigh() {
    assertEquals(
        "a range goes from low to high: low=400, high=150",
        assertThrows(IllegalArgumentException.class, () -> DistanceRange.parse("400-150"))
            .getMessage());
  }
}
