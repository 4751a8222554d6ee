package io.pushpop.ipc;

import static org.junit.jupiter.api.Assertions.fail;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;

/**
 * That this thread allocates nothing. The JVM itself may, once for each class: it makes the strings
 * of the constant pool on the thread that asks C2 for a method of the class. What allocates by
 * itself does so in every round.
 */
public final class Allocation {
  /** Rounds at the most. */
  public static final int ROUNDS = 8;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private Allocation() {}

  /** Requires that there is a round without any, the first or one of those after it. */
  public static void assertNone(Runnable round) {
    long[] bytes = new long[ROUNDS];
    for (int i = 0; i < ROUNDS; i++) {
      bytes[i] = bytesOf(round);
      if (bytes[i] == 0) {
        return;
      }
    }
    fail("bytes of each round: " + Arrays.toString(bytes));
  }

  /** How many bytes this thread allocates in there. */
  public static long bytesOf(Runnable work) {
    long before = THREADS.getCurrentThreadAllocatedBytes();
    work.run();
    return THREADS.getCurrentThreadAllocatedBytes() - before;
  }
}
