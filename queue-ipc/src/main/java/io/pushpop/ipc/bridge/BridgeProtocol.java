package io.pushpop.ipc.bridge;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.nio.charset.StandardCharsets;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * What the two sides of a bridge say to each other, byte by byte. Numbers are little-endian.
 *
 * <p>Forth, on the stream of elements, the reserved value of each frame tells what it is:
 *
 * <pre>
 * reserved value         the message
 * 1 or more              an element, as it lies in the ring; the value is the position of the source
 *                        ring behind it
 * -1 or less, but not    several elements in order, a PART each; the value is the position behind the
 *   one of these two     first of them, negated
 * HELLO  -2^63           from here on the elements of a ring follow, in order, from where the
 *                        receiver says
 * END    -2^63 + 1       the push end of the source ring was closed, and all has been acknowledged
 *
 * HELLO          offset  size
 *   magic        0       8     "PUSHPOP&gt;"
 *   version      8       4     2
 *   longest      12      4     bytes of the longest element that may come
 *   number       16      8     of this hello; grows from one hello of a ring to the next
 *   ring         24      8     id of the source ring
 *   start        32      8     tail of the source ring: what lies before it is gone
 *   head         40      8     of the source ring
 *   slots        48      4     of the source ring, which is full if answers are slower than that
 *   schema       52      4+64  length and UTF-8 of the source ring's schema; 0 if it has none
 *
 * END            offset  size
 *   number       0       8     of the hello that it belongs to
 *
 * PART           offset  size
 *   length       0       4     of the element
 *   beyond       4       4     from the position behind the first element to that behind this one
 *   element      8       length
 * </pre>
 *
 * <p>Back, on the stream of acknowledgements:
 *
 * <pre>
 * ANSWER         offset  size
 *   kind         0       4     ACK, REFUSED, or ENDED: an ACK to an END
 *   session      4       4     of the publication that this answers
 *   number       8       8     of the hello that is followed, or refused; 0: none was heard
 *   ring         16      8     id of that source ring
 *   passed       24      8     position in Aeron's stream up to which it was read
 *   position     32      8     position of the source ring up to which all is in the target ring
 *   text         40      4+n   of a refusal: length, UTF-8; 0 of others
 * </pre>
 */
final class BridgeProtocol {
  static final long HELLO = Long.MIN_VALUE;
  static final long END = Long.MIN_VALUE + 1;

  static final int ACK = 1;
  static final int REFUSED = 2;
  static final int ENDED = 3;

  /** No hello: their numbers are above. */
  static final long NO_HELLO = 0;

  static final int VERSION = 2;

  /** "PUSHPOP>", as a number. */
  private static final long MAGIC = 0x3e504f5048535550L;

  private static final int MAGIC_OFFSET = 0;
  private static final int VERSION_OFFSET = 8;
  private static final int LONGEST_OFFSET = 12;
  private static final int HELLO_NUMBER_OFFSET = 16;
  private static final int HELLO_RING_OFFSET = 24;
  private static final int START_OFFSET = 32;
  private static final int HEAD_OFFSET = 40;
  private static final int SLOTS_OFFSET = 48;
  private static final int SCHEMA_OFFSET = 52;
  private static final int MAX_SCHEMA_LENGTH = 64;
  static final int HELLO_LENGTH = SCHEMA_OFFSET + Integer.BYTES + MAX_SCHEMA_LENGTH;

  private static final int END_NUMBER_OFFSET = 0;
  static final int END_LENGTH = 8;

  private static final int PART_LENGTH_OFFSET = 0;
  private static final int PART_BEYOND_OFFSET = 4;
  static final int PART_HEADER_LENGTH = 8;

  private static final int KIND_OFFSET = 0;
  private static final int SESSION_OFFSET = 4;
  private static final int NUMBER_OFFSET = 8;
  private static final int RING_OFFSET = 16;
  private static final int PASSED_OFFSET = 24;
  private static final int POSITION_OFFSET = 32;
  private static final int TEXT_OFFSET = 40;
  private static final int TEXT_BEGIN = TEXT_OFFSET + Integer.BYTES;

  /** Longest text of a refusal, so that an answer is never more than one frame. */
  private static final int MAX_TEXT_LENGTH = 960;

  static final int MAX_ANSWER_LENGTH = TEXT_BEGIN + MAX_TEXT_LENGTH;

