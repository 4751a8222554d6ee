package io.pushpop.bench.jvm;

import com.sun.jna.Native;
import com.sun.jna.Platform;
import java.util.concurrent.TimeUnit;

/** Processor time of this process to the nanosecond; the JDK tells hundredths of a second. */
public final class ProcessorTime {
  /** CLOCK_PROCESS_CPUTIME_ID of Linux: all threads, also those that have ended. */
  private static final int OF_PROCESS = 2;

  static {
    Native.register(ProcessorTime.class, Platform.C_LIBRARY_NAME);
  }

  private ProcessorTime() {}

  /**
   * What this process has taken so far.
   *
   * @return nanoseconds on all cores together
   * @throws IllegalStateException if this system does not tell
   */
  public static long ofProcess() {
    long[] time = new long[2]; // struct timespec where long has 64 bits
    if (clock_gettime(OF_PROCESS, time) != 0) {
      throw new IllegalStateException(
          "the processor time of this process is not to be had: errno=" + Native.getLastError());
    }
    return TimeUnit.SECONDS.toNanos(time[0]) + time[1];
  }

  private static native int clock_gettime(int clock, long[] time);
}
