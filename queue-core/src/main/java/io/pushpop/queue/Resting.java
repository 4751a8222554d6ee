package io.pushpop.queue;

import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.IdleStrategy;

/** Spins for a while, and then rests as the stages of a {@link Waiter} allow. */
final class Resting implements IdleStrategy {
  /** As an end that parks does by default, for the same reasons. */
  private static final long SPIN_NANOS = TimeUnit.MICROSECONDS.toNanos(20);

  private final Stages stages;
  private boolean idle;
  private long idleSince;

  Resting(Stages stages) {
    this.stages = stages;
  }

  @Override
  public void idle(int workCount) {
    if (workCount > 0) {
      reset();
    } else {
      idle();
    }
  }

  @Override
  public void idle() {
    if (!idle) {
      idle = true;
      idleSince = System.nanoTime();
      stages.startResting();
    }
    if (System.nanoTime() - idleSince < SPIN_NANOS) {
      Thread.onSpinWait();
    } else {
      stages.rest();
    }
  }

  @Override
  public void reset() {
    idle = false;
  }
}