  private BridgeProtocol() {}

  /**
   * A hello of a version that this release speaks.
   *
   * @param schema of the source ring, or null
   */
  record Hello(
      long number, long ring, long start, long head, int longest, int slots, String schema) {}

  /** Writes a hello at the start of a buffer. */
  static void write(Hello hello, MutableDirectBuffer into) {
    into.putLong(MAGIC_OFFSET, MAGIC, LITTLE_ENDIAN);
    into.putInt(VERSION_OFFSET, VERSION, LITTLE_ENDIAN);
    into.putInt(LONGEST_OFFSET, hello.longest(), LITTLE_ENDIAN);
    into.putLong(HELLO_NUMBER_OFFSET, hello.number(), LITTLE_ENDIAN);
    into.putLong(HELLO_RING_OFFSET, hello.ring(), LITTLE_ENDIAN);
    into.putLong(START_OFFSET, hello.start(), LITTLE_ENDIAN);
    into.putLong(HEAD_OFFSET, hello.head(), LITTLE_ENDIAN);
    into.putInt(SLOTS_OFFSET, hello.slots(), LITTLE_ENDIAN);
    into.setMemory(SCHEMA_OFFSET, HELLO_LENGTH - SCHEMA_OFFSET, (byte) 0);
    putText(into, SCHEMA_OFFSET, hello.schema() == null ? "" : hello.schema(), MAX_SCHEMA_LENGTH);
  }

  /** Whether this is a hello at all, of whatever version. */
  static boolean isHello(DirectBuffer from, int offset, int length) {
    return length >= START_OFFSET && from.getLong(offset + MAGIC_OFFSET, LITTLE_ENDIAN) == MAGIC;
  }

  // These three stand where they stand in every version, so that each can refuse any other.

  static int version(DirectBuffer from, int offset) {
    return from.getInt(offset + VERSION_OFFSET, LITTLE_ENDIAN);
  }

  static long helloNumber(DirectBuffer from, int offset) {
    return from.getLong(offset + HELLO_NUMBER_OFFSET, LITTLE_ENDIAN);
  }

  static long helloRing(DirectBuffer from, int offset) {
    return from.getLong(offset + HELLO_RING_OFFSET, LITTLE_ENDIAN);
  }

  /** Reads a hello, or null if it is not of this version. */
  static Hello readHello(DirectBuffer from, int offset, int length) {
    if (version(from, offset) != VERSION || length < HELLO_LENGTH) {
      return null;
    }
    String schema = getText(from, offset + SCHEMA_OFFSET, MAX_SCHEMA_LENGTH);
    return new Hello(
        helloNumber(from, offset),
        helloRing(from, offset),
        from.getLong(offset + START_OFFSET, LITTLE_ENDIAN),
        from.getLong(offset + HEAD_OFFSET, LITTLE_ENDIAN),
        from.getInt(offset + LONGEST_OFFSET, LITTLE_ENDIAN),
        from.getInt(offset + SLOTS_OFFSET, LITTLE_ENDIAN),
        schema.isEmpty() ? null : schema);
  }

  /** Writes an end of the stream at the start of a buffer. */
  static void writeEnd(long number, MutableDirectBuffer into) {
    into.putLong(END_NUMBER_OFFSET, number, LITTLE_ENDIAN);
  }

  /** The number of the hello that an end belongs to. */
  static long readEnd(DirectBuffer from, int offset, int length) {
    return length < END_LENGTH ? NO_HELLO : from.getLong(offset + END_NUMBER_OFFSET, LITTLE_ENDIAN);
  }

  /** Whether a reserved value is that of a message of elements. */
  static boolean isElements(long reservedValue) {
    return reservedValue != HELLO && reservedValue != END;
  }

  /** The reserved value of several elements. */
  static long several(long behindFirst) {
    return -behindFirst;
  }

  /** Whether a reserved value of elements is that of several, a part each. */
  static boolean isSeveral(long reservedValue) {
    return reservedValue < 0;
  }

  /** Position of the source ring behind the first or only one of a message of elements. */
  static long behindFirst(long reservedValue) {
    return Math.abs(reservedValue);
  }

