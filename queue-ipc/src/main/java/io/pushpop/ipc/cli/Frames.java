package io.pushpop.ipc.cli;

import java.util.Locale;

/** How long the big-endian length before each element is. */
enum Frames {
  /** Two bytes. */
  U16(Short.BYTES, 0xffffL),
  /** Four bytes. */
  U32(Integer.BYTES, 0xffffffffL);

  private final int prefixLength;
  private final long maxLength;

  Frames(int prefixLength, long maxLength) {
    this.prefixLength = prefixLength;
    this.maxLength = maxLength;
  }

  /** Bytes of the length itself. */
  int prefixLength() {
    return prefixLength;
  }

  /** The longest element that can be told. */
  long maxLength() {
    return maxLength;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
