package io.pushpop.bench.itch;

/**
 * The message types of ITCH 5.0 and the one length that each has. Where the fields lie is in {@link
 * Fields}.
 */
public enum MessageType {
  /** S. */
  SYSTEM_EVENT('S', 12, "system event"),
  /** R. */
  STOCK_DIRECTORY('R', 39, "stock directory"),
  /** H. */
  TRADING_ACTION('H', 25, "trading action"),
  /** Y. */
  REG_SHO('Y', 20, "reg SHO"),
  /** L. */
  MARKET_PARTICIPANT('L', 26, "market participant"),
  /** V. */
  BREAKER_LEVELS('V', 35, "circuit-breaker levels"),
  /** W. */
  BREAKER_STATUS('W', 12, "breaker status"),
  /** K. */
  IPO_QUOTING('K', 28, "IPO quoting"),
  /** J. */
  LULD_COLLAR('J', 35, "LULD collar"),
  /** h. */
  OPERATIONAL_HALT('h', 21, "operational halt"),
  /** A. */
  ADD_ORDER('A', 36, "add order"),
  /** F: an add order that names the participant. */
  ADD_ORDER_MPID('F', 40, "add order with MPID"),
  /** E. */
  ORDER_EXECUTED('E', 31, "order executed"),
  /** C. */
  ORDER_EXECUTED_WITH_PRICE('C', 36, "order executed with price"),
  /** X: takes shares off an order and leaves the rest in its place. */
  ORDER_CANCEL('X', 23, "order cancel"),
  /** D. */
  ORDER_DELETE('D', 19, "order delete"),
  /** U. */
  ORDER_REPLACE('U', 35, "order replace"),
  /** P: a trade against an order that no book shows. */
  TRADE('P', 44, "trade"),
  /** Q. */
  CROSS_TRADE('Q', 40, "cross trade"),
  /** B. */
  BROKEN_TRADE('B', 19, "broken trade"),
  /** I. */
  IMBALANCE('I', 50, "imbalance"),
  /** N. */
  RETAIL_INTEREST('N', 20, "retail interest"),
  /** O. */
  DIRECT_LISTING('O', 48, "direct listing");

  /** Bytes of the longest message of the table. */
  public static final int MAX_LENGTH = 50;

  private static final MessageType[] BY_CODE = byCode();

  private final byte code;
  private final int length;
  private final String title;

  MessageType(char code, int length, String title) {
    this.code = (byte) code;
    this.length = length;
    this.title = title;
  }

  /**
   * The type of a message.
   *
   * @param code the first byte of the message
   * @param length bytes of the message
   * @return the type, or null if the table does not have it, or has it with another length: such a
   *     message is skipped, since its fields cannot be trusted to lie where the table says
   */
  public static MessageType of(byte code, int length) {
    MessageType type = BY_CODE[code & 0xFF];
    return type != null && type.length == length ? type : null;
  }

  /**
   * Whether the table has a type, whatever the length of the message.
   *
   * @param code the first byte of a message
   * @return true if one of the constants has this code
   */
  public static boolean isKnown(byte code) {
    return BY_CODE[code & 0xFF] != null;
  }

  /**
   * The first byte of every message of this type.
   *
   * @return an ASCII letter
   */
  public byte code() {
    return code;
  }

  /**
   * Length of every message of this type, the type byte included and the frame's length prefix not.
   *
   * @return bytes, 12 to {@link #MAX_LENGTH}
   */
  public int length() {
    return length;
  }

  /**
   * What the message is, for people.
   *
   * @return a few words
   */
  public String title() {
    return title;
  }

  private static MessageType[] byCode() {
    MessageType[] types = new MessageType[256];
    for (MessageType type : values()) {
      types[type.code] = type;
    }
    return types;
  }
}
