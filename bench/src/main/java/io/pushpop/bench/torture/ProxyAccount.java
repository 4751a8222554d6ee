package io.pushpop.bench.torture;

import io.pushpop.bench.torture.LossyProxy.Way;
import org.agrona.concurrent.AtomicBuffer;

/**
 * What a {@link LossyProxy} and its parent tell each other: the parent which ways are cut, the
 * proxy how many datagrams came, and how many of those were lost.
 *
 * <pre>
 * of each door: cut there 0  cut back 8  ..    came there 128  lost 136  back 144  lost 152
 * open 160
 * </pre>
 */
final class ProxyAccount {
  private static final int CUT = 0;
  private static final int CAME = 128;
  private static final int LOST = 136;
  private static final int COUNTS_LENGTH = 16;
  private static final int OPEN = 160;

  private final AtomicBuffer page;

  ProxyAccount(AtomicBuffer page) {
    this.page = page;
  }

  /** The parent's part: no datagram passes a door that way, or each that chance lets pass. */
  void cut(int door, Way way, boolean cut) {
    page.putLongRelease(cutOffset(door, way), cut ? 1 : 0);
  }

  boolean isCut(int door, Way way) {
    return page.getLongAcquire(cutOffset(door, way)) != 0;
  }

  /** The proxy's part: its ports are open. */
  void open() {
    page.putLongRelease(OPEN, 1);
  }

  boolean isOpen() {
    return page.getLongAcquire(OPEN) != 0;
  }

  /** The proxy's part: a datagram came, and was lost or not. */
  void count(Way way, boolean lost) {
    // Who sees that it came knows whether it was lost.
    if (lost) {
      increment(LOST, way);
    }
    increment(CAME, way);
  }

  long came(Way way) {
    return page.getLongAcquire(CAME + way.ordinal() * COUNTS_LENGTH);
  }

  long lost(Way way) {
    return page.getLongAcquire(LOST + way.ordinal() * COUNTS_LENGTH);
  }

  private static int cutOffset(int door, Way way) {
    return CUT + (door * Way.values().length + way.ordinal()) * Long.BYTES;
  }

  private void increment(int count, Way way) {
    int offset = count + way.ordinal() * COUNTS_LENGTH;
    page.putLongRelease(offset, page.getLong(offset) + 1);
  }
}
