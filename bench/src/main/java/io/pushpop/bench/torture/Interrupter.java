package io.pushpop.bench.torture;

import java.util.concurrent.locks.LockSupport;

/** A thread that interrupts another one, some time after it was asked to. */
final class Interrupter {
  private final Thread victim;
  private final Thread thread = new Thread(this::run, "interrupter");
  private volatile boolean asked;
  private volatile boolean ended;

  private Interrupter(Thread victim) {
    this.victim = victim;
  }

  static Interrupter of(Thread victim) {
    Interrupter interrupter = new Interrupter(victim);
    interrupter.thread.setDaemon(true);
    interrupter.thread.start();
    return interrupter;
  }

  /** Interrupts as soon as this thread has woken up; once, however often it is asked meanwhile. */
  void soon() {
    if (!asked) {
      asked = true;
      LockSupport.unpark(thread);
    }
  }

  /** Interrupts no more. */
  void end() {
    ended = true;
    LockSupport.unpark(thread);
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.interrupted();
    }
  }

  private void run() {
    while (!ended) {
      if (asked) {
        asked = false;
        victim.interrupt();
      } else {
        LockSupport.park(this);
      }
    }
  }
}
