package io.pushpop.bench.contest;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.stream.Collectors;

/** What the JVM of a side is, as it says itself: the collector may be its own choice. */
final class OwnJvm {
  private OwnJvm() {}

  /** What the thread that calls has taken of a core so far. */
  static long threadCpuNanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  /** Version and collectors. */
  static String description() {
    return System.getProperty("java.vm.version")
        + "; collectors: "
        + ManagementFactory.getGarbageCollectorMXBeans().stream()
            .map(GarbageCollectorMXBean::getName)
            .collect(Collectors.joining(", "));
  }
}
