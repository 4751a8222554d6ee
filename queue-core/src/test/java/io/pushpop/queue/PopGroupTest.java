package io.pushpop.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.YieldingIdleStrategy;
import org.junit.jupiter.api.Test;

/** What a group of pop ends promises, in one thread and in several. */
class PopGroupTest {
  private static final int FEEDS = 8;
  private static final long TIMEOUT_SECONDS = 120;

  private final UnsafeBuffer source = new UnsafeBuffer(new byte[Long.BYTES]);
  private final List<String> seen = new ArrayList<>();

  @Test
  void everyEndIsDrainedOncePerTurnAndEachTurnBeginsWithAnother() {
    PopGroup group = new PopGroup(2);
    for (String name : List.of("a", "b", "c")) {
      addFeed(group, name, 5);
    }
    assertEquals(6, group.poll());
    assertEquals(6, group.poll());
    assertEquals(3, group.poll());
    assertEquals(0, group.poll());
    assertEquals(
        List.of(
            "a0", "a1", "b0", "b1", "c0", "c1", "b2", "b3", "c2", "c3", "a2", "a3", "c4", "a4",
            "b4"),
        seen);
  }

  @Test
  void aGroupWithoutMembersHasNothingToDo() {
    PopGroup group = new PopGroup(1);
    assertEquals(0, group.poll());
    assertEquals(0, group.doWork());
    assertEquals(0, group.size());
    assertEquals("pushpop", group.roleName());
  }

  @Test
  void anEndThatIsRemovedKeepsItsElementsAndStaysOpen() {
    PopGroup group = new PopGroup(1);
    Pop a = addFeed(group, "a", 3);
    Pop b = addFeed(group, "b", 3);
    group.poll();
    assertTrue(group.remove(a));
    assertFalse(group.remove(a));
    assertEquals(1, group.size());
    assertEquals(1, group.poll());
    assertTrue(a.tryPop((buffer, offset, length) -> seen.add("own" + buffer.getLong(offset))));
    assertEquals(List.of("a0", "b0", "b1", "own1"), seen);
    assertEquals(2, b.position());
  }

  @Test
  void aHandlerMayRemoveAndCloseAnotherEndAndRemoveItsOwn() {
    PopGroup group = new PopGroup(10);
    List<Pop> others = new ArrayList<>();
    Pop first = queueOf(3).pop();
    group.add(
        first,
        (buffer, offset, length) -> {
          seen.add("first" + buffer.getLong(offset));
          group.remove(first);
          for (Pop other : others) {
            group.remove(other);
            other.close();
          }
        });
    others.add(addFeed(group, "other", 3));
    assertEquals(3, group.poll(), "the turn of an end goes on to its limit");
    assertEquals(0, group.size());
    assertEquals(0, group.poll());
    assertEquals(List.of("first0", "first1", "first2"), seen);
  }

  @Test
  void anEndIsAMemberOnce() {
    PopGroup group = new PopGroup(1);
    Pop pop = addFeed(group, "a", 0);
    IllegalArgumentException twice =
        assertThrows(IllegalArgumentException.class, () -> group.add(pop, (b, o, l) -> {}));
    assertEquals(
        "this pop end is in the group already; remove it first to give it another handler",
        twice.getMessage());
    IllegalArgumentException none =
        assertThrows(IllegalArgumentException.class, () -> new PopGroup(0));
    assertEquals("a turn has 1 element or more: limit=0", none.getMessage());
  }

  @Test
  void aHandlerThatThrowsCostsNothingAndDoesNotStopTheOthers() {
    PopGroup group = new PopGroup(1);
    IllegalStateException poison = new IllegalStateException("poison");
    Pop poisoned = queueOf(1).pop();
    group.add(
        poisoned,
        (buffer, offset, length) -> {
          throw poison;
        });
    addFeed(group, "b", 2);
    assertSame(poison, assertThrows(IllegalStateException.class, group::poll));
    assertSame(poison, assertThrows(IllegalStateException.class, group::poll));
    assertEquals(List.of("b0"), seen);
    assertTrue(poisoned.canPop());
  }