  /**
   * Begins a part.
   *
   * @param beyond fits: elements of one message are in the ring at the same time
   */
  static void writePartHeader(int length, long beyond, MutableDirectBuffer into, int offset) {
    into.putInt(offset + PART_LENGTH_OFFSET, length, LITTLE_ENDIAN);
    into.putInt(offset + PART_BEYOND_OFFSET, (int) beyond, LITTLE_ENDIAN);
  }

  /**
   * Length of the element in a part.
   *
   * @param rest of the message from this part on, in bytes
   * @throws BridgeRefusedException if that is less than the part
   */
  static int partLength(DirectBuffer from, int offset, int rest) {
    int length =
        rest < PART_HEADER_LENGTH ? -1 : from.getInt(offset + PART_LENGTH_OFFSET, LITTLE_ENDIAN);
    if (length < 0 || length > rest - PART_HEADER_LENGTH) {
      throw new BridgeRefusedException(
          "what comes is no bridge's: a message of several elements ends in the middle of one: length="
              + length
              + ", bytes left="
              + rest
              + "; see who else sends on this channel and stream");
    }
    return length;
  }

  /** How far behind the first element of its message that of a part ends. */
  static int partBeyond(DirectBuffer from, int offset) {
    return from.getInt(offset + PART_BEYOND_OFFSET, LITTLE_ENDIAN);
  }

  /** Writes an answer at the start of a buffer, and returns its length. */
  static int write(
      int kind,
      int session,
      long number,
      long ring,
      long passed,
      long position,
      String text,
      MutableDirectBuffer into) {
    into.putInt(KIND_OFFSET, kind, LITTLE_ENDIAN);
    into.putInt(SESSION_OFFSET, session, LITTLE_ENDIAN);
    into.putLong(NUMBER_OFFSET, number, LITTLE_ENDIAN);
    into.putLong(RING_OFFSET, ring, LITTLE_ENDIAN);
    into.putLong(PASSED_OFFSET, passed, LITTLE_ENDIAN);
    into.putLong(POSITION_OFFSET, position, LITTLE_ENDIAN);
    return TEXT_BEGIN + putText(into, TEXT_OFFSET, text, MAX_TEXT_LENGTH);
  }

  /** Whether these bytes can be an answer. */
  static boolean isAnswer(DirectBuffer from, int offset, int length) {
    if (length < TEXT_BEGIN) {
      return false;
    }
    int kind = kind(from, offset);
    return kind == ACK || kind == REFUSED || kind == ENDED;
  }

  static int kind(DirectBuffer from, int offset) {
    return from.getInt(offset + KIND_OFFSET, LITTLE_ENDIAN);
  }

  static int session(DirectBuffer from, int offset) {
    return from.getInt(offset + SESSION_OFFSET, LITTLE_ENDIAN);
  }

  static long number(DirectBuffer from, int offset) {
    return from.getLong(offset + NUMBER_OFFSET, LITTLE_ENDIAN);
  }

  static long ring(DirectBuffer from, int offset) {
    return from.getLong(offset + RING_OFFSET, LITTLE_ENDIAN);
  }

  static long passed(DirectBuffer from, int offset) {
    return from.getLong(offset + PASSED_OFFSET, LITTLE_ENDIAN);
  }

  static long position(DirectBuffer from, int offset) {
    return from.getLong(offset + POSITION_OFFSET, LITTLE_ENDIAN);
  }

  /** The sentence of a refusal. */
  static String text(DirectBuffer from, int offset, int length) {
    return getText(from, offset + TEXT_OFFSET, length - TEXT_BEGIN);
  }

  private static int putText(MutableDirectBuffer into, int offset, String text, int longest) {
    if (text.isEmpty()) { // the usual answer, for which nothing is allocated
      into.putInt(offset, 0, LITTLE_ENDIAN);
      return 0;
    }
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    int length = Math.min(bytes.length, longest);
    into.putInt(offset, length, LITTLE_ENDIAN);
    into.putBytes(offset + Integer.BYTES, bytes, 0, length);
    return length;
  }

  /** It comes from a network and goes to terminals, which take orders from control characters. */
  private static String getText(DirectBuffer from, int offset, int longest) {
    int said = from.getInt(offset, LITTLE_ENDIAN);
    byte[] bytes = new byte[Math.max(0, Math.min(said, longest))];
    from.getBytes(offset + Integer.BYTES, bytes);
    return new String(bytes, StandardCharsets.UTF_8).replaceAll("[\\p{Cntrl}\\x80-\\x9f]", "?");
  }
}
