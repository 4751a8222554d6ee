package io.pushpop.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.YieldingIdleStrategy;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Two threads, one ring, every byte checked; small rings are full and empty all the time. */
class TwoThreadsTest {
  private static final long TIMEOUT_SECONDS = 120;

  /** Bytes; longer ones would only test how fast bytes are written one by one. */
  private static final int LONGEST = 1000;

  @ParameterizedTest
  @CsvSource({"2, 16, 30000", "8, 64, 300000", "64, 32, 500000", "4096, 64, 2000000"})
  void everyElementArrivesOnceAndInOrder(int slots, int slotSize, int elements)
      throws InterruptedException, ExecutionException, TimeoutException {
    Queue queue = Queue.allocate(Geometry.of(slots, slotSize));
    CompletableFuture<Void> producer =
        CompletableFuture.runAsync(() -> produce(queue, elements), TwoThreadsTest::start);
    CompletableFuture<Long> consumer =
        CompletableFuture.supplyAsync(() -> consume(queue, elements), TwoThreadsTest::start);
    producer.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    assertEquals(elements, consumer.get(TIMEOUT_SECONDS, TimeUnit.SECONDS));
  }

  private static void produce(Queue queue, int elements) {
    int maxLength = Math.min(LONGEST, queue.geometry().maxLength());
    int slotPayload = queue.geometry().slotPayload();
    try (Push push = queue.push(yielding())) {
      for (int sequence = 0; sequence < elements; ) {
        if (sequence % 17 == 0 && elements - sequence > 3) {
          Batch batch = push.tryReserveBatch(Math.min(3, queue.geometry().capacity()));
          if (batch != null) {
            while (batch.remaining() > 0) {
              int length = lengthOf(sequence, slotPayload);
              write(batch.buffer(), batch.offset(), length, sequence++);
              batch.stage(length);
            }
            batch.push();
            continue;
          }
        }
        int length =
            sequence % 17 < 3 ? lengthOf(sequence, slotPayload) : lengthOf(sequence, maxLength);
        Permit permit = push.reserve(length);
        write(permit.buffer(), permit.offset(), length, sequence);
        if (sequence % 5 == 4) {
          permit.close();
          permit = push.reserve(length);
          write(permit.buffer(), permit.offset(), length, sequence);
        }
        permit.push(length);
        sequence++;
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static long consume(Queue queue, int elements) {
    long[] sequence = new long[1];
    ElementHandler check =
        (buffer, offset, length) -> {
          check(buffer, offset, length, sequence[0]);
          sequence[0]++;
        };
    try (Pop pop = queue.pop(yielding())) {
      while (!pop.isDrained()) {
        while (sequence[0] % 3 == 0 ? pop.drain(check, 100) > 0 : pop.tryPop(check)) {
          assertTrue(sequence[0] <= elements);
        }
        pop.pop(check, 1, TimeUnit.MILLISECONDS);
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return sequence[0];
  }

  private static EndOptions yielding() {
    return EndOptions.defaults().waitingWith(new YieldingIdleStrategy());
  }

  private static int lengthOf(long sequence, int maxLength) {
    long mixed = sequence * 0x9E3779B97F4A7C15L >>> 33;
    return (int) (mixed % 8 == 0 ? mixed % (maxLength + 1) : mixed % Math.min(57, maxLength + 1));
  }

  private static void write(MutableDirectBuffer buffer, int offset, int length, long sequence) {
    for (int i = 0; i < length; i++) {
      buffer.putByte(offset + i, (byte) (sequence * 31 + i));
    }
  }

  private static void check(DirectBuffer buffer, int offset, int length, long sequence) {
    for (int i = 0; i < length; i++) {
      if (buffer.getByte(offset + i) != (byte) (sequence * 31 + i)) {
        throw new AssertionError("element " + sequence + " is torn at byte " + i);
      }
    }
  }

  private static void start(Runnable task) {
    Thread thread = new Thread(task);
    thread.setDaemon(true);
    thread.start();
  }
}
