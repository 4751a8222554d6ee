package io.pushpop.bench.itch;

import org.agrona.DirectBuffer;

/**
 * The books of all stocks, kept from the messages of a session (A, F, E, C, X, D, U; no other type
 * changes a book): the best price on each side, and the shares there.
 *
 * <p>A capture may start in the middle of a day, or be damaged: an operation on an order that is
 * not here is counted and otherwise ignored, and no order and no level ever gets below zero shares.
 * For one thread. Allocates when a stock gets its first order, and when more orders or levels live
 * than ever before.
 */
public final class OrderBooks {
  /** Stands for a price where a side has no orders. */
  public static final long NO_PRICE = -1;

  private static final int LOCATES = 1 << 16;
  private static final int BUY = 0;
  private static final int SELL = 1;

  private final MessageCounts counts = new MessageCounts();
  private final OrderTable orders = new OrderTable();

  /** By locate and side; null for a stock without a book. */
  private final PriceLevels[] sides = new PriceLevels[LOCATES * 2];

  private int books;
  private long unknownOrders;
  private long overdrawnOrders;
  private long repeatedOrders;

  /**
   * Takes in a message.
   *
   * @param buffer holds the message
   * @param offset of its first byte
   * @param length of it in bytes, 1 or more; a message whose type is not known, or has another
   *     length, is counted and not looked into
   */
  public void onMessage(DirectBuffer buffer, int offset, int length) {
    MessageType type = counts.add(Decoder.type(buffer, offset), length);
    if (type == null) {
      return;
    }
    switch (type) {
      case ADD_ORDER, ADD_ORDER_MPID -> add(buffer, offset);
      case ORDER_EXECUTED, ORDER_EXECUTED_WITH_PRICE, ORDER_CANCEL -> reduce(buffer, offset);
      case ORDER_DELETE -> delete(buffer, offset);
      case ORDER_REPLACE -> replace(buffer, offset);
      default -> {
        // Says nothing about the orders in the book.
      }
    }
  }

  /**
   * Highest price at which a stock is wanted.
   *
   * @param stockLocate 0 to 65,535
   * @return 1/10,000 of a dollar, or {@link #NO_PRICE}
   */
  public long bestBidPrice(int stockLocate) {
    PriceLevels bids = levels(stockLocate, BUY);
    return bids == null || bids.isEmpty() ? NO_PRICE : bids.bestKey();
  }

  /**
   * Shares wanted at the highest price.
   *
   * @param stockLocate 0 to 65,535
   * @return 0 if there are none
   */
  public long bestBidShares(int stockLocate) {
    return bestShares(levels(stockLocate, BUY));
  }

  /**
   * Lowest price at which a stock is offered.
   *
   * @param stockLocate 0 to 65,535
   * @return 1/10,000 of a dollar, or {@link #NO_PRICE}
   */
  public long bestAskPrice(int stockLocate) {
    PriceLevels asks = levels(stockLocate, SELL);
    return asks == null || asks.isEmpty() ? NO_PRICE : -asks.bestKey();
  }

  /**
   * Shares offered at the lowest price.
   *
   * @param stockLocate 0 to 65,535
   * @return 0 if there are none
   */
  public long bestAskShares(int stockLocate) {
    return bestShares(levels(stockLocate, SELL));
  }

  /**
   * Counts of the messages taken in.
   *
   * @return always the same object
   */
  public MessageCounts counts() {
    return counts;
  }

  /**
   * Stocks that have had an order.
   *
   * @return 0 to 65,536
   */
  public int books() {
    return books;
  }

  /**
   * Orders that live now.
   *
   * @return 0 or more
   */
  public int liveOrders() {
    return orders.count();
  }

  /**
   * Operations on orders that are not here: never seen, or gone before. A replace of such an order
   * begins no order, since its side is not known.
   *
   * @return 0 or more
   */
  public long unknownOrders() {
    return unknownOrders;
  }

  /**
   * Executions and cancels of more shares than the order had; the order is removed.
   *
   * @return 0 or more; other than 0 says that messages were lost or are wrong
   */
  public long overdrawnOrders() {
    return overdrawnOrders;
  }

  /**
   * Orders that began with the reference of a live one; the newer one replaces it.
   *
   * @return 0 or more; other than 0 says that messages were lost or are wrong
   */
  public long repeatedOrders() {
    return repeatedOrders;
  }

  private void add(DirectBuffer buffer, int offset) {
    int side = Decoder.stockLocate(buffer, offset) * 2;
    if (sides[side] == null) {
      sides[side + BUY] = new PriceLevels();
      sides[side + SELL] = new PriceLevels();
      books++;
    }
    insert(
        Decoder.orderReference(buffer, offset),
        side + (Decoder.isBuy(buffer, offset) ? BUY : SELL),
        Decoder.price(buffer, offset),
        Decoder.shares(buffer, offset));
  }

  private void reduce(DirectBuffer buffer, int offset) {
    long reference = Decoder.orderReference(buffer, offset);
    int order = orders.find(reference);
    if (order == OrderTable.NONE) {
      unknownOrders++;
      return;
    }
    long reduced = Decoder.reducedShares(buffer, offset);
    long live = orders.shares(order);
    if (reduced < live) {
      orders.reduce(order, reduced);
      sides[orders.side(order)].remove(orders.key(order), reduced);
    } else {
      overdrawnOrders += reduced > live ? 1 : 0;
      takeOut(orders.remove(reference));
    }
  }

  private void delete(DirectBuffer buffer, int offset) {
    int order = orders.remove(Decoder.orderReference(buffer, offset));
    if (order == OrderTable.NONE) {
      unknownOrders++;
    } else {
      takeOut(order);
    }
  }

  private void replace(DirectBuffer buffer, int offset) {
    int order = orders.remove(Decoder.orderReference(buffer, offset));
    if (order == OrderTable.NONE) {
      unknownOrders++;
    } else {
      takeOut(order);
      insert(
          Decoder.newReference(buffer, offset),
          orders.side(order),
          Decoder.newPrice(buffer, offset),
          Decoder.newShares(buffer, offset));
    }
  }

  private void insert(long reference, int side, long price, long shares) {
    long key = side % 2 == BUY ? price : -price;
    int repeated = orders.add(reference, side, key, shares);
    if (repeated != OrderTable.NONE) {
      repeatedOrders++;
      takeOut(repeated);
    }
    sides[side].add(key, shares);
  }

  private void takeOut(int order) {
    sides[orders.side(order)].remove(orders.key(order), orders.shares(order));
  }

  private PriceLevels levels(int stockLocate, int side) {
    return sides[stockLocate * 2 + side];
  }

  private static long bestShares(PriceLevels levels) {
    return levels == null || levels.isEmpty() ? 0 : levels.bestShares();
  }
}
