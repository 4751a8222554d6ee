package io.pushpop.ipc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pushpop.queue.ElementHandler;
import io.pushpop.queue.Geometry;
import io.pushpop.queue.Pop;
import io.pushpop.queue.Push;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A producer that is killed at any moment, and the next, which knows from the mark alone what its
 * predecessor has pushed. More kills: {@code -Dpushpop.marked.kills=200}.
 */
final class MarkedFeedTest {
  private static final int KILLS = Integer.getInteger("pushpop.marked.kills", 6);
  private static final long SEED = 20_261_126L;

  /** So large that no producer waits for room all the time: a kill hits it at work. */
  private static final Geometry GEOMETRY = Geometry.of(1 << 16, 64);

  /** From a few elements, when a producer's code is cold, to so many that it is compiled. */
  private static final int MOST_BITS_BEFORE_A_KILL = 14;

  private final List<ChildJvm> producers = new ArrayList<>();
  @TempDir Path folder;

  /** The number of the last element. */
  private long last;

  @AfterEach
  void endProducers() {
    producers.forEach(ChildJvm::close);
  }

  @Test
  void whoeverTakesTheEndOfAKilledProducerLearnsExactlyWhatItHasPushed() throws Exception {
    Random random = new Random(SEED);
    Path path = folder.resolve("ring");
    for (int i = 0; i < KILLS; i++) {
      producers.add(ChildJvm.start(MarkedSide.class, path, SEED + i));
    }
    producers.forEach(producer -> producer.expect("here"));
    ElementHandler inOrder =
        (buffer, offset, length) -> {
          assertEquals(last + 1, MarkedSide.read(buffer, offset, length));
          last++;
        };
    try (QueueFile file = QueueFile.create(path, GEOMETRY);
        Pop pop = file.pop()) {
      for (int kills = 1; kills <= KILLS; kills++) {
        ChildJvm producer = producers.get(kills - 1);
        producer.say("come").expect("from " + last);
        long until = last + random.nextInt(2 << random.nextInt(MOST_BITS_BEFORE_A_KILL));
        while (last < until) {
          assertTrue(pop.pop(inOrder, 60, TimeUnit.SECONDS), "nothing comes");
        }
        producer.kill();
        while (pop.pop(inOrder, 0, TimeUnit.NANOSECONDS)) {
          // What it left in the ring.
        }
        try (Push next = file.push()) {
          assertEquals(last, next.mark(), "the mark of the last element");
          assertEquals(kills, next.userWord());
          next.reserve(0).close();
          assertEquals(last, next.mark());
        }
      }
    }
    assertTrue(last > KILLS, "last=" + last);
  }
}
