package io.pushpop.bench.itch;

import java.util.SplittableRandom;

/**
 * Draws what happens next in a market of made-up stocks. Each draw names a message type and the
 * values of its fields; whatever a draw refers to exists, and the draw has already taken effect on
 * the live orders when it returns.
 *
 * <p>Of all messages three in four add or delete an order, one in nine replaces one, one in
 * fourteen executes one. Activity is skewed: few stocks get most of it. Orders are added up to the
 * other side's best price and never beyond, so books do not cross; executions take the oldest order
 * at the best price. While a stock rises, nobody offers it at its best offer any more, so that
 * level runs out and bids follow; likewise while it falls.
 */
final class OrderFlow {
  /** Out of 1,000 draws, up to which number a draw is of a kind; the last kind gets the rest. */
  private static final int ADD_OR_DELETE_BELOW = 770;

  private static final int REPLACE_BELOW = 880;
  private static final int EXECUTE_BELOW = 950;
  private static final int EXECUTE_WITH_PRICE_BELOW = 954;
  private static final int CANCEL_BELOW = 980;
  private static final int TRADE_BELOW = 992;
  private static final int IMBALANCE_BELOW = 996;
  private static final int INTEREST_BELOW = 999;

  /** A stock turns, from rising to falling or back, once in so many of its new orders. */
  private static final int ORDERS_PER_TURN = 1024;

  private static final int ROUND_LOT = 100;

  private static final int LAST_TICK = LiveOrders.TICKS - 1;
  private static final int MIDDLE_TICK = LiveOrders.TICKS / 2;

  /** A cent. */
  private static final int TICK_PRICE = 100;

  private static final int LOWEST_BASE_TICKS = 500;
  private static final int BASE_TICKS_RANGE = 50_000;

  private final SplittableRandom random;
  private final LiveOrders orders;
  private final int[] basePrices;
  private final boolean[] rising;
  private long lastReference;
  private long lastMatch;

  private int stock;
  private boolean buy;
  private long reference;
  private long newReference;
  private int shares;
  private int price;

  OrderFlow(SplittableRandom random, int stocks, int maxLiveOrders) {
    this.random = random;
    this.orders = new LiveOrders(stocks, maxLiveOrders);
    this.basePrices = new int[stocks];
    this.rising = new boolean[stocks];
    for (int i = 0; i < stocks; i++) {
      basePrices[i] = (LOWEST_BASE_TICKS + below(below(BASE_TICKS_RANGE) + 1)) * TICK_PRICE;
    }
  }

  /** Draws the next event; the methods below tell its values. */
  MessageType draw() {
    int kind = below(1000);
    if (kind < ADD_OR_DELETE_BELOW || orders.count() == 0) {
      // The more orders live, the fewer are added: their number stays near half of the most.
      return below(orders.capacity()) >= orders.count() ? add() : delete(anyOrder());
    } else if (kind < REPLACE_BELOW) {
      return replace(anyOrder());
    } else if (kind < EXECUTE_BELOW) {
      return execute(MessageType.ORDER_EXECUTED);
    } else if (kind < EXECUTE_WITH_PRICE_BELOW) {
      return execute(MessageType.ORDER_EXECUTED_WITH_PRICE);
    } else if (kind < CANCEL_BELOW) {
      return cancel(anyOrder());
    } else if (kind < TRADE_BELOW) {
      return aboutStock(MessageType.TRADE);
    } else if (kind < IMBALANCE_BELOW) {
      return aboutStock(MessageType.IMBALANCE);
    } else if (kind < INTEREST_BELOW) {
      return aboutStock(MessageType.RETAIL_INTEREST);
    }
    return aboutStock(MessageType.CROSS_TRADE);
  }

  /** Index of the stock, from 0. */
  int stock() {
    return stock;
  }

  boolean isBuy() {
    return buy;
  }

  /** The order that the event is about; references begin with 1 and each new one is larger. */
  long reference() {
    return reference;
  }

  /** The order that begins with a replace. */
  long newReference() {
    return newReference;
  }

  /** Shares that an order has from now on, or that go off it, or that traded; 1 or more. */
  int shares() {
    return shares;
  }

