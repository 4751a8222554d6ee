package io.pushpop.ipc.bridge;

import io.pushpop.ipc.Allocation;
import io.pushpop.queue.ElementHandler;
import io.pushpop.queue.Geometry;
import java.io.IOException;
import java.nio.file.Path;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A bridge that is at work allocates nothing. */
final class BridgeAllocationTest {
  private static final int WARM_UP = 20_000;
  private static final int COUNT = 20_000;

  /** Longer than a parcel, so that all ways of sending are gone. */
  private static final int LONG_LENGTH = 7_000;

  @TempDir Path folder;

  private final UnsafeBuffer element = new UnsafeBuffer(new byte[LONG_LENGTH]);
  private int pushed;
  private int popped;
  private final ElementHandler count = (buffer, offset, length) -> popped++;

  @Test
  void aTurnOfEachSideAllocatesNothing() throws IOException {
    try (Crossing crossing = new Crossing(folder, Geometry.of(256, 64), Geometry.of(256, 64))) {
      crossing.channel = "aeron:ipc?term-length=64k";
      crossing.send();
      crossing.receive();
      carry(crossing, WARM_UP);
      // Every 20 ms without an element it is asked whether its producer is gone, which allocates.
      long now = System.nanoTime();
      crossing.clock = () -> now;
      Allocation.assertNone(() -> carry(crossing, popped + COUNT));
    }
  }

  private void carry(Crossing crossing, int goal) {
    while (popped < goal) {
      while (pushed < goal && crossing.producer.tryPush(element, 0, length(pushed))) {
        pushed++;
      }
      crossing.sender.doWork();
      crossing.receiver.doWork();
      crossing.consumer.drain(count, 100);
    }
  }

  /** One now and then alone, of several frames; the others in parcels. */
  private static int length(int number) {
    return number % 50 == 0 ? LONG_LENGTH : number % 100;
  }
}
