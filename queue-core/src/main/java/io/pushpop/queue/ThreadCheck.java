package io.pushpop.queue;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Catches two threads on one end at the same time. Called under {@code assert} alone, so it costs
 * nothing where assertions are off. An end may move from thread to thread between two uses.
 */
final class ThreadCheck {
  private static final VarHandle USER;

  static {
    try {
      USER = MethodHandles.lookup().findVarHandle(ThreadCheck.class, "user", Thread.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final End end;
  private volatile Thread user;
  private int depth;

  ThreadCheck(End end) {
    this.end = end;
  }

  /** The current thread begins to use the end. Always true, so that it can stand in an assert. */
  boolean enter() {
    Thread current = Thread.currentThread();
    if (user != current && !USER.compareAndSet(this, (Thread) null, current)) {
      throw new AssertionError(
          "a second thread uses the "
              + end
              + " end: first="
              + user
              + ", second="
              + current
              + "; one thread at a time may use an end");
    }
    depth++;
    return true;
  }

  /** The use that the matching {@link #enter} began is over. Always true. */
  boolean exit() {
    if (user == Thread.currentThread() && --depth <= 0) {
      depth = 0;
      user = null;
    }
    return true;
  }
}