  /** In 1/10,000 of a dollar. */
  int price() {
    return price;
  }

  /** Number of the last trade, from 1. */
  long match() {
    return lastMatch;
  }

  private MessageType add() {
    stock = anyStock();
    buy = random.nextLong() < 0;
    reference = ++lastReference;
    place(reference);
    return (reference & 31) == 0 ? MessageType.ADD_ORDER_MPID : MessageType.ADD_ORDER;
  }

  private MessageType delete(int order) {
    about(order);
    orders.remove(order);
    return MessageType.ORDER_DELETE;
  }

  private MessageType replace(int order) {
    about(order);
    orders.remove(order);
    newReference = ++lastReference;
    place(newReference);
    return MessageType.ORDER_REPLACE;
  }

  private MessageType execute(MessageType type) {
    int any = anyOrder();
    int order = orders.first(orders.stock(any), orders.isBuy(any));
    about(order);
    int live = orders.shares(order);
    // Half of the executions fill the order.
    shares = random.nextLong() < 0 ? live : 1 + below(live);
    lastMatch++;
    if (shares == live) {
      orders.remove(order);
    } else {
      orders.reduce(order, shares);
    }
    return type;
  }

  private MessageType cancel(int order) {
    int live = orders.shares(order);
    if (live == 1) {
      return delete(order);
    }
    about(order);
    shares = 1 + below(live - 1);
    orders.reduce(order, shares);
    return MessageType.ORDER_CANCEL;
  }

  private MessageType aboutStock(MessageType type) {
    stock = anyStock();
    buy = random.nextLong() < 0;
    shares = drawShares();
    int best = orders.bestTick(stock, buy);
    price = price(best == LiveOrders.NONE ? MIDDLE_TICK : best);
    if (type == MessageType.TRADE || type == MessageType.CROSS_TRADE) {
      lastMatch++;
    }
    return type;
  }

  private void about(int order) {
    stock = orders.stock(order);
    buy = orders.isBuy(order);
    reference = orders.reference(order);
    price = price(orders.tick(order));
  }

  private void place(long newOrder) {
    int tick = drawTick();
    shares = drawShares();
    price = price(tick);
    orders.add(newOrder, stock, buy, tick, shares);
  }

  /** A tick on the order's own side of the other side's best, the nearer the likelier. */
  private int drawTick() {
    long bits = random.nextLong();
    if ((bits >>> 32 & ORDERS_PER_TURN - 1) == 0) {
      rising[stock] = !rising[stock];
    }
    int away = Long.numberOfTrailingZeros(bits) * 2 + (int) (bits >>> 63);
    if (rising[stock] != buy) {
      away++;
    }
    return buy ? bidTick(away) : askTick(away);
  }

  private int bidTick(int away) {
    int ask = orders.bestTick(stock, false);
    int tick = (ask == LiveOrders.NONE ? MIDDLE_TICK : ask) - 1 - away;
    if (tick < 0) {
      rising[stock] = true;
    }
    // Asks are never at tick 0, so bids always have a place below them.
    return Math.max(0, tick);
  }

  private int askTick(int away) {
    int bid = orders.bestTick(stock, true);
    int tick = (bid == LiveOrders.NONE ? MIDDLE_TICK - 1 : bid) + 1 + away;
    if (tick > LAST_TICK) {
      rising[stock] = false;
    }
    // Bids are never at the last tick, so asks always have a place above them.
    return Math.min(LAST_TICK, tick);
  }

  private int drawShares() {
    long bits = random.nextLong();
    if ((bits & 15) == 0) {
      return 1 + (int) (bits >>> 33) % ROUND_LOT;
    }
    return (bits & 3) != 3 ? ROUND_LOT : ROUND_LOT * (1 + (int) (bits >>> 60));
  }

  private int price(int tick) {
    return basePrices[stock] + tick * TICK_PRICE;
  }

  private int anyOrder() {
    return orders.at(below(orders.count()));
  }

  private int anyStock() {
    return below(below(basePrices.length) + 1);
  }

  private int below(int bound) {
    return (int) ((random.nextLong() >>> 32) * bound >>> 32);
  }
}
