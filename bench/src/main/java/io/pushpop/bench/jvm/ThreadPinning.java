package io.pushpop.bench.jvm;

import com.sun.jna.Native;
import com.sun.jna.Platform;

/** Pins a thread to a core, where threads that run in one JVM want a core each. Linux alone. */
public final class ThreadPinning {
  /** {@code cpu_set_t} as glibc has it: a bit for each of 1,024 cores. */
  private static final int MASK_LENGTH = 1024 / Byte.SIZE;

  private static final int CALLING_THREAD = 0;
  private static final String HINDRANCE = register();

  private ThreadPinning() {}

  /**
   * Pins the thread that calls; children that it starts from then on too.
   *
   * @param core its number, as the kernel counts
   * @throws IllegalStateException if it cannot be done, with the reason
   */
  public static void pin(int core) {
    if (HINDRANCE != null) {
      throw new IllegalStateException(HINDRANCE);
    }
    byte[] mask = new byte[MASK_LENGTH];
    if (core >= 0 && core < MASK_LENGTH * Byte.SIZE) {
      mask[core / Byte.SIZE] = (byte) (1 << core % Byte.SIZE); // x86 and ARM begin with the lowest
    }
    if (sched_setaffinity(CALLING_THREAD, MASK_LENGTH, mask) != 0) {
      throw new IllegalStateException(
          "the thread cannot be pinned: core=" + core + " errno=" + Native.getLastError());
    }
  }

  private static String register() {
    if (!Platform.isLinux()) {
      return "threads are pinned on Linux alone, and this is " + System.getProperty("os.name");
    }
    try {
      Native.register(ThreadPinning.class, Platform.C_LIBRARY_NAME);
      return null;
    } catch (UnsatisfiedLinkError e) {
      return "threads cannot be pinned: " + e.getMessage();
    }
  }

  private static native int sched_setaffinity(int thread, long length, byte[] mask);
}
