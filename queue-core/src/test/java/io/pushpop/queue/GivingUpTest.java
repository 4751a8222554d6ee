package io.pushpop.queue;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.BusySpinIdleStrategy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Waits that are given up at random, by time and by interruption. How many: the property {@code
 * givingUp.times}.
 */
class GivingUpTest {
  private static final long TIMES = Long.getLong("givingUp.times", 100_000);
  private static final long SEED = Long.getLong("givingUp.seed", 7);
  private static final long PATIENCE_SECONDS = 60 + TIMES / 1000;
  private static final int LONGEST_NANOS = 3_000;

  /** How an end waits. */
  enum Way {
    SPINNING(EndOptions.defaults().waitingWith(BusySpinIdleStrategy.INSTANCE)),
    PARKING(EndOptions.parking(Duration.ZERO)),
    SPINNING_THEN_PARKING(EndOptions.parking(Duration.ofNanos(LONGEST_NANOS / 2)));

    private final EndOptions options;

    Way(EndOptions options) {
      this.options = options;
    }
  }

  /** Sleeps for no time, and is woken, or interrupted, or not to be woken, as it happens. */
  private static final class Restless implements Attachment {
    private final Random random;

    Restless(Random random) {
      this.random = random;
    }

    @Override
    public PeerState peer() {
      return new PeerState(PeerState.State.ABSENT, 0);
    }

    @Override
    public void closed() {}

    @Override
    public boolean wakes() {
      return random.nextInt(8) > 0;
    }

    @Override
    public void park(int offset, int value, long nanos) {
      if (random.nextInt(8) == 0) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aWaitThatIsGivenUpHasChangedNothingSharedOrPrivate(Way way) throws InterruptedException {
    Random random = new Random(SEED);
    TestRegion region = new TestRegion(Geometry.of(4, 32));
    Restless restless = new Restless(random);
    Push push = Push.attach(region.memory, region.geometry, way.options, restless);
    Pop pop = Pop.attach(region.memory, region.geometry, way.options, restless);
    Deque<Integer> inside = new ArrayDeque<>();
    for (long givenUp = 0; givenUp < TIMES; ) {
      int length = random.nextInt(region.geometry.maxLength() + 1);
      if (random.nextBoolean()) {
        if (push.canPush(length)) {
          push.reserve(length).push(length);
          inside.add(length);
        } else {
          assertNull(push.reserve(length, 0, TimeUnit.DAYS));
          byte[] before = region.copy();
          PrivateState state = PrivateState.of(push);
          giveUp(random, nanos -> push.reserve(length, nanos, TimeUnit.NANOSECONDS) != null);
          assertEquals(state, PrivateState.of(push));
          assertArrayEquals(before, region.copy());
          givenUp++;
        }
      } else if (!inside.isEmpty()) {
        int expected = inside.remove();
        pop.pop((buffer, offset, found) -> assertEquals(expected, found));
      } else {
        assertFalse(pop.pop(GivingUpTest::fail, 0, TimeUnit.DAYS));
        byte[] before = region.copy();
        PrivateState state = PrivateState.of(pop);
        giveUp(random, nanos -> pop.pop(GivingUpTest::fail, nanos, TimeUnit.NANOSECONDS));
        assertEquals(state, PrivateState.of(pop));
        assertArrayEquals(before, region.copy());
        givenUp++;
      }
    }
  }

  private interface Waiting {
    boolean succeeds(long nanos) throws InterruptedException;
  }

  private static void giveUp(Random random, Waiting waiting) {
    if (random.nextBoolean()) {
      Thread.currentThread().interrupt();
      assertThrows(InterruptedException.class, () -> waiting.succeeds(Long.MAX_VALUE));
      return;
    }
    try {
      assertFalse(waiting.succeeds(random.nextInt(LONGEST_NANOS)));
    } catch (InterruptedException e) {
      // By the attachment, in its sleep.
    }
    // It may have done so in its last sleep too, and then the time was over first.
    Thread.interrupted();
  }

  private static void fail(DirectBuffer buffer, int offset, int length) {
    throw new AssertionError("there is no element");
  }

  @ParameterizedTest
  @EnumSource
  void eitherEndGivesUpAgainAndAgainAndEveryElementArrivesOnce(Way way) throws Exception {
    Queue queue = Queue.allocate(Geometry.of(2, 32));
    Storm storm = new Storm();
    CompletableFuture<Long> producer =
        CompletableFuture.supplyAsync(() -> storm.produce(queue, way), GivingUpTest::start);
    CompletableFuture<Long> consumer =
        CompletableFuture.supplyAsync(() -> storm.consume(queue, way), GivingUpTest::start);
    long pushed = producer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    assertEquals(pushed, consumer.get(PATIENCE_SECONDS, TimeUnit.SECONDS));
    assertTrue(pushed > 0);
  }

  private static void start(Runnable task) {
    Thread thread = new Thread(task);
    thread.setDaemon(true);
    thread.start();
  }

  /** Two ends that wait for each other without patience. */
  private static final class Storm {
    private final AtomicLong pushGivenUp = new AtomicLong();
    private final AtomicLong popGivenUp = new AtomicLong();

    private boolean goesOn() {
      return pushGivenUp.get() < TIMES / 3 || popGivenUp.get() < TIMES / 3;
    }

    long produce(Queue queue, Way way) {
      Random random = new Random(SEED);
      long next = 0;
      try (Push push = queue.push(way.options)) {
        while (goesOn()) {
          try {
            Permit permit = push.reserve(Long.BYTES, patience(random), TimeUnit.NANOSECONDS);
            if (permit != null) {
              permit.buffer().putLong(permit.offset(), next++);
              permit.push(Long.BYTES);
            } else {
              pushGivenUp.incrementAndGet();
            }
          } catch (InterruptedException e) {
            pushGivenUp.incrementAndGet();
          }
          dawdle(random);
        }
      }
      return next;
    }

    long consume(Queue queue, Way way) {
      Random random = new Random(~SEED);
      long[] next = new long[1];
      ElementHandler inOrder =
          (buffer, offset, length) -> assertEquals(next[0], buffer.getLong(offset));
      try (Pop pop = queue.pop(way.options)) {
        while (!pop.isDrained()) {
          try {
            if (pop.pop(inOrder, patience(random), TimeUnit.NANOSECONDS)) {
              next[0]++;
            } else {
              popGivenUp.incrementAndGet();
            }
          } catch (InterruptedException e) {
            popGivenUp.incrementAndGet();
          }
          dawdle(random);
        }
      }
      return next[0];
    }

    private static long patience(Random random) {
      Thread.interrupted();
      if (random.nextInt(4) == 0) {
        Thread.currentThread().interrupt();
      }
      return random.nextInt(LONGEST_NANOS);
    }

    /** So that the other end has to wait. */
    private static void dawdle(Random random) {
      Thread.interrupted();
      if (random.nextInt(64) == 0) {
        LockSupport.parkNanos(1);
      }
    }
  }

  @Test
  void whoGivesUpMayAskAgainAtOnce() throws InterruptedException {
    Queue queue = Queue.allocate(Geometry.of(2, 32));
    Push push = queue.push();
    push.reserve().push(0);
    for (int i = 0; i < 100; i++) {
      assertNull(push.reserve(1, TimeUnit.MICROSECONDS));
    }
    queue.pop().tryPop((buffer, offset, length) -> {});
    assertNotNull(push.reserve(1, TimeUnit.MICROSECONDS));
  }
}
