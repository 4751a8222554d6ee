package io.pushpop.bench.contest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CompletableFuture;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class GaugeTest {
  @Test
  void bothSidesReadTheSame() {
    UnsafeBuffer shared = new UnsafeBuffer(new byte[1024]);
    CompletableFuture<Double> second =
        CompletableFuture.supplyAsync(() -> new Gauge(shared, false).read());
    double first = new Gauge(shared, true).read();
    assertEquals(first, second.join());
    assertTrue(first > 0 && first < Double.MAX_VALUE, "first=" + first);
  }
}
