package io.pushpop.ipc;

import static io.pushpop.queue.RingLayout.ASLEEP;
import static io.pushpop.queue.RingLayout.POP_SLEEPS_OFFSET;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.pushpop.queue.ElementHandler;
import io.pushpop.queue.Geometry;
import io.pushpop.queue.Pop;
import io.pushpop.queue.Push;
import io.pushpop.queue.Waiter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * One thread that sleeps in the kernel for many ends of mapped files. A wake-up that is lost costs
 * a second, the bound of a sleep, and so whoever loses many of them comes too late.
 */
@Timeout(120)
final class WaiterParkingTest {
  private static final Geometry GEOMETRY = Geometry.of(8, 64);
  private static final ElementHandler IGNORE = (buffer, offset, length) -> {};

  @TempDir Path folder;
  private final List<QueueFile> files = new ArrayList<>();
  private final List<Long> seen = new ArrayList<>();
  private final UnsafeBuffer element = new UnsafeBuffer(new byte[Long.BYTES]);
  private Waiter waiter;

  @BeforeEach
  void start() {
    assumeTrue(
        Linux.futexWaitvMissing() == null,
        "this kernel has no sleep on many words: " + Linux.futexWaitvMissing());
    waiter = Waiter.start();
  }

  @AfterEach
  void close() {
    if (waiter != null) {
      waiter.close();
    }
    files.forEach(QueueFile::close);
  }

  @Test
  void whicheverOfManyPeersPublishesWakesTheOneThread() throws Exception {
    List<Push> pushes = new ArrayList<>();
    List<CompletableFuture<Void>> stages = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      QueueFile file = file();
      pushes.add(file.push());
      stages.add(waiter.popAsync(file.pop(), this::see));
    }
    for (int i = 99; i >= 0; i--) {
      awaitSleep(i);
      push(pushes.get(i), i);
      stages.get(i).get();
      assertEquals(100 - i, seen.size());
      assertEquals(i, seen.get(seen.size() - 1));
    }
  }

  @Test
  void moreThanTheKernelTakesAreWaitedForAllTheSame() throws Exception {
    List<Push> pushes = new ArrayList<>();
    List<CompletableFuture<Void>> stages = new ArrayList<>();
    for (int i = 0; i < 130; i++) {
      QueueFile file = file();
      pushes.add(file.push());
      stages.add(waiter.popAsync(file.pop(), this::see));
    }
    for (int i = 0; i < 130; i++) {
      push(pushes.get(i), i);
      stages.get(i).get();
    }
    assertEquals(130, seen.size());
  }

  @Test
  void aPeerInAnotherJvmWakesIt() throws Exception {
    QueueFile file = file();
    Pop pop = file.pop();
    file();
    CompletableFuture<Void> never = waiter.popAsync(files.get(1).pop(), IGNORE);
    CompletableFuture<Void> stage = waiter.popAsync(pop, this::seeInt);
    awaitSleep(0);
    try (ChildJvm child = ChildJvm.start(Child.class, "push-parked", path(0), 20)) {
      for (int i = 0; i < 20; i++) {
        stage.get();
        assertEquals(i, seen.get(i));
        stage = waiter.popAsync(pop, this::seeInt);
      }
      for (int i = 0; i < 20; i++) {
        child.expect("pushed " + i);
      }
      child.expect("done");
    }
    assertFalse(never.isDone());
  }

  @Test
  void aPermitIsThereOnceThePeerHasMadeRoom() throws Exception {
    QueueFile file = file();
    Push push = file.push();
    Pop pop = file.pop();
    for (int i = 0; i < GEOMETRY.capacity(); i++) {
      push(push, i);
    }
    CompletableFuture<Void> pushed =
        waiter
            .reserveAsync(push, Long.BYTES)
            .thenAccept(
                permit -> {
                  permit.buffer().putLong(permit.offset(), 7);
                  permit.push(Long.BYTES);
                });
    while (files.get(0).snapshot().depth() != GEOMETRY.capacity()) {
      Thread.onSpinWait();
    }
    assertTrue(pop.tryPop(this::see));
    assertNull(pushed.get());
    while (pop.tryPop(this::see)) {
      assertTrue(seen.size() <= 8, "seen=" + seen);
    }
    assertEquals(List.of(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L), seen);
  }

  /** Stages are given up at random moments, also while their thread is falling asleep for them. */
  @Test
  void aStormOfCancellationsAndWakeUpsLosesAndRepeatsNothing() throws Exception {
    int elements = 20_000;
    Random random = new Random(4711);
    Push push = file().push();
    Pop pop = files.get(0).pop();
    Pop quiet = file().pop();
    waiter.popAsync(quiet, IGNORE);
    CompletableFuture<Void> producer =
        CompletableFuture.runAsync(
            () -> {
              for (int i = 0; i < elements; i++) {
                element.putLong(0, i);
                while (!push.tryPush(element, 0, Long.BYTES)) {
                  Thread.yield();
                }
                if (i % 64 == 0) {
                  LockSupport.parkNanos(100_000);
                }
              }
            });
    int given = 0;
    long next = 0;
    while (next < elements) {
      CompletableFuture<Void> stage = waiter.popAsync(pop, this::see);
      if (random.nextInt(4) == 0) {
        LockSupport.parkNanos(random.nextInt(200_000));
      }
      if (random.nextInt(3) == 0 && stage.cancel(false)) {
        given++;
        // The end is this thread's, asleep if it comes to that.
        pop.pop(this::see, random.nextInt(200), TimeUnit.MICROSECONDS);
      } else {
        stage.get();
      }
      for (long sequence : seen) {
        assertEquals(next++, sequence);
      }
      seen.clear();
    }
    producer.get();
    assertFalse(pop.canPop());
    assertTrue(given > 100, "given up=" + given);
  }

  private QueueFile file() throws IOException {
    files.add(QueueFile.create(path(files.size()), GEOMETRY));
    return files.get(files.size() - 1);
  }

  private Path path(int i) {
    return folder.resolve("ring" + i);
  }

  private void push(Push push, long value) {
    element.putLong(0, value);
    assertTrue(push.tryPush(element, 0, Long.BYTES));
  }

  private void see(DirectBuffer buffer, int offset, int length) {
    seen.add(buffer.getLong(offset));
  }

  private void seeInt(DirectBuffer buffer, int offset, int length) {
    seen.add((long) buffer.getInt(offset));
  }

  /** Waits until the waiter has raised the flag of a pop end. */
  private void awaitSleep(int i) throws IOException {
    RingFile file = RingFile.open(path(i));
    while (file.region().getIntAcquire(POP_SLEEPS_OFFSET) != ASLEEP) {
      Thread.onSpinWait();
    }
    file.release();
  }
}
