package io.pushpop.bench.itch;

import org.agrona.DirectBuffer;

/**
 * The books of all stocks: the best price on each side, and the shares there. Kept from messages of
 * ITCH (A, F, E, C, X, D, U; no other type changes a book), or from what such messages say.
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
      case ADD_ORDER, ADD_ORDER_MPID ->
          add(
              Decoder.stockLocate(buffer, offset),
              Decoder.orderReference(buffer, offset),
              Decoder.isBuy(buffer, offset),
              Decoder.shares(buffer, offset),
              Decoder.price(buffer, offset));
      case ORDER_EXECUTED, ORDER_EXECUTED_WITH_PRICE, ORDER_CANCEL ->
          reduce(Decoder.orderReference(buffer, offset), Decoder.reducedShares(buffer, offset));
      case ORDER_DELETE -> delete(Decoder.orderReference(buffer, offset));
      case ORDER_REPLACE ->
          replace(
              Decoder.orderReference(buffer, offset),
              Decoder.newReference(buffer, offset),
              Decoder.newShares(buffer, offset),
              Decoder.newPrice(buffer, offset));
      default -> {
        // Says nothing about the orders in the book.
      }
    }
  }

  /**
   * An order begins.
   *
   * @param stockLocate of its stock, 0 to 65,535
   * @param reference of the order, all 64 bits
   * @param buy whether it buys
   * @param shares 0 to 2^32 - 1
   * @param price 1/10,000 of a dollar, 0 to 2^32 - 1
   */
  public void add(int stockLocate, long reference, boolean buy, long shares, long price) {
    int side = stockLocate * 2;
    if (sides[side] == null) {
      sides[side + BUY] = new PriceLevels();
      sides[side + SELL] = new PriceLevels();
      books++;
    }
    insert(reference, side + (buy ? BUY : SELL), price, shares);
  }

  /**
   * Shares go off an order, traded or cancelled; with its last one it ends.
   *
   * @param reference of the order
   * @param reduced 0 to 2^32 - 1
   */
  public void reduce(long reference, long reduced) {
    int order = orders.find(reference);
    if (order == OrderTable.NONE) {
      unknownOrders++;
      return;
    }
    long live = orders.shares(order);
    if (reduced < live) {
      orders.reduce(order, reduced);
      sides[orders.side(order)].remove(orders.key(order), reduced);
    } else {
      overdrawnOrders += reduced > live ? 1 : 0;
      takeOut(orders.remove(reference));
    }
  }

  /**
   * An order ends.
   *
   * @param reference of the order
   */
  public void delete(long reference) {
    int order = orders.remove(reference);
    if (order == OrderTable.NONE) {
      unknownOrders++;
    } else {
      takeOut(order);
    }
  }

  /**
   * An order ends, and one of the same stock and side begins.
   *
   * @param reference of the order that ends
   * @param newReference of the order that begins
   * @param shares of it, 0 to 2^32 - 1
   * @param price of it in 1/10,000 of a dollar, 0 to 2^32 - 1
   */
  public void replace(long reference, long newReference, long shares, long price) {
    int order = orders.remove(reference);
    if (order == OrderTable.NONE) {
      unknownOrders++;
    } else {
      takeOut(order);
      insert(newReference, orders.side(order), price, shares);
    }
  }

  /**
   * Shows every price at which anything is wanted or offered.
   *
   * @param visitor is shown them by stock, bids before asks, from the worst to the best; so the
   *     same books are shown in the same order, whatever led to them
   */
  public void forEachLevel(LevelVisitor visitor) {
    for (int side = 0; side < sides.length; side++) {
      if (sides[side] != null) {
        sides[side].show(side / 2, side % 2 == BUY, visitor);
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
   * Counts of the messages taken in; who calls the methods for single events counts here, too.
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
