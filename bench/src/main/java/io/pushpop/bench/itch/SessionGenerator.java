package io.pushpop.bench.itch;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import org.agrona.MutableDirectBuffer;

/**
 * A made-up session, the same for the same seed on every machine: it opens (S, then R, H and Y for
 * each stock), trades (A, F, E, C, X, D, U, P and now and then Q, I, N) and closes (S). Whatever a
 * message refers to exists: the order lives, and has the shares that go off it. References and
 * match numbers only grow, and books do not cross.
 *
 * <p>Times start at 09:30 and grow with every message. They come in bursts, 50,000 messages a
 * second on average; the opening is squeezed into the same pace, so that a replay by time starts at
 * once. After 78 hours of session time, some 14 billion messages, the 48-bit time starts over.
 *
 * <p>The number of live orders is bounded, and so is memory, for any number of messages.
 */
public final class SessionGenerator implements MessageSource {
  /** Stocks of a session, unless asked otherwise. */
  public static final int DEFAULT_STOCKS = 300;

  /** Live orders are at most so many, and half of it on average, unless asked otherwise. */
  public static final int DEFAULT_MAX_LIVE_ORDERS = 1 << 15;

  private static final int MAX_STOCKS = 0xFFFF;
  private static final long TIMESTAMP_MASK = 0xFFFF_FFFF_FFFFL;
  private static final long OPENING_NANOS = (9 * 60 + 30) * 60_000_000_000L;
  private static final int ROUND_LOT = 100;

  /** End of market hours, of system hours, of messages. */
  private static final String CLOSING_EVENTS = "MEC";

  private static final int[] MPIDS = {
    mpid("AAAA"), mpid("BBBB"), mpid("CCCC"), mpid("DDDD"),
    mpid("EEEE"), mpid("FFFF"), mpid("GGGG"), mpid("HHHH"),
  };

  private final long messages;
  private final long[] symbols;
  private final OrderFlow flow;
  private final BurstClock clock;
  private final MessageCounts counts = new MessageCounts();

  /** Messages before the flow: event O, three for each stock, events S and Q. */
  private final int openingLength;

  private long written;

  private MessageType pendingType;
  private int pendingLength;
  private long pendingNanos;

  /** Index of the stock that an opening message is about. */
  private int pendingStock;

  private char pendingEvent;

  /**
   * A session of {@link #DEFAULT_STOCKS} stocks.
   *
   * @param seed decides everything
   * @param messages of the session, opening and closing included, 0 or more; {@link Long#MAX_VALUE}
   *     never ends
   */
  public SessionGenerator(long seed, long messages) {
    this(seed, messages, DEFAULT_STOCKS, DEFAULT_MAX_LIVE_ORDERS);
  }

  /**
   * A session.
   *
   * @param seed decides everything
   * @param messages of the session, opening and closing included, 0 or more; {@link Long#MAX_VALUE}
   *     never ends; when they are few, the closing has its place before the opening and the flow
   * @param stocks 1 to 65,535; their locates are 1 and up
   * @param maxLiveOrders 1 or more
   * @throws IllegalArgumentException if a number is out of range
   */
  public SessionGenerator(long seed, long messages, int stocks, int maxLiveOrders) {
    require("messages", messages, 0, Long.MAX_VALUE);
    require("stocks", stocks, 1, MAX_STOCKS);
    require("maxLiveOrders", maxLiveOrders, 1, Integer.MAX_VALUE);
    this.messages = messages;
    SplittableRandom random = new SplittableRandom(seed);
    this.flow = new OrderFlow(random, stocks, maxLiveOrders);
    this.clock = new BurstClock(random, OPENING_NANOS);
    this.symbols = new long[stocks];
    for (int i = 0; i < stocks; i++) {
      symbols[i] = symbol(i);
    }
    this.openingLength = 1 + 3 * stocks + 2;
    drawPending();
  }

  @Override
  public int nextLength() {
    return pendingLength;
  }

  @Override
  public long nextTimestampNanos() {
    return pendingNanos;
  }

  @Override
  public int next(MutableDirectBuffer buffer, int offset) {
    int length = pendingLength;
    if (length != END) {
      encodePending(buffer, offset);
      counts.add(pendingType.code(), length);
      written++;
      drawPending();
    }
    return length;
  }

  @Override
  public MessageCounts counts() {
    return counts;
  }

  @Override
  public double progress() {
    return messages == 0 ? 1 : (double) written / messages;
  }

  /**
   * Never: a generated session is whole.
   *
   * @return false
   */
  @Override
  public boolean isTorn() {
    return false;
  }

  /**
   * None: a generated session is whole.
   *
   * @return 0
   */
  @Override
  public int tornTailBytes() {
    return 0;
  }

  /** Nothing to give back. */
  @Override
  public void close() {}

