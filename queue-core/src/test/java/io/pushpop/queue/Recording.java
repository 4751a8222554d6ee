package io.pushpop.queue;

/**
 * Stands in for {@link Memory} where {@link RecordingLoader} has put it: the same methods, which
 * also log each store to the region that is recorded. One thread at a time.
 */
final class Recording {
  /** A store of copied bytes is logged in pieces, so that a death can fall in between. */
  private static final int PIECE = Integer.BYTES;

  private static StoreLog log;

  private Recording() {}

  /** Logs from now on what is stored to the region of this log; null for no more logging. */
  static void into(StoreLog next) {
    log = next;
  }

  static long getLongAcquire(long address) {
    return Memory.getLongAcquire(address);
  }

  static int getIntAcquire(long address) {
    return Memory.getIntAcquire(address);
  }

  static int getInt(long address) {
    return Memory.getInt(address);
  }

  static long getLong(long address) {
    return Memory.getLong(address);
  }

  static void putLongRelease(long address, long value) {
    boolean logged = before(address);
    Memory.putLongRelease(address, value);
    after(logged, address, Long.BYTES, true);
  }

  static void putIntRelease(long address, int value) {
    boolean logged = before(address);
    Memory.putIntRelease(address, value);
    after(logged, address, Integer.BYTES, true);
  }

  static void putInt(long address, int value) {
    boolean logged = before(address);
    Memory.putInt(address, value);
    after(logged, address, Integer.BYTES, false);
  }

  static void putLong(long address, long value) {
    boolean logged = before(address);
    Memory.putLong(address, value);
    after(logged, address, Long.BYTES, false);
  }

  static void copyIn(byte[] base, long source, long target, int length) {
    for (int done = 0; done < length; done += PIECE) {
      int piece = Math.min(PIECE, length - done);
      boolean logged = before(target);
      Memory.copyIn(base, source + done, target + done, piece);
      after(logged, target + done, piece, false);
    }
  }

  private static boolean before(long address) {
    boolean logged = log != null && log.covers(address);
    if (logged) {
      log.before();
    }
    return logged;
  }

  private static void after(boolean logged, long address, int size, boolean release) {
    if (logged) {
      log.after(address, size, release);
    }
  }
}