  @Test
  void eightFeedsAreServedFairlyAndLoseNothing()
      throws InterruptedException, ExecutionException, TimeoutException {
    int elements = 200_000;
    PopGroup group = new PopGroup(16);
    long[] next = new long[FEEDS];
    List<CompletableFuture<Void>> producers = new ArrayList<>();
    for (int feed = 0; feed < FEEDS; feed++) {
      int mine = feed;
      Queue queue = Queue.allocate(Geometry.of(64, 64));
      group.add(
          queue.pop(),
          (buffer, offset, length) -> assertEquals(next[mine]++, buffer.getLong(offset)));
      producers.add(CompletableFuture.runAsync(() -> produce(queue, elements), this::start));
    }
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(TIMEOUT_SECONDS);
    long popped = 0;
    while (popped < (long) FEEDS * elements) {
      popped += group.poll();
      assertTrue(System.nanoTime() - deadline < 0, "nothing comes any more");
    }
    for (CompletableFuture<Void> producer : producers) {
      producer.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    }
    for (long arrived : next) {
      assertEquals(elements, arrived);
    }
  }

  @Test
  void feedsThatAlwaysHaveElementsGetTheSameShare() {
    PopGroup group = new PopGroup(16);
    long[] popped = new long[FEEDS];
    List<Push> pushes = new ArrayList<>();
    for (int feed = 0; feed < FEEDS; feed++) {
      int mine = feed;
      Queue queue = Queue.allocate(Geometry.of(64, 64));
      pushes.add(queue.push());
      group.add(queue.pop(), (buffer, offset, length) -> popped[mine]++);
    }
    long pushed = 0;
    for (int turn = 0; turn < 1_000; turn++) {
      for (Push push : pushes) {
        while (push.tryPush(source, 0, Long.BYTES)) {
          pushed++;
        }
      }
      group.poll();
    }
    long sum = 0;
    for (long share : popped) {
      assertEquals(popped[0], share);
      sum += share;
    }
    assertTrue(sum > FEEDS * 15_000L && sum < pushed, "popped=" + sum + ", pushed=" + pushed);
  }

  @Test
  void membersComeAndGoWhileAnotherThreadPolls() throws InterruptedException {
    PopGroup group = new PopGroup(4);
    List<Throwable> errors = new ArrayList<>();
    long[] resident = new long[1];
    Queue stays = Queue.allocate(Geometry.of(64, 64));
    group.add(
        stays.pop(),
        (buffer, offset, length) -> assertEquals(resident[0]++, buffer.getLong(offset)));
    try (AgentRunner runner =
        new AgentRunner(new YieldingIdleStrategy(), errors::add, null, group)) {
      AgentRunner.startOnThread(runner);
      try (Push push = stays.push()) {
        for (int i = 0; i < 2_000; i++) {
          Pop guest = queueOf(3).pop();
          group.add(guest, (buffer, offset, length) -> {});
          source.putLong(0, i);
          while (!push.tryPush(source, 0, Long.BYTES)) {
            Thread.yield();
          }
          assertTrue(group.remove(guest));
        }
      }
    }
    assertEquals(List.of(), errors);
    while (group.poll() > 0) {
      assertEquals(1, group.size());
    }
    assertEquals(2_000, resident[0]);
  }

  private Pop addFeed(PopGroup group, String name, int elements) {
    Pop pop = queueOf(elements).pop();
    group.add(pop, (buffer, offset, length) -> seen.add(name + buffer.getLong(offset)));
    return pop;
  }

  private Queue queueOf(int elements) {
    Queue queue = Queue.allocate(Geometry.of(64, 64));
    produce(queue, elements);
    return queue;
  }

  private static void produce(Queue queue, int elements) {
    UnsafeBuffer element = new UnsafeBuffer(new byte[Long.BYTES]);
    try (Push push = queue.push()) {
      for (int i = 0; i < elements; i++) {
        element.putLong(0, i);
        while (!push.tryPush(element, 0, Long.BYTES)) {
          Thread.yield();
        }
      }
    }
  }

  private void start(Runnable task) {
    Thread thread = new Thread(task, "feed");
    thread.setDaemon(true);
    thread.start();
  }
}
