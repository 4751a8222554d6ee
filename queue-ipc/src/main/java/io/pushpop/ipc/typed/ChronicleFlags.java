package io.pushpop.ipc.typed;

import net.openhft.chronicle.bytes.BytesStore;
import net.openhft.chronicle.bytes.PointerBytesStore;

/** Tells in a sentence which JVM flag Chronicle misses, where it would only name a class. */
final class ChronicleFlags {
  private ChronicleFlags() {}

  /**
   * A Chronicle store over no memory yet.
   *
   * @throws IllegalStateException if this JVM keeps Chronicle from memory; the message names the
   *     flags
   */
  static PointerBytesStore newStore() {
    try {
      return BytesStore.nativePointer();
    } catch (LinkageError denied) {
      throw new IllegalStateException(
          "Chronicle Bytes, which typed elements need, cannot reach the memory access of the JVM:"
              + " start java with --add-exports java.base/jdk.internal.misc=ALL-UNNAMED, and on JDK"
              + " 24 or later with --sun-misc-unsafe-memory-access=allow too; or push and pop raw"
              + " bytes, which need no Chronicle",
          denied);
    }
  }

  /**
   * Requires that an encoder or decoder did not fail because Chronicle, which goes through the
   * fields of a type that does not say how it is encoded, cannot reach them.
   *
   * @param type of the element
   * @param failure an AssertionError when Chronicle writes, an IORuntimeException when it reads
   * @throws IllegalStateException if that is what failed; the message names the flag
   */
  static void requireFieldsInReach(String type, Throwable failure) {
    if (!(failure.getCause() instanceof IllegalAccessException)) {
      return;
    }
    throw new IllegalStateException(
        "Chronicle Bytes cannot reach the fields of the element: type="
            + type
            + "; start java with --add-opens java.base/java.lang.reflect=ALL-UNNAMED, or make the"
            + " class and its fields public, or give it writeMarshallable and readMarshallable of its"
            + " own",
        failure);
  }
}
