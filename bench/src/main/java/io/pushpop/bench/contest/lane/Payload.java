package io.pushpop.bench.contest.lane;

import java.util.Arrays;
import java.util.Random;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Writes and checks the bytes of an element, which follow from its sequence number. A class for
 * each length, so that a contender's loop around it compiles to what a user's own code would.
 */
public interface Payload {
  /** Bytes. */
  int length();

  void write(MutableDirectBuffer buffer, int offset, long sequence);

  /**
   * Checks every byte.
   *
   * @throws IllegalStateException if this is not the element of that number
   */
  void check(DirectBuffer buffer, int offset, int length, long sequence);

  static Payload of(int length) {
    return switch (length) {
      case 8 -> new Eight();
      case 32 -> new ThirtyTwo();
      case 56 -> new FiftySix();
      default -> length <= 120 ? new Longs(length) : new Block(length);
    };
  }

  /** What a check throws. */
  static IllegalStateException wrong(long sequence, int length) {
    return new IllegalStateException(
        "element " + sequence + " arrived wrong or out of order: length=" + length);
  }

  /** Any multiple of 8 bytes. */
  final class Longs implements Payload {
    private final int length;

    Longs(int length) {
      if (length < Long.BYTES || length % Long.BYTES != 0) {
        throw new IllegalArgumentException("not a multiple of 8 bytes: length=" + length);
      }
      this.length = length;
    }

    @Override
    public int length() {
      return length;
    }

    @Override
    public void write(MutableDirectBuffer buffer, int offset, long sequence) {
      for (int i = 0; i < length; i += Long.BYTES) {
        buffer.putLong(offset + i, sequence + i / Long.BYTES);
      }
    }

    @Override
    public void check(DirectBuffer buffer, int offset, int length, long sequence) {
      if (length != this.length) {
        throw wrong(sequence, length);
      }
      for (int i = 0; i < length; i += Long.BYTES) {
        if (buffer.getLong(offset + i) != sequence + i / Long.BYTES) {
          throw wrong(sequence, length);
        }
      }
    }
  }

  /** Many bytes, copied in and out as a user's buffer would be. */
  final class Block implements Payload {
    private final byte[] template;
    private final byte[] arrived;

    Block(int length) {
      template = new byte[length];
      arrived = new byte[length];
      new Random(length).nextBytes(template);
    }

    @Override
    public int length() {
      return template.length;
    }

    @Override
    public void write(MutableDirectBuffer buffer, int offset, long sequence) {
      buffer.putBytes(offset, template);
      buffer.putLong(offset, sequence);
      buffer.putLong(offset + template.length - Long.BYTES, sequence);
    }

    @Override
    public void check(DirectBuffer buffer, int offset, int length, long sequence) {
      if (length != template.length) {
        throw wrong(sequence, length);
      }
      buffer.getBytes(offset, arrived);
      int end = length - Long.BYTES;
      if (buffer.getLong(offset) != sequence
          || buffer.getLong(offset + end) != sequence
          || !Arrays.equals(arrived, Long.BYTES, end, template, Long.BYTES, end)) {
        throw wrong(sequence, length);
      }
    }
  }

  /** 8 bytes. */
  final class Eight implements Payload {
    @Override
    public int length() {
      return 8;
    }

    @Override
    public void write(MutableDirectBuffer buffer, int offset, long sequence) {
      buffer.putLong(offset, sequence);
    }

    @Override
    public void check(DirectBuffer buffer, int offset, int length, long sequence) {
      if (length != 8 || buffer.getLong(offset) != sequence) {
        throw wrong(sequence, length);
      }
    }
  }

  /** 32 bytes. */
  final class ThirtyTwo implements Payload {
    @Override
    public int length() {
      return 32;
    }

    @Override
    public void write(MutableDirectBuffer buffer, int offset, long sequence) {
      buffer.putLong(offset, sequence);
      buffer.putLong(offset + 8, sequence + 1);
      buffer.putLong(offset + 16, sequence + 2);
      buffer.putLong(offset + 24, sequence + 3);
    }

    @Override
    public void check(DirectBuffer buffer, int offset, int length, long sequence) {
      if (length != 32
          || buffer.getLong(offset) != sequence
          || buffer.getLong(offset + 8) != sequence + 1
          || buffer.getLong(offset + 16) != sequence + 2
          || buffer.getLong(offset + 24) != sequence + 3) {
        throw wrong(sequence, length);
      }
    }
  }

  /** 56 bytes: what a slot of one cache line carries. */
  final class FiftySix implements Payload {
    @Override
    public int length() {
      return 56;
    }

    @Override
    public void write(MutableDirectBuffer buffer, int offset, long sequence) {
      buffer.putLong(offset, sequence);
      buffer.putLong(offset + 8, sequence + 1);
      buffer.putLong(offset + 16, sequence + 2);
      buffer.putLong(offset + 24, sequence + 3);
      buffer.putLong(offset + 32, sequence + 4);
      buffer.putLong(offset + 40, sequence + 5);
      buffer.putLong(offset + 48, sequence + 6);
    }

    @Override
    public void check(DirectBuffer buffer, int offset, int length, long sequence) {
      if (length != 56
          || buffer.getLong(offset) != sequence
          || buffer.getLong(offset + 8) != sequence + 1
          || buffer.getLong(offset + 16) != sequence + 2
          || buffer.getLong(offset + 24) != sequence + 3
          || buffer.getLong(offset + 32) != sequence + 4
          || buffer.getLong(offset + 40) != sequence + 5
          || buffer.getLong(offset + 48) != sequence + 6) {
        throw wrong(sequence, length);
      }
    }
  }
}
