package io.pushpop.queue;

import static io.pushpop.queue.RingLayout.ASLEEP;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import org.agrona.concurrent.Agent;

/**
 * What the thread of a {@link Waiter} does, again and again: looks at all that is pending, and
 * rests.
 *
 * <p>Where all pending ends can, it sleeps on their flags, as each end would on its own: see {@link
 * Sleep}. Where one cannot, it looks by itself, less and less often.
 */
final class Stages implements Agent {
  private final ConcurrentLinkedQueue<Stage<?>> added = new ConcurrentLinkedQueue<>();
  private final List<Stage<?>> pending = new ArrayList<>();
  private volatile boolean closed;
  private volatile Thread thread;

  /** What the thread sleeps in, or is about to; null while it does not. */
  private volatile JointSleep asleepIn;

  /** Of this thread, once the first end has given one. */
  private JointSleep jointSleep;

  private long[] flags = new long[0];
  private long pauseNanos;

  /** Any thread: adds what is to be waited for; false if this is closed. */
  boolean add(Stage<?> stage) {
    if (!closed) {
      added.add(stage);
      wake();
    }
    return !closed;
  }

  /** Any thread: the thread does not rest any more, and is to be ended. */
  void close() {
    closed = true;
    wake();
  }

  @Override
  public void onStart() {
    thread = Thread.currentThread();
  }

  @Override
  public int doWork() {
    int work = 0;
    for (Stage<?> stage = added.poll(); stage != null; stage = added.poll()) {
      pending.add(stage);
      work++;
    }
    for (int i = pending.size() - 1; i >= 0; i--) {
      if (pending.get(i).isOver()) {
        // The order of the stages means nothing.
        pending.set(i, pending.get(pending.size() - 1));
        pending.remove(pending.size() - 1);
        work++;
      }
    }
    return work;
  }

  /** A first rest is due: pauses begin short. */
  void startResting() {
    pauseNanos = Sleep.FIRST_PAUSE_NANOS;
  }

  /** Rests once, after a look at all that is pending has found nothing. */
  void rest() {
    if (pending.isEmpty()) {
      pause(Sleep.BOUND_NANOS);
    } else if (canSleepJointly()) {
      sleepJointly();
    } else {
      pause(pauseNanos);
      pauseNanos = Math.min(2 * pauseNanos, Sleep.LONGEST_PAUSE_NANOS);
    }
  }

  @Override
  public void onClose() {
    // Whatever has ended the thread: nobody looks at what is added from here on, and whoever adds
    // sees that.
    closed = true;
    pending.forEach(stage -> stage.cancel(false));
    added.forEach(stage -> stage.cancel(false));
  }

  @Override
  public String roleName() {
    return "pushpop-waiter";
  }

  private boolean canSleepJointly() {
    for (int i = 0; i < pending.size(); i++) {
      if (!pending.get(i).isJoint()) {
        return false;
      }
    }
    if (jointSleep == null) {
      jointSleep = pending.get(0).jointSleep();
    }
    return pending.size() <= jointSleep.capacity();
  }

  private void sleepJointly() {
    if (flags.length < pending.size()) {
      flags = new long[jointSleep.capacity()];
    }
    long nanos = Long.MAX_VALUE;
    for (int i = 0; i < pending.size(); i++) {
      Stage<?> stage = pending.get(i);
      nanos = Math.min(nanos, stage.prepare());
      flags[i] = stage.flagAddress();
    }
    if (nanos > 0) {
      asleepIn = jointSleep;
      // Whoever adds after this look wakes what it finds here.
      if (isUndisturbed()) {
        jointSleep.sleep(flags, pending.size(), ASLEEP, nanos);
      }
      asleepIn = null;
    }
    for (int i = 0; i < pending.size(); i++) {
      pending.get(i).rested();
    }
  }

  private void pause(long nanos) {
    if (isUndisturbed()) {
      LockSupport.parkNanos(this, nanos);
    }
  }

  private boolean isUndisturbed() {
    return added.isEmpty() && !closed;
  }

  private void wake() {
    JointSleep sleep = asleepIn;
    if (sleep != null) {
      sleep.wake();
    }
    LockSupport.unpark(thread);
  }
}
