package io.pushpop.bench.torture;

import io.pushpop.queue.Geometry;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every way to push and pop that the torture has, on one thread; each byte is checked there. */
class MannersTest {
  @ParameterizedTest
  @CsvSource({"4, 32", "8, 32", "8, 64", "16, 32", "32, 16", "1024, 64"})
  void carryElementsOfAllLengths(int slots, int slotSize) throws InterruptedException {
    Geometry geometry = Geometry.of(slots, slotSize);
    for (long seed = 1; seed <= 3; seed++) {
      WarmUp.run(
          geometry, new Traffic(seed, Math.min(2000, geometry.maxLength()), Long.MAX_VALUE, true));
    }
  }
}
