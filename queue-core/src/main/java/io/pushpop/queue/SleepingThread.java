package io.pushpop.queue;

import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;
import org.agrona.concurrent.AtomicBuffer;

/** The thread of one end while it sleeps, for a peer in the same process to wake. */
final class SleepingThread {
  private volatile Thread thread;

  /** Sleeps while a word of the region holds a value; ends early if the thread is interrupted. */
  void park(AtomicBuffer region, int offset, int value, long nanos) {
    thread = Thread.currentThread();
    // With the fence in wake: either this finds the new value, or wake finds the thread.
    VarHandle.fullFence();
    if (region.getIntAcquire(offset) == value) {
      LockSupport.parkNanos(this, nanos);
    }
    thread = null;
  }

  /** Wakes the thread, if there is one; after the word has been stored. */
  void wake() {
    VarHandle.fullFence();
    Thread sleeper = thread;
    if (sleeper != null) {
      LockSupport.unpark(sleeper);
    }
  }
}
