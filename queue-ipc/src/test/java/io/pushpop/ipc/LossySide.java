package io.pushpop.ipc;

import io.pushpop.queue.Losses;
import io.pushpop.queue.Permit;
import io.pushpop.queue.Pop;
import io.pushpop.queue.Push;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.UnsafeBuffer;

/** A side in a JVM of its own: {@code pop FILE WAY PUSHED} or {@code push FILE WAY LEDGER}. */
final class LossySide {
  private LossySide() {}

  public static void main(String[] arguments) throws Exception {
    Path path = Path.of(arguments[1]);
    Losing losing = Losing.valueOf(arguments[2]);
    if (arguments[0].equals("pop")) {
      popAll(path, losing, Long.parseLong(arguments[3]));
    } else {
      push(path, losing, Visitor.seen(Path.of(arguments[3])));
    }
  }

  private static void popAll(Path path, Losing losing, long pushed) throws Exception {
    LossAudit audit = new LossAudit(losing);
    try (QueueFile file = QueueFile.open(path);
        Pop pop = file.pop()) {
      say("taken");
      while (!pop.isDrained()) {
        if (pop.drain(audit, 100) == 0) {
          pop.awaitElement(10, TimeUnit.MILLISECONDS);
        }
      }
      Losses losses = pop.losses();
      say("delivered " + audit.delivered());
      say("lost " + losses.lost());
      say("told " + (audit.told() == losses.told() ? "all of " + losses.told() : "wrong"));
      say("last " + audit.hasLastOfEachKey(pushed));
    }
  }

  /** Pushes until it is killed; the ledger has how many were pushed, or one less. */
  private static void push(Path path, Losing losing, UnsafeBuffer ledger) throws Exception {
    try (QueueFile file = QueueFile.open(path);
        Push push = file.push(losing.options())) {
      for (long number = 0; ; number++) {
        Permit permit = push.reserve(Losing.MAX_LENGTH);
        LossAudit.write(permit.buffer(), permit.offset(), number);
        permit.push(Losing.MAX_LENGTH);
        ledger.putLongRelease(0, number + 1);
      }
    }
  }

  private static void say(String line) {
    System.out.println(line);
    System.out.flush();
  }
}
