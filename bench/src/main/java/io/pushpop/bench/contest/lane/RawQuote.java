package io.pushpop.bench.contest.lane;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * A quote as raw bytes: each field at its offset, put there and read by hand. Every field is the
 * sequence number.
 *
 * <pre>
 * offset 0       8           16      24          32          40         44
 *        kind    timestamp   stock   bidShares   askShares   bidPrice   askPrice
 * </pre>
 */
final class RawQuote implements Payload {
  static final int LENGTH = 48;
  static final long KIND = 1;

  private static final int TIMESTAMP = 8;
  private static final int STOCK = 16;
  private static final int BID_SHARES = 24;
  private static final int ASK_SHARES = 32;
  private static final int BID_PRICE = 40;
  private static final int ASK_PRICE = 44;

  @Override
  public int length() {
    return LENGTH;
  }

  @Override
  public void write(MutableDirectBuffer buffer, int offset, long sequence) {
    buffer.putLong(offset, KIND);
    buffer.putLong(offset + TIMESTAMP, sequence);
    buffer.putLong(offset + STOCK, sequence);
    buffer.putLong(offset + BID_SHARES, sequence);
    buffer.putLong(offset + ASK_SHARES, sequence);
    buffer.putInt(offset + BID_PRICE, (int) sequence);
    buffer.putInt(offset + ASK_PRICE, (int) sequence);
  }

  @Override
  public void check(DirectBuffer buffer, int offset, int length, long sequence) {
    if (length != LENGTH
        || buffer.getLong(offset) != KIND
        || buffer.getLong(offset + TIMESTAMP) != sequence
        || buffer.getLong(offset + STOCK) != sequence
        || buffer.getLong(offset + BID_SHARES) != sequence
        || buffer.getLong(offset + ASK_SHARES) != sequence
        || buffer.getInt(offset + BID_PRICE) != (int) sequence
        || buffer.getInt(offset + ASK_PRICE) != (int) sequence) {
      throw Payload.wrong(sequence, length);
    }
  }
}
