package io.pushpop.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** The hot paths allocate nothing: not little, nothing. */
class AllocationTest {
  private static final int OPERATIONS = 1_000_000;
  private final com.sun.management.ThreadMXBean threads =
      (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
  private final Queue queue = Queue.allocate(Geometry.of(64, 64));
  private final Push push = queue.push();
  private final Pop pop = queue.pop();
  private final UnsafeBuffer source = new UnsafeBuffer(new byte[400]);
  private long sum;
  private final ElementHandler handler = (buffer, offset, length) -> sum += length;

  @Test
  void aPushAndAPopOfOneSlotAllocateNothing() {
    assertAllocatesNothing(
        () -> {
          Permit permit = push.tryReserve();
          permit.buffer().putLong(permit.offset(), sum);
          permit.push(Long.BYTES);
          assertTrue(pop.tryPop(handler));
        });
  }

  @Test
  void aPushAndAPopOverSeveralSlotsAllocateNothing() {
    assertAllocatesNothing(
        () -> {
          assertTrue(push.tryPush(source, 0, 400));
          assertTrue(pop.tryPop(handler));
        });
  }

  @Test
  void batchesAndDrainsAllocateNothing() {
    assertAllocatesNothing(
        () -> {
          Batch batch = push.tryReserveBatch(4);
          while (batch.remaining() > 0) {
            batch.buffer().putLong(batch.offset(), sum);
            batch.stage(Long.BYTES);
          }
          batch.push();
          assertEquals(4, pop.drain(handler, 10));
        });
  }

  @Test
  void aTurnOfAGroupAllocatesNothing() {
    PopGroup group = new PopGroup(8);
    group.add(pop, handler);
    assertAllocatesNothing(
        () -> {
          assertTrue(push.tryPush(source, 0, Long.BYTES));
          assertEquals(1, group.poll());
        });
  }

  @Test
  void givenUpPermitsPeeksAndLooksAllocateNothing() {
    assertAllocatesNothing(
        () -> {
          push.tryReserve(200).close();
          assertTrue(push.tryPush(source, 0, 20));
          pop.tryPeek().close();
          Element element = pop.tryPeek();
          sum += element.length();
          element.pop();
          pop.canPop();
        });
  }

  @Test
  void skipsAllocateNothing() {
    assertAllocatesNothing(
        () -> {
          for (int i = 0; i < 4; i++) {
            assertTrue(push.tryPush(source, 0, 40 * i));
          }
          assertEquals(1, pop.skip(1));
          assertEquals(2, pop.skipToLatest());
          assertTrue(pop.tryPop(handler));
        });
  }

  @Test
  void anUncontendedWaitAllocatesNothing() {
    assertAllocatesNothing(
        () -> {
          try {
            push.reserve(8).push(8);
            pop.pop(handler, 1, TimeUnit.SECONDS);
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        });
  }

  @Test
  void waitsThatTimeOutAllocateNothing() {
    assertAllocatesNothing(
        () -> {
          try {
            pop.pop(handler, 1, TimeUnit.NANOSECONDS);
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        });
  }

  private void assertAllocatesNothing(Runnable operation) {
    for (int i = 0; i < OPERATIONS; i++) {
      operation.run();
    }
    long thread = Thread.currentThread().getId();
    long idle = threads.getThreadAllocatedBytes(thread);
    idle = threads.getThreadAllocatedBytes(thread) - idle;
    long before = threads.getThreadAllocatedBytes(thread);
    for (int i = 0; i < OPERATIONS; i++) {
      operation.run();
    }
    long allocated = threads.getThreadAllocatedBytes(thread) - before;
    assertEquals(0, allocated - idle, "bytes for " + OPERATIONS + " operations");
  }
}
