package io.pushpop.queue;

import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * One wait of a {@link Waiter}, in the place of an end. Who wins {@link #claim} decides whether it
 * ends with what it waited for, and lowers the end's flag: from then on the end is somebody else's.
 */
final class Stage<T> extends CompletableFuture<T> {
  private final Sleep sleep;
  private final BooleanSupplier isThere;
  private final Supplier<T> take;
  private boolean claimed;

  /**
   * A wait.
   *
   * @param sleep of the end
   * @param isThere whether there is what this waits for, by the peer's counter; changes nothing,
   *     and true stays true
   * @param take takes what is there
   */
  Stage(Sleep sleep, BooleanSupplier isThere, Supplier<T> take) {
    this.sleep = sleep;
    this.isThere = isThere;
    this.take = take;
  }

  /** Looks, and takes what is there; true if this wait is over. */
  boolean isOver() {
    try {
      // One lock around look and claim: who gives up finds the end untouched and nobody at it.
      synchronized (this) {
        if (claimed) {
          return true;
        }
        if (!isThere.getAsBoolean()) {
          return false;
        }
        claimed = true;
        sleep.end(true);
      }
      super.complete(take.get());
    } catch (Throwable failure) {
      claim();
      super.completeExceptionally(failure);
    }
    return true;
  }

  /** As {@link Sleep#isJoint}; false if this wait is over. */
  synchronized boolean isJoint() {
    return !claimed && sleep.isJoint();
  }

  JointSleep jointSleep() {
    return sleep.jointSleep();
  }

  /** As {@link Sleep#prepare}; 0 if this wait is over. */
  synchronized long prepare() {
    return claimed ? 0 : sleep.prepare();
  }

  /** As {@link Sleep#rested}. */
  synchronized void rested() {
    if (!claimed) {
      sleep.rested();
    }
  }

  long flagAddress() {
    return sleep.flagAddress();
  }

  @Override
  public boolean complete(T value) {
    return claim() && super.complete(value);
  }

  @Override
  public boolean completeExceptionally(Throwable failure) {
    return claim() && super.completeExceptionally(failure);
  }

  @Override
  public boolean cancel(boolean mayInterruptIfRunning) {
    return claim() && super.cancel(mayInterruptIfRunning);
  }

  private synchronized boolean claim() {
    boolean won = !claimed;
    claimed = true;
    if (won) {
      sleep.end(false);
    }
    return won;
  }
}
