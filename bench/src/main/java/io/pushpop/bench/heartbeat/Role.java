package io.pushpop.bench.heartbeat;

import io.pushpop.ipc.QueueFile;
import io.pushpop.queue.Permit;
import io.pushpop.queue.Pop;
import io.pushpop.queue.Push;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** What one of the JVMs does. */
enum Role {
  IDLE("idle JVM") {
    @Override
    Consumption live(Path ring, long warmUpSeconds, long seconds) throws InterruptedException {
      TimeUnit.SECONDS.sleep(warmUpSeconds);
      Consumption.Meter meter = Consumption.begin();
      TimeUnit.SECONDS.sleep(seconds);
      return meter.end(0);
    }
  },
  PUSH("push end") {
    @Override
    Consumption live(Path ring, long warmUpSeconds, long seconds) throws Exception {
      try (QueueFile file = QueueFile.open(ring);
          Push push = file.push()) {
        beat(push, warmUpSeconds);
        Consumption.Meter meter = Consumption.begin();
        beat(push, seconds);
        Consumption consumption = meter.end(seconds);
        // The pop end, which began to count when the first element came, counts to the end.
        beat(push, 2);
        return consumption;
      }
    }
  },
  POP("pop end") {
    @Override
    Consumption live(Path ring, long warmUpSeconds, long seconds) throws Exception {
      try (QueueFile file = QueueFile.open(ring);
          Pop pop = file.pop()) {
        take(pop, warmUpSeconds);
        Consumption.Meter meter = Consumption.begin();
        take(pop, seconds);
        return meter.end(seconds);
      }
    }
  };

  private final String title;

  Role(String title) {
    this.title = title;
  }

  /** What people read. */
  String title() {
    return title;
  }

  /** Plays the role, and measures its second part. */
  abstract Consumption live(Path ring, long warmUpSeconds, long seconds) throws Exception;

  private static void beat(Push push, long times) throws InterruptedException {
    for (long i = 0; i < times; i++) {
      Permit permit = push.reserve(Long.BYTES);
      permit.buffer().putLong(permit.offset(), i);
      permit.push(Long.BYTES);
      TimeUnit.SECONDS.sleep(1);
    }
  }

  private static void take(Pop pop, long times) throws InterruptedException {
    for (long i = 0; i < times; i++) {
      pop.pop((buffer, offset, length) -> {});
    }
  }
}
