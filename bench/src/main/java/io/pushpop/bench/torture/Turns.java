package io.pushpop.bench.torture;

import io.pushpop.queue.EndOptions;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.IdleStrategy;

/** What a side does between two pushes or pops. */
final class Turns {
  /** Turns between two looks at the line, while things move. A power of two. */
  private static final int PER_LOOK = 256;

  private static final int SPINS = 100;
  private static final int YIELDS = 0;
  private static final long SHORTEST_PARK_NANOS = TimeUnit.MICROSECONDS.toNanos(1);
  private static final long LONGEST_PARK_NANOS = TimeUnit.MICROSECONDS.toNanos(50);

  private Turns() {}

  /** Wakes up soon, and leaves the core to others meanwhile. */
  static IdleStrategy idleStrategy() {
    return new BackoffIdleStrategy(SPINS, YIELDS, SHORTEST_PARK_NANOS, LONGEST_PARK_NANOS);
  }

  /** An end whose waits idle in that way too. */
  static EndOptions options() {
    return EndOptions.defaults().waitingWith(idleStrategy());
  }

  /** Whether to look at the line in this turn. */
  static boolean isTimeForLine(int turn, boolean moved) {
    return !moved || (turn & PER_LOOK - 1) == 0;
  }
}
