package io.pushpop.bench.quote;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * A quote as raw bytes: each field at its offset, put there and read by hand. Every field after the
 * kind is the quote's number.
 *
 * <pre>
 * offset 0       8           16      24          32          40         44
 *        kind    timestamp   stock   bidShares   askShares   bidPrice   askPrice
 * </pre>
 */
public final class RawQuote {
  /** Bytes of a quote. */
  public static final int LENGTH = 48;

  /** Fields that are its number. */
  public static final int FIELDS = 6;

  static final long KIND = 1;

  static final int TIMESTAMP = 8;
  static final int STOCK = 16;
  static final int BID_SHARES = 24;
  static final int ASK_SHARES = 32;
  static final int BID_PRICE = 40;
  static final int ASK_PRICE = 44;
  private static final long U32 = 0xFFFF_FFFFL;

  private RawQuote() {}

  /**
   * Writes a quote.
   *
   * @param buffer to write to
   * @param offset of the quote
   * @param number of the quote; prices have its low 32 bits
   */
  public static void put(MutableDirectBuffer buffer, int offset, long number) {
    buffer.putLong(offset, KIND);
    buffer.putLong(offset + TIMESTAMP, number);
    buffer.putLong(offset + STOCK, number);
    buffer.putLong(offset + BID_SHARES, number);
    buffer.putLong(offset + ASK_SHARES, number);
    buffer.putInt(offset + BID_PRICE, (int) number);
    buffer.putInt(offset + ASK_PRICE, (int) number);
  }

  /**
   * Reads a quote.
   *
   * @param buffer to read from
   * @param offset of the quote
   * @return the sum of its fields; 0 if it is none
   */
  public static long sum(DirectBuffer buffer, int offset) {
    return buffer.getLong(offset) == KIND
        ? buffer.getLong(offset + TIMESTAMP)
            + buffer.getLong(offset + STOCK)
            + buffer.getLong(offset + BID_SHARES)
            + buffer.getLong(offset + ASK_SHARES)
            + (buffer.getInt(offset + BID_PRICE) & U32)
            + (buffer.getInt(offset + ASK_PRICE) & U32)
        : 0;
  }

  /**
   * Whether this is the quote of a number, in every field.
   *
   * @param buffer to read from
   * @param offset of the quote
   * @param number of the quote
   * @return true if so
   */
  public static boolean is(DirectBuffer buffer, int offset, long number) {
    return buffer.getLong(offset) == KIND
        && buffer.getLong(offset + TIMESTAMP) == number
        && buffer.getLong(offset + STOCK) == number
        && buffer.getLong(offset + BID_SHARES) == number
        && buffer.getLong(offset + ASK_SHARES) == number
        && buffer.getInt(offset + BID_PRICE) == (int) number
        && buffer.getInt(offset + ASK_PRICE) == (int) number;
  }
}
