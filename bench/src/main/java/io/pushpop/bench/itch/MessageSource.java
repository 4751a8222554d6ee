package io.pushpop.bench.itch;

import org.agrona.MutableDirectBuffer;

/**
 * A run of messages, one after the other: from a capture file, or generated.
 *
 * <p>What comes next can be asked before it is taken, so that a caller can wait until the message
 * is due and make exactly the room that it needs. For one thread. No method allocates once the
 * source runs.
 */
public interface MessageSource extends AutoCloseable {
  /** Stands for a length when no message is left. */
  int END = -1;

  /**
   * Length of the message that {@link #next} will write. Asking changes nothing.
   *
   * @return bytes, 1 to 65,535 and at most {@link MessageType#MAX_LENGTH} for known types, or
   *     {@link #END}
   * @throws java.io.UncheckedIOException if the messages come from a file that cannot be read, or
   *     that is damaged
   */
  int nextLength();

  /**
   * Time that the message that {@link #next} will write carries. A message that is of no known
   * type, or not of its type's length, carries no time that could be trusted: for it, and at the
   * end, this is the time of the last message that did.
   *
   * @return nanoseconds since midnight, 0 to 2^48 - 1; 0 before the first time
   * @throws java.io.UncheckedIOException as for {@link #nextLength}
   */
  long nextTimestampNanos();

  /**
   * Writes the next message.
   *
   * @param buffer to write to, with room for {@link #nextLength} bytes at the offset
   * @param offset where the message's first byte goes
   * @return bytes written, or {@link #END} if no message was left and nothing was written
   * @throws java.io.UncheckedIOException as for {@link #nextLength}
   * @throws IndexOutOfBoundsException if the message does not fit, and Agrona's bounds checks are
   *     on; the message is still the next one
   */
  int next(MutableDirectBuffer buffer, int offset);

  /**
   * Counts of the messages written so far.
   *
   * @return always the same object
   */
  MessageCounts counts();

  /**
   * How far the source is.
   *
   * @return 0 to 1, never less than before
   */
  double progress();

  /**
   * Whether the messages ended in the middle: inside a frame, or inside a compressed stream. Known
   * when {@link #nextLength} has given {@link #END}.
   *
   * @return true if something is missing at the end
   */
  boolean isTorn();

  /**
   * Bytes left over at the end that are no whole frame, the length prefix (or what there is of it)
   * included; counted after decompression, so a compressed stream may be torn and have none. Known
   * when {@link #nextLength} has given {@link #END}.
   *
   * @return 0 to 65,536
   */
  int tornTailBytes();

  /** Gives back what the source holds. */
  @Override
  void close();
}
