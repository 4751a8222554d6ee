package io.pushpop.ipc;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteOrder;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Elements of mixed lengths, each of which differs from all others in every word: a function of
 * their number, which {@code client.c} has too.
 */
final class MixedElements {
  private final int maxLength;
  private final UnsafeBuffer expected;

  MixedElements(int maxLength) {
    this.maxLength = maxLength;
    this.expected = new UnsafeBuffer(new byte[maxLength + Long.BYTES]);
  }

  int length(long number) {
    return (int) Long.remainderUnsigned(mix(number), maxLength + 1L);
  }

  void write(long number, MutableDirectBuffer target, int offset) {
    int length = length(number);
    for (int i = 0; i < length; i += Long.BYTES) {
      expected.putLong(i, mix(number << 16 | i | 1), ByteOrder.LITTLE_ENDIAN);
    }
    target.putBytes(offset, expected, 0, length);
  }

  /** Requires that this is the element of that number. */
  void check(long number, DirectBuffer buffer, int offset, int length) {
    assertEquals(length(number), length, () -> "length of element " + number);
    write(number, expected, 0);
    UnsafeBuffer found = new UnsafeBuffer(buffer, offset, length);
    UnsafeBuffer wanted = new UnsafeBuffer(expected, 0, length);
    assertEquals(0, wanted.compareTo(found), () -> "bytes of element " + number);
  }

  /** The last step of SplitMix64, by Vigna: no two numbers have the same. */
  private static long mix(long number) {
    long x = number + 0x9e3779b97f4a7c15L;
    x = (x ^ x >>> 30) * 0xbf58476d1ce4e5b9L;
    x = (x ^ x >>> 27) * 0x94d049bb133111ebL;
    return x ^ x >>> 31;
  }
}
