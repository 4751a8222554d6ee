package io.pushpop.bench.torture;

import io.pushpop.queue.Geometry;
import java.util.Arrays;
import java.util.zip.CRC32C;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * What the elements are: length and every byte follow from seed and sequence.
 *
 * <pre>
 * sequence   0   8
 * checksum   8   4   CRC32C of sequence and content
 * content   12   ..
 * </pre>
 *
 * <p>A short element is the beginning of that. Not thread-safe, and nothing is allocated per
 * element.
 */
final class Elements {
  private static final int CHECKSUM_OFFSET = Long.BYTES;
  private static final int CONTENT_OFFSET = CHECKSUM_OFFSET + Integer.BYTES;

  /** Sequences of which either all fit a slot each, so that there are batches, or few do. */
  private static final int STRETCH_SHIFT = 4;

  // What a draw decides: one die each.
  private static final int STRETCH_DIE = 1;
  private static final int LENGTH_DIE = 2;
  private static final int CONTENT_DIE = 3;

  /** An odd number without pattern: the golden ratio, as is usual. */
  private static final long STEP = 0x9e3779b97f4a7c15L;

  private final long seed;
  private final int slotSize;
  private final int shortLength;
  private final int maxLength;
  private final byte[] image;
  private final byte[] found;
  private final UnsafeBuffer imageBuffer;
  private final CRC32C crc = new CRC32C();
  private long imaged = -1;
  private int foundLength;

  /**
   * Elements for a ring.
   *
   * @param seed of everything
   * @param geometry of the ring
   * @param maxLength of an element, in bytes
   */
  Elements(long seed, Geometry geometry, int maxLength) {
    if (maxLength < CONTENT_OFFSET || maxLength > geometry.maxLength()) {
      throw new IllegalArgumentException(
          "elements that can be told from each other, on a ring of "
              + geometry
              + ", have at most "
              + CONTENT_OFFSET
              + " to "
              + geometry.maxLength()
              + " bytes: maxLength="
              + maxLength
              + "; take another length, or more or larger slots");
    }
    this.seed = seed;
    this.slotSize = geometry.slotSize();
    this.shortLength = Math.min(geometry.slotPayload(), maxLength);
    this.maxLength = maxLength;
    // The content is filled by longs, the last of which may reach beyond it.
    this.image = new byte[maxLength + 2 * Long.BYTES];
    this.found = new byte[maxLength];
    this.imageBuffer = new UnsafeBuffer(image);
  }

  /** Bytes of the longest. */
  int maxLength() {
    return maxLength;
  }

  /** Bytes of an element. */
  int length(long sequence) {
    long draw = draw(sequence, LENGTH_DIE);
    if ((draw(sequence >>> STRETCH_SHIFT, STRETCH_DIE) & 3) == 0) {
      return bounded(draw, shortLength + 1);
    }
    return switch ((int) draw & 15) {
      case 0 -> maxLength;
      // Where an element just fills its slots, or just does not.
      case 1 -> Math.min(maxLength, slotSize * (1 + bounded(draw, 4)) - Long.BYTES);
      case 2 -> Math.min(maxLength, slotSize * (1 + bounded(draw, 4)) - Long.BYTES + 1);
      default -> bounded(draw, maxLength + 1);
    };
  }

  /** Whether an element carries its sequence and checksum in full. */
  boolean isUnmistakable(long sequence) {
    return length(sequence) >= CONTENT_OFFSET;
  }

  /**
   * The bytes of an element.
   *
   * @return the first {@link #length} bytes are it; good until the next call
   */
  DirectBuffer image(long sequence) {
    if (sequence != imaged) {
      int length = Math.max(length(sequence), CONTENT_OFFSET);
      imageBuffer.putLong(0, sequence);
      long content = draw(sequence, CONTENT_DIE);
      for (int i = CONTENT_OFFSET; i < length; i += Long.BYTES) {
        imageBuffer.putLong(i, content);
        content += STEP;
      }
      imageBuffer.putInt(CHECKSUM_OFFSET, checksum(image, length));
      imaged = sequence;
    }
    return imageBuffer;
  }

  /** Whether these bytes are that element, all of them. */
  boolean isElement(long sequence, DirectBuffer buffer, int offset, int length) {
    foundLength = length;
    if (length > maxLength) {
      return false;
    }
    buffer.getBytes(offset, found, 0, length);
    if (length != length(sequence)) {
      return false;
    }
    image(sequence);
    return Arrays.mismatch(found, 0, length, image, 0, length) < 0;
  }

  /** Says what the bytes were that {@link #isElement} found not to be an element. */
  String describeFound() {
    if (foundLength > maxLength) {
      return "something that never was an element, length=" + foundLength;
    }
    if (foundLength < CONTENT_OFFSET) {
      return "an element without room for its checksum, length=" + foundLength;
    }
    UnsafeBuffer element = new UnsafeBuffer(found);
    int checksum = checksum(found, foundLength);
    return String.format(
        "%s element, sequence=%d, length=%d, checksum=%08x, checksum of its bytes=%08x",
        checksum == element.getInt(CHECKSUM_OFFSET) ? "a whole" : "a torn",
        element.getLong(0),
        foundLength,
        element.getInt(CHECKSUM_OFFSET),
        checksum);
  }

  /**
   * A number that follows from seed, sequence and die, and looks like chance.
   *
   * @param die one for each decision, so that they do not depend on each other
   */
  long draw(long sequence, int die) {
    // The finalizer of SplitMix64.
    long z = seed + (sequence << 4 | die) * STEP;
    z = (z ^ z >>> 30) * 0xbf58476d1ce4e5b9L;
    z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
    return z ^ z >>> 31;
  }

  /** Turns a draw into 0 to bound - 1, by other bits than its lowest ones. */
  static int bounded(long draw, int bound) {
    return (int) ((draw >>> 32) * bound >>> 32);
  }

  private int checksum(byte[] bytes, int length) {
    crc.reset();
    crc.update(bytes, 0, CHECKSUM_OFFSET);
    crc.update(bytes, CONTENT_OFFSET, length - CONTENT_OFFSET);
    return (int) crc.getValue();
  }
}
