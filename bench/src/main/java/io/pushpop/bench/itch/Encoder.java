package io.pushpop.bench.itch;

import static java.nio.ByteOrder.BIG_ENDIAN;

import org.agrona.MutableDirectBuffer;

/**
 * Writes messages in place. {@link #header} writes what every message starts with, the other
 * methods what follows it; all take the buffer and the offset of the message's first byte, and
 * write nothing outside the message's length. Shares are u32, prices 1/10,000 of a dollar as u32,
 * stocks eight ASCII characters packed big-endian into a long.
 */
final class Encoder {
  private static final long SPACES = 0x2020_2020_2020_2020L;

  private Encoder() {}

  static void header(
      MutableDirectBuffer buffer,
      int offset,
      MessageType type,
      int stockLocate,
      int trackingNumber,
      long timestampNanos) {
    // The 11 bytes as 8 + 2 + 1: type, locate, tracking number and the timestamp's upper half.
    buffer.putLong(
        offset,
        (long) type.code() << 56
            | (stockLocate & 0xFFFFL) << 40
            | (trackingNumber & 0xFFFFL) << 24
            | (timestampNanos >>> 24 & 0xFF_FFFFL),
        BIG_ENDIAN);
    buffer.putShort(offset + 8, (short) (timestampNanos >>> 8), BIG_ENDIAN);
    buffer.putByte(offset + 10, (byte) timestampNanos);
  }

  static void systemEvent(MutableDirectBuffer buffer, int offset, char event) {
    buffer.putByte(offset + Fields.SYSTEM_EVENT, (byte) event);
  }

  static void stockDirectory(MutableDirectBuffer buffer, int offset, long stock, int roundLot) {
    buffer.putLong(offset + Fields.DIRECTORY_STOCK, stock, BIG_ENDIAN);
    buffer.putByte(offset + Fields.DIRECTORY_CATEGORY, (byte) 'Q');
    buffer.putByte(offset + Fields.DIRECTORY_STATUS, (byte) 'N');
    buffer.putInt(offset + Fields.DIRECTORY_ROUND_LOT, roundLot, BIG_ENDIAN);
    // N C Z_ P N N 1 N: common stock, production, no restriction, no IPO, LULD tier 1, no ETP.
    buffer.putLong(offset + Fields.DIRECTORY_REST, 0x4E43_5A20_504E_4E31L, BIG_ENDIAN);
    buffer.putByte(offset + Fields.DIRECTORY_REST + 8, (byte) 'N');
    buffer.putInt(offset + Fields.DIRECTORY_REST + 9, 0);
    buffer.putByte(offset + Fields.DIRECTORY_REST + 13, (byte) 'N');
  }

  static void tradingAction(MutableDirectBuffer buffer, int offset, long stock, char state) {
    buffer.putLong(offset + Fields.ACTION_STOCK, stock, BIG_ENDIAN);
    buffer.putByte(offset + Fields.ACTION_STATE, (byte) state);
    buffer.putByte(offset + Fields.ACTION_RESERVED, (byte) ' ');
    buffer.putInt(offset + Fields.ACTION_REASON, (int) SPACES);
  }

  static void regSho(MutableDirectBuffer buffer, int offset, long stock, char action) {
    buffer.putLong(offset + Fields.REG_SHO_STOCK, stock, BIG_ENDIAN);
    buffer.putByte(offset + Fields.REG_SHO_ACTION, (byte) action);
  }

  static void addOrder(
      MutableDirectBuffer buffer,
      int offset,
      long reference,
      boolean buy,
      int shares,
      long stock,
      int price) {
    buffer.putLong(offset + Fields.ORDER_REFERENCE, reference, BIG_ENDIAN);
    buffer.putByte(offset + Fields.ADD_SIDE, side(buy));
    buffer.putInt(offset + Fields.ADD_SHARES, shares, BIG_ENDIAN);
    buffer.putLong(offset + Fields.ADD_STOCK, stock, BIG_ENDIAN);
    buffer.putInt(offset + Fields.ADD_PRICE, price, BIG_ENDIAN);
  }

  static void participant(MutableDirectBuffer buffer, int offset, int mpid) {
    buffer.putInt(offset + Fields.ADD_MPID, mpid, BIG_ENDIAN);
  }

