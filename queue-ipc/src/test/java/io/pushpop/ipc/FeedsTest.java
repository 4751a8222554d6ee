package io.pushpop.ipc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.pushpop.queue.ElementHandler;
import io.pushpop.queue.Geometry;
import io.pushpop.queue.Permit;
import io.pushpop.queue.Pop;
import io.pushpop.queue.PopGroup;
import io.pushpop.queue.Push;
import io.pushpop.queue.RingView;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several feeds, each a JVM with a ring file of its own, and one strategy thread that pops all. */
final class FeedsTest {
  private static final int ELEMENTS = 200_000;
  private static final int LIMIT = 64;
  private static final Geometry GEOMETRY = Geometry.of(1024, 64);
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(120);
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @TempDir Path folder;
  private final PopGroup group = new PopGroup(LIMIT);
  private final List<Feed> feeds = new ArrayList<>();
  private final long deadline = System.nanoTime() + PATIENCE_NANOS;

  /** The feed's JVM: fills its ring, says so, and goes on whenever there is room. */
  static final class Producer {
    private Producer() {}

    public static void main(String[] arguments) throws Exception {
      try (QueueFile file = QueueFile.open(Path.of(arguments[0]));
          Push push = file.push()) {
        UnsafeBuffer element = new UnsafeBuffer(new byte[Long.BYTES]);
        long next = 0;
        while (push.tryPush(element, 0, Long.BYTES)) {
          element.putLong(0, ++next);
        }
        System.out.println("full");
        for (; next < ELEMENTS; next++) {
          try (Permit permit = push.reserve()) {
            permit.buffer().putLong(permit.offset(), next);
            permit.push(Long.BYTES);
          }
        }
      }
      System.out.println("done");
    }
  }

  /** The strategy's side of a feed: what has come of it, each element the next one. */
  private static final class Feed implements ElementHandler, RingView.Form<Feed>, AutoCloseable {
    private final QueueFile file;
    private final RingView ring;
    private final Pop pop;
    private final ChildJvm producer;
    private long popped;
    private long depth;

    Feed(Path path) throws IOException {
      file = QueueFile.create(path, GEOMETRY);
      try (QueueFileView view = file.view()) {
        ring = view.ring();
      }
      pop = file.pop();
      producer = ChildJvm.start(Producer.class, path);
    }

    @Override
    public void onElement(DirectBuffer buffer, int offset, int length) {
      if (length != Long.BYTES || buffer.getLong(offset) != popped) {
        throw new AssertionError("element " + popped + " is " + buffer.getLong(offset));
      }
      popped++;
    }

    @Override
    public Feed of(long head, long tail) {
      depth = head - tail;
      return this;
    }

    boolean hasTurn() {
      return ring.counters(this).depth >= LIMIT;
    }

    @Override
    public void close() {
      producer.close();
      pop.close();
      file.close();
    }
  }

  @AfterEach
  void endFeeds() {
    feeds.forEach(Feed::close);
  }

  @Test
  void eightFeedsOfOtherJvmsAreServedFairlyLoseNothingAndAllocateNothing() throws IOException {
    startFeeds(8);
    long all = 8L * ELEMENTS;
    long[] before = new long[8];
    long[] shares = new long[8];
    long whole = 0;
    long popped = 0;
    // The first answer is not for nothing.
    long allocated = allocatedBytes();
    long turns = 0;
    boolean warm = false;
    while (popped < all) {
      boolean allHaveTurns = true;
      for (int i = 0; i < 8; i++) {
        allHaveTurns &= feeds.get(i).hasTurn();
        before[i] = feeds.get(i).popped;
      }
      popped += group.poll();
      if (allHaveTurns) {
        whole++;
        for (int i = 0; i < 8; i++) {
          shares[i] += feeds.get(i).popped - before[i];
        }
      }
      turns += warm ? 1 : 0;
      if (!warm && popped > all / 2) {
        warm = true;
        allocated = allocatedBytes();
      }
      requirePatience();
    }
    long bytes = allocatedBytes() - allocated;
    // An object for each turn would be 16 bytes at least; the JVM itself may make one now and then,
    // when it drops compiled code.
    assertTrue(bytes < turns, "allocated bytes: " + bytes + " in turns: " + turns);
    long fair = whole * LIMIT;
    assertTrue(whole >= GEOMETRY.capacity() / LIMIT, "turns with all rings full: " + whole);
    for (int i = 0; i < 8; i++) {
      assertEquals(fair, shares[i], fair / 20.0, "of the turns in which all had elements");
    }
    assertAllCame();
  }

  @Test
  void aFeedThatIsTakenOutAndPutBackLosesNothing() throws IOException {
    startFeeds(3);
    Feed out = feeds.get(1);
    pollUntil(10_000);
    assertTrue(group.remove(out.pop));
    long left = out.popped;
    Feed fourth = addFeed("late");
    fourth.producer.expect("full");
    pollUntil(3L * ELEMENTS + left);
    assertEquals(left, out.popped, "it is left alone");
    while (out.file.snapshot().depth() < GEOMETRY.capacity()) {
      // Its producer fills what was popped before, and then waits.
      requirePatience();
    }
    group.add(out.pop, out);
    pollUntil(4L * ELEMENTS);
    assertAllCame();
  }

  private void startFeeds(int count) throws IOException {
    for (int i = 0; i < count; i++) {
      addFeed("feed" + i);
    }
    // So nobody has a head start.
    feeds.forEach(feed -> feed.producer.expect("full"));
  }

  private Feed addFeed(String name) throws IOException {
    Feed feed = new Feed(folder.resolve(name));
    feeds.add(feed);
    group.add(feed.pop, feed);
    return feed;
  }

  /** Polls until so many elements have come altogether. */
  private void pollUntil(long count) {
    while (feeds.stream().mapToLong(feed -> feed.popped).sum() < count) {
      group.poll();
      requirePatience();
    }
  }

  private void requirePatience() {
    if (System.nanoTime() - deadline > 0) {
      throw new AssertionError("nothing comes any more");
    }
  }

  private void assertAllCame() {
    for (Feed feed : feeds) {
      feed.producer.expect("done");
      assertEquals(0, feed.producer.exitCode(), feed.producer::errors);
      assertEquals(ELEMENTS, feed.popped);
      assertTrue(feed.pop.isDrained());
    }
  }

  private static long allocatedBytes() {
    return THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
  }
}
