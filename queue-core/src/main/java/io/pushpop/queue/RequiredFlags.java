package io.pushpop.queue;

import org.agrona.UnsafeApi;

/** Tells in a sentence which JVM flag is missing, where the JVM would only name a class. */
public final class RequiredFlags {
  private static final String MISSING =
      "Agrona cannot reach the memory access of the JVM: start java with"
          + " --add-exports java.base/jdk.internal.misc=ALL-UNNAMED"
          + " (or put 'Add-Exports: java.base/jdk.internal.misc' into the manifest of the"
          + " executable jar)";

  private RequiredFlags() {}

  /**
   * Checks that Agrona can work in this JVM.
   *
   * @throws IllegalStateException if the one flag that it needs is missing; the message names it
   */
  public static void check() {
    try {
      UnsafeApi.storeFence();
    } catch (LinkageError missing) {
      throw new IllegalStateException(MISSING, missing);
    }
  }
}