  static void orderExecuted(
      MutableDirectBuffer buffer, int offset, long reference, int shares, long match) {
    orderCancel(buffer, offset, reference, shares);
    buffer.putLong(offset + Fields.EXECUTED_MATCH, match, BIG_ENDIAN);
  }

  static void executionPrice(MutableDirectBuffer buffer, int offset, int price) {
    buffer.putByte(offset + Fields.EXECUTED_PRINTABLE, (byte) 'Y');
    buffer.putInt(offset + Fields.EXECUTED_PRICE, price, BIG_ENDIAN);
  }

  static void orderCancel(MutableDirectBuffer buffer, int offset, long reference, int shares) {
    orderDelete(buffer, offset, reference);
    buffer.putInt(offset + Fields.REDUCE_SHARES, shares, BIG_ENDIAN);
  }

  static void orderDelete(MutableDirectBuffer buffer, int offset, long reference) {
    buffer.putLong(offset + Fields.ORDER_REFERENCE, reference, BIG_ENDIAN);
  }

  static void orderReplace(
      MutableDirectBuffer buffer,
      int offset,
      long reference,
      long newReference,
      int shares,
      int price) {
    buffer.putLong(offset + Fields.ORDER_REFERENCE, reference, BIG_ENDIAN);
    buffer.putLong(offset + Fields.REPLACE_REFERENCE, newReference, BIG_ENDIAN);
    buffer.putInt(offset + Fields.REPLACE_SHARES, shares, BIG_ENDIAN);
    buffer.putInt(offset + Fields.REPLACE_PRICE, price, BIG_ENDIAN);
  }

  static void trade(
      MutableDirectBuffer buffer, int offset, int shares, long stock, int price, long match) {
    // Since 2014 the feed hides reference and side of a hidden order: 0 and B.
    buffer.putLong(offset + Fields.TRADE_REFERENCE, 0L);
    buffer.putByte(offset + Fields.TRADE_SIDE, (byte) 'B');
    buffer.putInt(offset + Fields.TRADE_SHARES, shares, BIG_ENDIAN);
    buffer.putLong(offset + Fields.TRADE_STOCK, stock, BIG_ENDIAN);
    buffer.putInt(offset + Fields.TRADE_PRICE, price, BIG_ENDIAN);
    buffer.putLong(offset + Fields.TRADE_MATCH, match, BIG_ENDIAN);
  }

  static void crossTrade(
      MutableDirectBuffer buffer, int offset, long shares, long stock, int price, long match) {
    buffer.putLong(offset + Fields.CROSS_SHARES, shares, BIG_ENDIAN);
    buffer.putLong(offset + Fields.CROSS_STOCK, stock, BIG_ENDIAN);
    buffer.putInt(offset + Fields.CROSS_PRICE, price, BIG_ENDIAN);
    buffer.putLong(offset + Fields.CROSS_MATCH, match, BIG_ENDIAN);
    buffer.putByte(offset + Fields.CROSS_TYPE, (byte) 'H');
  }

  static void imbalance(
      MutableDirectBuffer buffer, int offset, long shares, boolean buy, long stock, int price) {
    buffer.putLong(offset + Fields.IMBALANCE_PAIRED, 2 * shares, BIG_ENDIAN);
    buffer.putLong(offset + Fields.IMBALANCE_SHARES, shares, BIG_ENDIAN);
    buffer.putByte(offset + Fields.IMBALANCE_DIRECTION, side(buy));
    buffer.putLong(offset + Fields.IMBALANCE_STOCK, stock, BIG_ENDIAN);
    buffer.putInt(offset + Fields.IMBALANCE_FAR, price, BIG_ENDIAN);
    buffer.putInt(offset + Fields.IMBALANCE_NEAR, price, BIG_ENDIAN);
    buffer.putInt(offset + Fields.IMBALANCE_REFERENCE, price, BIG_ENDIAN);
    buffer.putByte(offset + Fields.IMBALANCE_TYPE, (byte) 'H');
    buffer.putByte(offset + Fields.IMBALANCE_VARIATION, (byte) 'L');
  }

  static void retailInterest(MutableDirectBuffer buffer, int offset, long stock, boolean buy) {
    buffer.putLong(offset + Fields.INTEREST_STOCK, stock, BIG_ENDIAN);
    buffer.putByte(offset + Fields.INTEREST_FLAG, side(buy));
  }

  private static byte side(boolean buy) {
    return (byte) (buy ? 'B' : 'S');
  }
}
