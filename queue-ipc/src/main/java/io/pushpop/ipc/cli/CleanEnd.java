package io.pushpop.ipc.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Has the thread that holds an end give it back when this JVM is told to end (Ctrl-C, SIGTERM). An
 * end that were closed by another thread, while its own is still at work, could be taken by a
 * successor too early: so the owner is interrupted, and waited for.
 *
 * <p>Closed by the owner when it holds nothing any more.
 */
final class CleanEnd implements AutoCloseable {
  /** How long the JVM's end waits for an owner that cannot be interrupted where it is. */
  private static final long PATIENCE_SECONDS = 5;

  private final Thread owner;
  private final CountDownLatch givenBack = new CountDownLatch(1);
  private final Thread hook = new Thread(this::handOver, "clean end");

  private CleanEnd(Thread owner) {
    this.owner = owner;
  }

  /** For what this thread is going to take. */
  static CleanEnd ofThisThread() {
    CleanEnd end = new CleanEnd(Thread.currentThread());
    Runtime.getRuntime().addShutdownHook(end.hook);
    return end;
  }

  @Override
  public void close() {
    givenBack.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The JVM is ending already, and the hook has just heard that it need not wait.
    }
  }

  private void handOver() {
    owner.interrupt();
    try {
      givenBack.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      // Nobody else knows this thread; should somebody be in such a hurry, the JVM ends at once.
      Thread.currentThread().interrupt();
    }
  }
}
