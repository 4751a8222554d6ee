package io.pushpop.queue;

import org.agrona.UnsafeApi;

/**
 * Loads and stores at absolute addresses outside the heap, without bounds checks: the ring's own
 * fields lie at addresses that were checked once, when the end was attached. What users touch goes
 * through Agrona's buffers instead.
 *
 * <p>The ordering stands in each name; no name means plain. Every access of the ring to shared
 * memory is a call of this class, so that a test can put a recording in its place.
 */
final class Memory {
  /** Up to here a loop of loads and stores beats the call of a copying stub. */
  private static final int SHORT_COPY = 64;

  private Memory() {}

  static long getLongAcquire(long address) {
    return UnsafeApi.getLongAcquire(null, address);
  }

  static void putLongRelease(long address, long value) {
    UnsafeApi.putLongRelease(null, address, value);
  }

  static int getIntAcquire(long address) {
    return UnsafeApi.getIntAcquire(null, address);
  }

  static void putIntRelease(long address, int value) {
    UnsafeApi.putIntRelease(null, address, value);
  }

  static int getInt(long address) {
    return UnsafeApi.getInt(address);
  }

  static void putInt(long address, int value) {
    UnsafeApi.putInt(address, value);
  }

  static long getLong(long address) {
    return UnsafeApi.getLong(address);
  }

  static void putLong(long address, long value) {
    UnsafeApi.putLong(address, value);
  }

  /**
   * Copies into the region.
   *
   * @param base heap array that the source lies in, or null
   * @param source address of the source, relative to base
   * @param target absolute address, 8-byte aligned
   * @param length bytes
   */
  static void copyIn(byte[] base, long source, long target, int length) {
    if (length > SHORT_COPY) {
      UnsafeApi.copyMemory(base, source, null, target, length);
      return;
    }
    int i = 0;
    for (; i <= length - Long.BYTES; i += Long.BYTES) {
      UnsafeApi.putLong(target + i, UnsafeApi.getLongUnaligned(base, source + i));
    }
    for (; i < length; i++) {
      UnsafeApi.putByte(target + i, UnsafeApi.getByte(base, source + i));
    }
  }
}
