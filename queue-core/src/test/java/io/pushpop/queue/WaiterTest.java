package io.pushpop.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.YieldingIdleStrategy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Stages complete with what they wait for, or are given up and have changed nothing. */
class WaiterTest {
  private static final long TIMEOUT_SECONDS = 60;

  private final Waiter waiter = Waiter.start(new YieldingIdleStrategy());
  private final Queue queue = Queue.allocate(Geometry.of(8, 64));
  private final Push push = queue.push();
  private final Pop pop = queue.pop();
  private final UnsafeBuffer source = new UnsafeBuffer(new byte[Long.BYTES]);
  private final List<Long> seen = new ArrayList<>();

  @AfterEach
  void close() {
    waiter.close();
  }

  @Test
  void aStageCompletesWhenAnElementHasCome() throws Exception {
    CompletableFuture<Void> stage = waiter.popAsync(pop, this::see);
    assertFalse(stage.isDone());
    push(7);
    assertNull(await(stage));
    assertEquals(List.of(7L), seen);
    assertFalse(pop.canPop());
  }

  @Test
  void aStageCompletesWithAPermitWhenThereIsRoom() throws Exception {
    fill();
    CompletableFuture<Permit> stage = waiter.reserveAsync(push, Long.BYTES);
    assertFalse(stage.isDone());
    assertTrue(pop.tryPop(this::see));
    Permit permit = await(stage);
    permit.buffer().putLong(permit.offset(), 41);
    permit.push(Long.BYTES);
    while (pop.tryPop(this::see)) {
      assertTrue(seen.size() <= 8);
    }
    assertEquals(41L, seen.get(seen.size() - 1));
    assertTrue(push.canPush());
  }

  @Test
  void aStageThatIsCancelledPopsNothing() throws Exception {
    CompletableFuture<Void> stage = waiter.popAsync(pop, this::see);
    assertTrue(stage.cancel(true));
    assertTrue(stage.isCancelled());
    push(7);
    assertTrue(pop.tryPop(this::see), "the end is free at once");
    assertEquals(List.of(7L), seen);
  }

  @Test
  void aStageThatIsTimedOutReservesNothing() {
    fill();
    CompletableFuture<Permit> stage =
        waiter.reserveAsync(push, Long.BYTES).orTimeout(1, TimeUnit.MILLISECONDS);
    ExecutionException over = assertThrows(ExecutionException.class, () -> await(stage));
    assertInstanceOf(TimeoutException.class, over.getCause());
    pop.drain(this::see, 1);
    assertTrue(push.tryPush(source, 0, Long.BYTES), "no permit is open");
  }

  @Test
  void aHandlerThatThrowsFailsItsStageAndLeavesTheElement() throws Exception {
    IllegalStateException poison = new IllegalStateException("poison");
    push(7);
    CompletableFuture<Void> stage =
        waiter.popAsync(
            pop,
            (buffer, offset, length) -> {
              throw poison;
            });
    ExecutionException failed = assertThrows(ExecutionException.class, () -> await(stage));
    assertSame(poison, failed.getCause());
    await(waiter.popAsync(pop, this::see));
    assertEquals(List.of(7L), seen);
  }

  @Test
  void aLengthThatCannotBeFailsItsStage() {
    CompletableFuture<Permit> stage = waiter.reserveAsync(push, -1);
    ExecutionException failed = assertThrows(ExecutionException.class, () -> await(stage));
    assertInstanceOf(IllegalArgumentException.class, failed.getCause());
    assertTrue(push.tryPush(source, 0, Long.BYTES));
  }

  @Test
  void closingGivesUpWhatIsPending() {
    CompletableFuture<Void> stage = waiter.popAsync(pop, this::see);
    waiter.close();
    assertThrows(CancellationException.class, () -> await(stage));
    push(7);
    assertTrue(pop.tryPop(this::see));
    IllegalStateException late =
        assertThrows(IllegalStateException.class, () -> waiter.popAsync(pop, this::see));
    assertEquals("this waiter is closed; start another", late.getMessage());
  }