  private void drawPending() {
    long left = messages - written;
    if (left == 0) {
      pendingLength = END;
      return;
    }
    if (left <= CLOSING_EVENTS.length()) {
      drawEvent(CLOSING_EVENTS.charAt(CLOSING_EVENTS.length() - (int) left));
    } else if (written < openingLength) {
      drawOpening((int) written);
    } else {
      pendingType = flow.draw();
    }
    pendingLength = pendingType.length();
    pendingNanos = clock.next() & TIMESTAMP_MASK;
  }

  private void drawOpening(int index) {
    int stocks = symbols.length;
    if (index == 0) {
      drawEvent('O');
    } else if (index == openingLength - 2) {
      drawEvent('S');
    } else if (index == openingLength - 1) {
      drawEvent('Q');
    } else {
      pendingStock = (index - 1) % stocks;
      pendingType =
          switch ((index - 1) / stocks) {
            case 0 -> MessageType.STOCK_DIRECTORY;
            case 1 -> MessageType.TRADING_ACTION;
            default -> MessageType.REG_SHO;
          };
    }
  }

  private void drawEvent(char event) {
    pendingType = MessageType.SYSTEM_EVENT;
    pendingEvent = event;
  }

  private void encodePending(MutableDirectBuffer buffer, int offset) {
    switch (pendingType) {
      case SYSTEM_EVENT -> {
        header(buffer, offset, 0);
        Encoder.systemEvent(buffer, offset, pendingEvent);
      }
      case STOCK_DIRECTORY -> {
        header(buffer, offset, locate(pendingStock));
        Encoder.stockDirectory(buffer, offset, symbols[pendingStock], ROUND_LOT);
      }
      case TRADING_ACTION -> {
        header(buffer, offset, locate(pendingStock));
        Encoder.tradingAction(buffer, offset, symbols[pendingStock], 'T');
      }
      case REG_SHO -> {
        header(buffer, offset, locate(pendingStock));
        Encoder.regSho(buffer, offset, symbols[pendingStock], '0');
      }
      default -> {
        header(buffer, offset, locate(flow.stock()));
        encodeFlow(buffer, offset, symbols[flow.stock()]);
      }
    }
  }

  private void encodeFlow(MutableDirectBuffer buffer, int offset, long symbol) {
    long reference = flow.reference();
    int shares = flow.shares();
    int price = flow.price();
    switch (pendingType) {
      case ADD_ORDER ->
          Encoder.addOrder(buffer, offset, reference, flow.isBuy(), shares, symbol, price);
      case ADD_ORDER_MPID -> {
        Encoder.addOrder(buffer, offset, reference, flow.isBuy(), shares, symbol, price);
        Encoder.participant(buffer, offset, MPIDS[(int) (reference >>> 5) & MPIDS.length - 1]);
      }
      case ORDER_EXECUTED -> Encoder.orderExecuted(buffer, offset, reference, shares, flow.match());
      case ORDER_EXECUTED_WITH_PRICE -> {
        Encoder.orderExecuted(buffer, offset, reference, shares, flow.match());
        Encoder.executionPrice(buffer, offset, price);
      }
      case ORDER_CANCEL -> Encoder.orderCancel(buffer, offset, reference, shares);
      case ORDER_DELETE -> Encoder.orderDelete(buffer, offset, reference);
      case ORDER_REPLACE ->
          Encoder.orderReplace(buffer, offset, reference, flow.newReference(), shares, price);
      case TRADE -> Encoder.trade(buffer, offset, shares, symbol, price, flow.match());
      case CROSS_TRADE -> Encoder.crossTrade(buffer, offset, shares, symbol, price, flow.match());
      case IMBALANCE -> Encoder.imbalance(buffer, offset, shares, flow.isBuy(), symbol, price);
      case RETAIL_INTEREST -> Encoder.retailInterest(buffer, offset, symbol, flow.isBuy());
      default ->
          throw new IllegalStateException(
              "The order flow drew a message that a session cannot write: type="
                  + pendingType
                  + "; write it in encodeFlow");
    }
  }

  private void header(MutableDirectBuffer buffer, int offset, int locate) {
    Encoder.header(buffer, offset, pendingType, locate, (int) written, pendingNanos);
  }

  private static int locate(int stock) {
    return stock + 1;
  }

  /** Four letters that count, AAAA to DSYO, and four spaces. */
  private static long symbol(int index) {
    long symbol = 0x2020_2020L;
    int rest = index;
    for (int shift = Integer.SIZE; shift < Long.SIZE; shift += Byte.SIZE) {
      symbol |= (long) ('A' + rest % 26) << shift;
      rest /= 26;
    }
    return symbol;
  }

  private static int mpid(String name) {
    return ByteBuffer.wrap(name.getBytes(US_ASCII)).getInt();
  }

  private static void require(String name, long value, long minimum, long maximum) {
    if (value < minimum || value > maximum) {
      throw new IllegalArgumentException(
          "A session cannot be made: "
              + name
              + "="
              + value
              + ", expected "
              + minimum
              + " to "
              + maximum);
    }
  }
}
