package io.pushpop.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/**
 * The hot paths allocate nothing: not little, nothing.
 *
 * <p>What the JVM itself allocates on a thread that asks for a method to be compiled by C2, the
 * strings in the constant pool of that method's class, is allocated once. So a round with bytes is
 * followed by another one; whatever allocates goes on to.
 */
class AllocationTest {
  private static final int OPERATIONS = 1_000_000;

  /** At the most: more than there are classes that are compiled for the first time. */
  private static final int ROUNDS = 8;

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
  void readingAheadAndMarkingAllocateNothing() {
    assertAllocatesNothing(
        () -> {
          for (int i = 0; i < 4; i++) {
            push.mark(sum);
            assertTrue(push.tryPush(source, 0, 40 * i));
          }
          pop.tryRead(pop.position(), handler);
          long at = pop.position();
          for (int i = 0; i < 4; i++) {
            at = pop.tryRead(at, handler);
            pop.popTo(i == 1 ? at : pop.position());
          }
          assertEquals(at, pop.tryRead(at, handler));
          pop.popTo(at);
          pop.userWord(push.mark());
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

  @Test
  void droppingAllocatesNothing() {
    assertSurplusAllocatesNothing(EndOptions.defaults().whenFull(Overflow.DROP_NEWEST));
  }

  @Test
  void conflatingAllocatesNothing() {
    assertSurplusAllocatesNothing(
        EndOptions.defaults()
            .conflating(
                ConflationOptions.byKey((buffer, offset, length) -> buffer.getLong(offset), 16)
                    .withLongest(400)));
  }

  private void assertSurplusAllocatesNothing(EndOptions policy) {
    push.close();
    Push losing = queue.push(policy);
    ElementHandler counting =
        new ElementHandler() {
          @Override
          public void onGap(long position, long lost) {
            sum += lost;
          }

          @Override
          public void onElement(DirectBuffer buffer, int offset, int length) {
            sum++;
          }
        };
    long[] pushed = new long[1];
    assertAllocatesNothing(
        () -> {
          source.putLong(0, pushed[0]++ & 15);
          losing.tryPush(source, 0, (pushed[0] & 7) == 0 ? 400 : 8);
          Permit permit = losing.tryReserve();
          permit.buffer().putLong(permit.offset(), pushed[0]++ & 15);
          permit.push(Long.BYTES);
          if ((pushed[0] & 127) == 0) {
            pop.drain(counting, 100);
            losing.flush();
          }
        });
    assertTrue(pop.losses().lost() > OPERATIONS / 2, () -> pop.losses().toString());
    while (pop.drain(counting, 100) > 0 | !losing.flush()) {
      // until all is told of that can be told of
    }
    assertEquals(pushed[0], sum + pop.losses().lost() - pop.losses().told());
  }

  private void assertAllocatesNothing(Runnable operation) {
    run(operation);
    List<Long> rounds = new ArrayList<>();
    do {
      long before = threads.getCurrentThreadAllocatedBytes();
      run(operation);
      rounds.add(threads.getCurrentThreadAllocatedBytes() - before);
    } while (rounds.get(rounds.size() - 1) > 0 && rounds.size() < ROUNDS);
    assertTrue(
        rounds.contains(0L),
        () -> "bytes for " + OPERATIONS + " operations, of each round: " + rounds);
  }

  private static void run(Runnable operation) {
    for (int i = 0; i < OPERATIONS; i++) {
      operation.run();
    }
  }
}
