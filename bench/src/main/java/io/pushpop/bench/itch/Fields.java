package io.pushpop.bench.itch;

/**
 * Where the fields of each message lie: bytes from the start of the message. The comment gives the
 * size and kind: {@code u16} and the like are unsigned and big-endian, {@code price4} is a u32 in
 * 1/10,000 of a dollar, {@code price8} a u64 in 1/100,000,000, {@code a8} is 8 ASCII characters
 * padded with spaces on the right, {@code c} is one ASCII character.
 */
public final class Fields {
  // Every message.
  public static final int TYPE = 0; // c
  public static final int STOCK_LOCATE = 1; // u16, 0 for messages about no stock
  public static final int TRACKING_NUMBER = 3; // u16
  public static final int TIMESTAMP = 5; // u48, nanoseconds since midnight
  public static final int HEADER_LENGTH = 11;

  // S
  public static final int SYSTEM_EVENT = 11; // c, one of O S Q M E C

  // R
  public static final int DIRECTORY_STOCK = 11; // a8
  public static final int DIRECTORY_CATEGORY = 19; // c
  public static final int DIRECTORY_STATUS = 20; // c
  public static final int DIRECTORY_ROUND_LOT = 21; // u32
  public static final int DIRECTORY_REST = 25; // 14 bytes of classification

  // H
  public static final int ACTION_STOCK = 11; // a8
  public static final int ACTION_STATE = 19; // c
  public static final int ACTION_RESERVED = 20; // c
  public static final int ACTION_REASON = 21; // a4

  // Y
  public static final int REG_SHO_STOCK = 11; // a8
  public static final int REG_SHO_ACTION = 19; // c

  // L
  public static final int PARTICIPANT_MPID = 11; // a4
  public static final int PARTICIPANT_STOCK = 15; // a8
  public static final int PARTICIPANT_PRIMARY = 23; // c
  public static final int PARTICIPANT_MODE = 24; // c
  public static final int PARTICIPANT_STATE = 25; // c

  // V
  public static final int BREAKER_LEVEL_1 = 11; // price8
  public static final int BREAKER_LEVEL_2 = 19; // price8
  public static final int BREAKER_LEVEL_3 = 27; // price8

  // W
  public static final int BREAKER_BREACHED = 11; // c

  // K
  public static final int IPO_STOCK = 11; // a8
  public static final int IPO_TIME = 19; // u32, seconds since midnight
  public static final int IPO_QUALIFIER = 23; // c
  public static final int IPO_PRICE = 24; // price4

  // J
  public static final int COLLAR_STOCK = 11; // a8
  public static final int COLLAR_REFERENCE = 19; // price4
  public static final int COLLAR_UPPER = 23; // price4
  public static final int COLLAR_LOWER = 27; // price4
  public static final int COLLAR_EXTENSION = 31; // u32

  // h
  public static final int HALT_STOCK = 11; // a8
  public static final int HALT_MARKET = 19; // c
  public static final int HALT_ACTION = 20; // c

  // A F E C X D U: the order that the message is about (U: the one that ends)
  public static final int ORDER_REFERENCE = 11; // u64

  // A F
  public static final int ADD_SIDE = 19; // c, B or S
  public static final int ADD_SHARES = 20; // u32
  public static final int ADD_STOCK = 24; // a8
  public static final int ADD_PRICE = 32; // price4
  public static final int ADD_MPID = 36; // a4, F alone

  // E C X: what goes off the order
  public static final int REDUCE_SHARES = 19; // u32

  // E C
  public static final int EXECUTED_MATCH = 23; // u64

  // C
  public static final int EXECUTED_PRINTABLE = 31; // c, Y or N
  public static final int EXECUTED_PRICE = 32; // price4

  // U: side and stock are those of the order that ends
  public static final int REPLACE_REFERENCE = 19; // u64, the order that begins
  public static final int REPLACE_SHARES = 27; // u32
  public static final int REPLACE_PRICE = 31; // price4

  // P
  public static final int TRADE_REFERENCE = 11; // u64
  public static final int TRADE_SIDE = 19; // c
  public static final int TRADE_SHARES = 20; // u32
  public static final int TRADE_STOCK = 24; // a8
  public static final int TRADE_PRICE = 32; // price4
  public static final int TRADE_MATCH = 36; // u64

  // Q
  public static final int CROSS_SHARES = 11; // u64
  public static final int CROSS_STOCK = 19; // a8
  public static final int CROSS_PRICE = 27; // price4
  public static final int CROSS_MATCH = 31; // u64
  public static final int CROSS_TYPE = 39; // c

  // B
  public static final int BROKEN_MATCH = 11; // u64

  // I
  public static final int IMBALANCE_PAIRED = 11; // u64
  public static final int IMBALANCE_SHARES = 19; // u64
  public static final int IMBALANCE_DIRECTION = 27; // c
  public static final int IMBALANCE_STOCK = 28; // a8
  public static final int IMBALANCE_FAR = 36; // price4
  public static final int IMBALANCE_NEAR = 40; // price4
  public static final int IMBALANCE_REFERENCE = 44; // price4
  public static final int IMBALANCE_TYPE = 48; // c
  public static final int IMBALANCE_VARIATION = 49; // c

  // N
  public static final int INTEREST_STOCK = 11; // a8
  public static final int INTEREST_FLAG = 19; // c

  // O
  public static final int LISTING_STOCK = 11; // a8

  private Fields() {}
}
