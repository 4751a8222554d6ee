package io.pushpop.bench.jvm;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.jna.Platform;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import org.junit.jupiter.api.Test;

class ProcessorTimeTest {
  @Test
  void growsByWhatAThreadTakes() {
    assumeTrue(Platform.isLinux());
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long before = ProcessorTime.ofProcess();
    long taken = threads.getCurrentThreadCpuTime();
    while (threads.getCurrentThreadCpuTime() - taken < 1_000_000) {
      Thread.onSpinWait();
    }
    assertTrue(ProcessorTime.ofProcess() - before >= 1_000_000);
  }
}
