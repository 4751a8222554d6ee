package io.pushpop.bench.jvm;

import java.io.IOException;

/** Ends a child JVM when its parent is gone, however that went. */
public final class ParentWatch {
  private ParentWatch() {}

  /**
   * Begins to watch. The parent holds the other end of the child's standard input, on which it says
   * nothing; when it is gone, the kernel closes it.
   *
   * @param before what to do before this JVM halts
   */
  public static void haltWithParent(Runnable before) {
    Thread watch =
        new Thread(
            () -> {
              awaitEndOfInput();
              try {
                before.run();
              } finally {
                Runtime.getRuntime().halt(1);
              }
            },
            "parent watch");
    watch.setDaemon(true);
    watch.start();
  }

  private static void awaitEndOfInput() {
    try {
      while (System.in.read() >= 0) {
        // Nothing is said here.
      }
    } catch (IOException e) {
      // No more to be heard of the parent, which is what this waits for.
    }
  }
}
