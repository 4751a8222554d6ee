package io.pushpop.bench;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Bytes that this thread allocates.
 *
 * <p>Those of the JVM itself do not count: a thread that asks for a method to be compiled by C2
 * first makes the strings of the constant pool of that method's class, once. When that happens is
 * up to the JVM, so a round in which something was allocated is followed by another; what allocates
 * goes on to.
 */
public final class Allocation {
  /** Rounds at the most: more than there are classes that are compiled for the first time. */
  public static final int ROUNDS = 8;

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** Of all results, so that none is left out. */
  private long checksum;

  /** Requires a round without any; returns how many it took. */
  public int assertNone(LongSupplier round) {
    List<Long> allocated = new ArrayList<>();
    do {
      long before = threads.getCurrentThreadAllocatedBytes();
      checksum += round.getAsLong();
      allocated.add(threads.getCurrentThreadAllocatedBytes() - before);
    } while (allocated.get(allocated.size() - 1) > 0 && allocated.size() < ROUNDS);
    assertTrue(allocated.contains(0L), () -> "bytes of each round: " + allocated);
    return allocated.size();
  }
}
