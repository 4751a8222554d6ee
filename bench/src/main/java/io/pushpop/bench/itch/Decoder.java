package io.pushpop.bench.itch;

import static java.nio.ByteOrder.BIG_ENDIAN;

import org.agrona.DirectBuffer;

/**
 * Reads fields of a message in place. Each method takes the buffer and the offset of the message's
 * first byte; a method below the header's is for the types that its name or comment gives, and
 * reads some other field of any other type.
 */
public final class Decoder {
  private Decoder() {}

  /**
   * The type byte of any message.
   *
   * @param buffer holds the message
   * @param offset of the message's first byte
   * @return the code of a {@link MessageType}, or anything else for a type that is not known
   */
  public static byte type(DirectBuffer buffer, int offset) {
    return buffer.getByte(offset + Fields.TYPE);
  }

  /**
   * The number that stands for the stock throughout the day.
   *
   * @param buffer holds the message
   * @param offset of the message's first byte
   * @return 0 to 65,535; 0 for a message about no stock
   */
  public static int stockLocate(DirectBuffer buffer, int offset) {
    return buffer.getShort(offset + Fields.STOCK_LOCATE, BIG_ENDIAN) & 0xFFFF;
  }

  /**
   * The time that the message carries.
   *
   * @param buffer holds the message
   * @param offset of the message's first byte
   * @return nanoseconds since midnight, 0 to 2^48 - 1
   */
  public static long timestampNanos(DirectBuffer buffer, int offset) {
    // The eight bytes that end with the timestamp are all inside the message.
    return buffer.getLong(offset + Fields.TIMESTAMP - Short.BYTES, BIG_ENDIAN) & 0xFFFF_FFFF_FFFFL;
  }

  /**
   * The order that an A, F, E, C, X, D or U is about; for a U, the order that ends.
   *
   * @param buffer holds the message
   * @param offset of the message's first byte
   * @return all 64 bits, to be compared for equality only
   */
  public static long orderReference(DirectBuffer buffer, int offset) {
    return buffer.getLong(offset + Fields.ORDER_REFERENCE, BIG_ENDIAN);
  }

  /**
   * Whether an A or F buys.
   *
   * @param buffer holds the message
   * @param offset of the message's first byte
   * @return true for B, false for anything else
   */
  public static boolean isBuy(DirectBuffer buffer, int offset) {
    return buffer.getByte(offset + Fields.ADD_SIDE) == 'B';
  }

  /**
   * Shares of an A or F.
   *
   * @param buffer holds the message
   * @param offset of the message's first byte
   * @return 0 to 2^32 - 1
   */
  public static long shares(DirectBuffer buffer, int offset) {
    return u32(buffer, offset + Fields.ADD_SHARES);
  }

  /**
   * Price of an A or F.
   *
   * @param buffer holds the message
   * @param offset of the message's first byte
   * @return 1/10,000 of a dollar, 0 to 2^32 - 1
   */
  public static long price(DirectBuffer buffer, int offset) {
    return u32(buffer, offset + Fields.ADD_PRICE);
  }

  /**
   * Shares that an E, C or X takes off its order.
   *
   * @param buffer holds the message
   * @param offset of the message's first byte
   * @return 0 to 2^32 - 1
   */
  public static long reducedShares(DirectBuffer buffer, int offset) {
    return u32(buffer, offset + Fields.REDUCE_SHARES);
  }

  /**
   * The order that begins with a U.
   *
   * @param buffer holds the message
   * @param offset of the message's first byte
   * @return all 64 bits, to be compared for equality only
   */
  public static long newReference(DirectBuffer buffer, int offset) {
    return buffer.getLong(offset + Fields.REPLACE_REFERENCE, BIG_ENDIAN);
  }

  /**
   * Shares of the order that begins with a U.
   *
   * @param buffer holds the message
   * @param offset of the message's first byte
   * @return 0 to 2^32 - 1
   */
  public static long newShares(DirectBuffer buffer, int offset) {
    return u32(buffer, offset + Fields.REPLACE_SHARES);
  }

  /**
   * Price of the order that begins with a U.
   *
   * @param buffer holds the message
   * @param offset of the message's first byte
   * @return 1/10,000 of a dollar, 0 to 2^32 - 1
   */
  public static long newPrice(DirectBuffer buffer, int offset) {
    return u32(buffer, offset + Fields.REPLACE_PRICE);
  }

  private static long u32(DirectBuffer buffer, int index) {
    return buffer.getInt(index, BIG_ENDIAN) & 0xFFFF_FFFFL;
  }
}
