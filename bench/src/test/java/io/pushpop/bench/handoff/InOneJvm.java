package io.pushpop.bench.handoff;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pushpop.ipc.QueueFile;
import io.pushpop.queue.Geometry;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** A run whose sides are two threads of this JVM, for which its children would do the same. */
final class InOneJvm {
  private static final long PATIENCE_SECONDS = 180;

  private InOneJvm() {}

  /**
   * Runs it.
   *
   * @param plan what it is to do
   * @return its account, as a program reads it that the parent of two JVMs has written
   */
  static JsonNode handOff(RunPlan plan) throws Exception {
    RunFolder folder = RunFolder.create();
    ExecutorService sides = Executors.newFixedThreadPool(2, InOneJvm::daemon);
    try {
      QueueFile.create(folder.ring(), Geometry.of(plan.slots(), plan.slotSize())).close();
      for (Side side : Side.values()) {
        Counters.create(folder.counters(side));
      }
      Future<StrategyAccount> strategy = sides.submit(() -> Strategy.run(folder, plan));
      Future<FeedAccount> feed = sides.submit(() -> Feed.run(folder, plan));
      StrategyAccount popped = strategy.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      ObjectMapper mapper = new ObjectMapper();
      ObjectNode json = new Outcome(plan, "two threads", feed.get(), popped).toJson(mapper);
      return mapper.readTree(mapper.writeValueAsBytes(json));
    } finally {
      sides.shutdown();
      folder.delete();
    }
  }

  /** A side whose peer never came waits for ever, and shall not keep this JVM. */
  private static Thread daemon(Runnable side) {
    Thread thread = new Thread(side);
    thread.setDaemon(true);
    return thread;
  }
}
