package io.pushpop.bench.handoff;

import java.util.HexFormat;
import org.agrona.DirectBuffer;

/**
 * A 64-bit sum over the bytes, lengths and order of messages: both sides keep one, and they are
 * equal if every message came through whole, once and in its place.
 *
 * <p>Every step can be undone: so messages that differ in one word of 8 bytes never have the same
 * sum, and others do so once in 2^64. It guards against faults, not against an adversary. The
 * products of a message do not wait for each other, so it costs some 13 ns a message, as {@link
 * java.util.zip.CRC32C} does, which is half as wide and wants a {@link java.nio.ByteBuffer}.
 */
final class Checksum {
  /** 2^64 divided by the golden ratio, made odd: bits of both halves spread well. */
  private static final long MULTIPLIER = 0x9E37_79B9_7F4A_7C15L;

  /** Odd, so that it takes 64 words until a word could stand in for another. */
  private static final int ROTATION = 17;

  private long value;

  /** Adds the message of this length, 0 or more, at an offset. */
  void add(DirectBuffer buffer, int offset, int length) {
    int lastWord = offset + length - Long.BYTES;
    long message = length;
    for (int at = offset; at < lastWord; at += Long.BYTES) {
      message = mix(message, buffer.getLong(at));
    }
    // The last word may overlap the one before, or else the message is shorter than a word.
    long last = length >= Long.BYTES ? buffer.getLong(lastWord) : bytes(buffer, offset, length);
    long sum = (value ^ mix(message, last)) * MULTIPLIER;
    value = sum ^ sum >>> 32;
  }

  /** The sum over all messages so far, as 16 hexadecimal digits. */
  String digits() {
    return HexFormat.of().toHexDigits(value);
  }

  private static long mix(long sum, long word) {
    return Long.rotateLeft(sum, ROTATION) + word * MULTIPLIER;
  }

  private static long bytes(DirectBuffer buffer, int offset, int length) {
    long word = 0;
    for (int i = 0; i < length; i++) {
      word = word << Byte.SIZE | buffer.getByte(offset + i) & 0xFF;
    }
    return word;
  }
}