  @Test
  void whoInterruptsTheThreadEndsIt() throws Exception {
    push(7);
    await(waiter.popAsync(pop, (buffer, offset, length) -> Thread.currentThread().interrupt()));
    while (true) {
      CompletableFuture<Void> stage;
      try {
        stage = waiter.popAsync(pop, this::see);
      } catch (IllegalStateException over) {
        assertEquals("this waiter is closed; start another", over.getMessage());
        return;
      }
      // Added before the thread ended, and given up with it.
      assertThrows(CancellationException.class, () -> await(stage));
    }
  }

  @Test
  void aSleepThatFailsEndsTheThreadAndGivesUpWhatIsPending() throws Exception {
    TestRegion region = new TestRegion(Geometry.of(8, 64));
    CompletableFuture<Void> added = new CompletableFuture<>();
    Attachment failing =
        new Attachment() {
          @Override
          public PeerState peer() {
            return region.peer.get();
          }

          @Override
          public void closed() {}

          @Override
          public boolean wakes() {
            return true;
          }

          @Override
          public boolean sleepsJointly() {
            return true;
          }

          @Override
          public JointSleep jointSleep() {
            added.join();
            throw new OutOfMemoryError("a sleep that fails: this test means to");
          }
        };
    Pop quiet = Pop.attach(region.memory, region.geometry, EndOptions.defaults(), failing);
    try (Waiter sleeping = Waiter.start()) {
      CompletableFuture<Void> stage = sleeping.popAsync(quiet, this::see);
      added.complete(null);
      assertThrows(CancellationException.class, () -> await(stage));
      IllegalStateException late =
          assertThrows(IllegalStateException.class, () -> sleeping.popAsync(quiet, this::see));
      assertEquals("this waiter is closed; start another", late.getMessage());
    }
  }

  @Test
  void manyEndsWaitOnOneThread() throws Exception {
    List<CompletableFuture<Void>> stages = new ArrayList<>();
    List<Push> pushes = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      Queue one = Queue.allocate(Geometry.of(2, 16));
      pushes.add(one.push());
      stages.add(waiter.popAsync(one.pop(), this::see));
    }
    for (int i = 99; i >= 0; i--) {
      source.putLong(0, i);
      assertTrue(pushes.get(i).tryPush(source, 0, Long.BYTES));
      await(stages.get(i));
      assertEquals(100 - i, seen.size());
    }
  }

  @Test
  void aStormOfCancellationsLosesAndRepeatsNothing() throws Exception {
    int elements = 20_000;
    Random random = new Random(4711);
    CompletableFuture<Void> producer =
        CompletableFuture.runAsync(
            () -> {
              for (int i = 0; i < elements; i++) {
                source.putLong(0, i);
                while (!push.tryPush(source, 0, Long.BYTES)) {
                  Thread.yield();
                }
              }
            });
    int given = 0;
    long next = 0;
    while (next < elements) {
      CompletableFuture<Void> stage = waiter.popAsync(pop, this::see);
      for (int spins = random.nextInt(200); spins > 0; spins--) {
        Thread.onSpinWait();
      }
      if (stage.cancel(false)) {
        given++;
        if (random.nextBoolean()) {
          pop.tryPop(this::see);
        }
      } else {
        await(stage);
      }
      for (long sequence : seen) {
        assertEquals(next++, sequence);
      }
      seen.clear();
    }
    await(producer);
    assertFalse(pop.canPop());
    assertTrue(given > 100, "abandoned=" + given);
  }

  private void fill() {
    while (push.tryPush(source, 0, Long.BYTES)) {
      assertTrue(push.position() <= 8);
    }
  }

  private void push(long value) {
    source.putLong(0, value);
    assertTrue(push.tryPush(source, 0, Long.BYTES));
  }

  private void see(DirectBuffer buffer, int offset, int length) {
    seen.add(buffer.getLong(offset));
  }

  private static <T> T await(CompletableFuture<T> stage) throws Exception {
    return stage.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
  }
}
