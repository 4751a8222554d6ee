package io.pushpop.bench.itch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class OrderBooksTest {
  private static final int LOCATE = 7;
  private static final long STOCK = 0x5055_5348_504F_5020L;
  private static final long LARGEST_U32 = 0xFFFF_FFFFL;

  private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[MessageType.MAX_LENGTH]);
  private final OrderBooks books = new OrderBooks();

  @Test
  void aStockWithoutOrdersHasNoPrices() {
    assertTop(OrderBooks.NO_PRICE, 0, OrderBooks.NO_PRICE, 0);
    assertEquals(0, books.books());
    add(1, true, 100, 500_000);
    delete(1);
    assertTop(OrderBooks.NO_PRICE, 0, OrderBooks.NO_PRICE, 0);
    assertEquals(1, books.books());
  }

  @Test
  void theBestPriceIsTheHighestBidAndTheLowestAsk() {
    add(1, true, 100, 500_000);
    add(2, true, 200, 500_100);
    add(3, true, 300, 499_900);
    add(4, false, 400, 500_300);
    add(5, false, 500, 500_200);
    add(6, false, 600, 500_400);
    assertTop(500_100, 200, 500_200, 500);
    delete(2);
    delete(5);
    assertTop(500_000, 100, 500_300, 400);
  }

  @Test
  void sharesOfALevelAreSummed() {
    add(1, true, LARGEST_U32, 500_000);
    add(2, true, LARGEST_U32, 500_000);
    assertTop(500_000, 2 * LARGEST_U32, OrderBooks.NO_PRICE, 0);
    reduce(MessageType.ORDER_CANCEL, 1, LARGEST_U32 - 1);
    assertTop(500_000, LARGEST_U32 + 1, OrderBooks.NO_PRICE, 0);
    reduce(MessageType.ORDER_EXECUTED, 1, 1);
    assertTop(500_000, LARGEST_U32, OrderBooks.NO_PRICE, 0);
    assertEquals(1, books.liveOrders());
  }

  @Test
  void anExecutionAtAnotherPriceTakesSharesOffTheOrdersOwnLevel() {
    add(1, false, 100, 500_000);
    reduce(MessageType.ORDER_EXECUTED_WITH_PRICE, 1, 40);
    assertTop(OrderBooks.NO_PRICE, 0, 500_000, 60);
  }

  @Test
  void aReplaceKeepsSideAndStock() {
    add(1, false, 100, 500_000);
    replace(1, 2, 70, 499_000);
    assertTop(OrderBooks.NO_PRICE, 0, 499_000, 70);
    delete(2);
    assertTop(OrderBooks.NO_PRICE, 0, OrderBooks.NO_PRICE, 0);
  }

  @Test
  void pricesAtBothEndsOfTheRangeAreRight() {
    add(1, true, 1, 0);
    assertTop(0, 1, OrderBooks.NO_PRICE, 0);
    add(2, true, 2, LARGEST_U32);
    add(3, false, 3, LARGEST_U32);
    assertTop(LARGEST_U32, 2, LARGEST_U32, 3);
    add(4, false, 4, 0);
    assertTop(LARGEST_U32, 2, 0, 4);
  }

  @Test
  void operationsOnUnknownOrdersAreCountedAndChangeNothing() {
    add(1, true, 100, 500_000);
    delete(9);
    reduce(MessageType.ORDER_EXECUTED, 9, 1);
    reduce(MessageType.ORDER_CANCEL, 9, 1);
    replace(9, 10, 100, 500_100);
    delete(10);
    assertEquals(5, books.unknownOrders());
    assertEquals(1, books.liveOrders());
    assertTop(500_000, 100, OrderBooks.NO_PRICE, 0);
  }

  @Test
  void anOverdrawnOrderIsRemovedAndItsLevelNeverGoesBelowZero() {
    add(1, true, 100, 500_000);
    add(2, true, 100, 500_000);
    reduce(MessageType.ORDER_EXECUTED, 1, 150);
    assertTop(500_000, 100, OrderBooks.NO_PRICE, 0);
    assertEquals(1, books.overdrawnOrders());
    assertEquals(1, books.liveOrders());
  }

  @Test
  void aRepeatedReferenceReplacesTheOlderOrder() {
    add(1, true, 100, 500_000);
    add(1, false, 50, 600_000);
    assertTop(OrderBooks.NO_PRICE, 0, 600_000, 50);
    assertEquals(1, books.repeatedOrders());
    assertEquals(1, books.liveOrders());
  }

  @Test
  void tradesDoNotChangeTheBook() {
    add(1, true, 100, 500_000);
    Encoder.header(buffer, 0, MessageType.TRADE, LOCATE, 0, 0);
    Encoder.trade(buffer, 0, 100, STOCK, 500_000, 1);
    books.onMessage(buffer, 0, MessageType.TRADE.length());
    assertTop(500_000, 100, OrderBooks.NO_PRICE, 0);
  }

  @Test
  void messagesOfWrongLengthAreNotLookedInto() {
    Encoder.header(buffer, 0, MessageType.ADD_ORDER, LOCATE, 0, 0);
    books.onMessage(buffer, 0, 12);
    buffer.putByte(0, (byte) 'z');
    books.onMessage(buffer, 0, 36);
    assertEquals(1, books.counts().wrongLengths());
    assertEquals(1, books.counts().unknownTypes());
    assertEquals(0, books.books());
  }

  @Test
  void levelsAreShownByStockBidsFirstAndTheBestLast() {
    add(books, 9, 1, false, 10, 300);
    add(books, LOCATE, 2, false, 20, 0);
    add(books, LOCATE, 3, false, 30, LARGEST_U32);
    add(books, LOCATE, 4, true, 40, 100);
    add(books, LOCATE, 5, true, 50, 200);
    add(books, LOCATE, 6, true, LARGEST_U32, 200);
    add(books, LOCATE, 7, true, 60, 150);
    delete(7);
    List<String> levels = new ArrayList<>();
    books.forEachLevel(
        (stockLocate, buy, price, shares) ->
            levels.add(stockLocate + (buy ? " wants " : " offers ") + shares + " at " + price));
    assertEquals(
        List.of(
            "7 wants 40 at 100",
            "7 wants 4294967345 at 200",
            "7 offers 30 at 4294967295",
            "7 offers 20 at 0",
            "9 offers 10 at 300"),
        levels);
  }

  @Test
  void theArtificialFileHas117OperationsOnOrdersNeverSeen() throws IOException {
    Path file = Captures.shared("ritch_artificial_12012_reframed.itch.gz");
    try (CaptureReader reader = CaptureReader.open(file)) {
      for (int n = reader.next(buffer, 0); n > 0; n = reader.next(buffer, 0)) {
        books.onMessage(buffer, 0, n);
      }
    }
    assertEquals(117, books.unknownOrders());
    assertEquals(3, books.books());
    assertEquals(12_012, books.counts().total());
    assertEquals(0, books.overdrawnOrders());
    assertEquals(0, books.repeatedOrders());
  }

  @Test
  void randomFlowGivesTheSameTopAsANaiveModel() {
    for (int seed = 0; seed < 8; seed++) {
      new Comparison(seed).run(40_000);
    }
  }

  private void add(long reference, boolean buy, long shares, long price) {
    add(books, LOCATE, reference, buy, shares, price);
  }

  private void reduce(MessageType type, long reference, long shares) {
    reduce(books, type, reference, shares);
  }

  private void delete(long reference) {
    delete(books, reference);
  }

  private void replace(long reference, long newReference, long shares, long price) {
    replace(books, reference, newReference, shares, price);
  }

  private void add(
      OrderBooks to, int locate, long reference, boolean buy, long shares, long price) {
    Encoder.header(buffer, 0, MessageType.ADD_ORDER, locate, 0, 0);
    Encoder.addOrder(buffer, 0, reference, buy, (int) shares, STOCK, (int) price);
    to.onMessage(buffer, 0, MessageType.ADD_ORDER.length());
  }

  private void reduce(OrderBooks to, MessageType type, long reference, long shares) {
    Encoder.header(buffer, 0, type, LOCATE, 0, 0);
    Encoder.orderExecuted(buffer, 0, reference, (int) shares, 1);
    Encoder.executionPrice(buffer, 0, 1);
    to.onMessage(buffer, 0, type.length());
  }

  private void delete(OrderBooks to, long reference) {
    Encoder.header(buffer, 0, MessageType.ORDER_DELETE, LOCATE, 0, 0);
    Encoder.orderDelete(buffer, 0, reference);
    to.onMessage(buffer, 0, MessageType.ORDER_DELETE.length());
  }

  private void replace(OrderBooks to, long reference, long newReference, long shares, long price) {
    Encoder.header(buffer, 0, MessageType.ORDER_REPLACE, LOCATE, 0, 0);
    Encoder.orderReplace(buffer, 0, reference, newReference, (int) shares, (int) price);
    to.onMessage(buffer, 0, MessageType.ORDER_REPLACE.length());
  }

  private void assertTop(long bid, long bidShares, long ask, long askShares) {
    assertTop(books, LOCATE, bid, bidShares, ask, askShares);
  }

  private static void assertTop(
      OrderBooks books, int locate, long bid, long bidShares, long ask, long askShares) {
    assertEquals(bid, books.bestBidPrice(locate), "bid");
    assertEquals(bidShares, books.bestBidShares(locate), "bid shares");
    assertEquals(ask, books.bestAskPrice(locate), "ask");
    assertEquals(askShares, books.bestAskShares(locate), "ask shares");
  }

  private record Order(int locate, boolean buy, long price, long shares) {}

  /** Real books and a naive model, given the same random operations, wrong ones among them. */
  private final class Comparison {
    private static final int STOCKS = 3;
    private static final int REFERENCES = 600;

    private final OrderBooks real = new OrderBooks();
    private final Map<Long, Order> orders = new HashMap<>();
    private final List<NavigableMap<Long, Long>> bids = new ArrayList<>();
    private final List<NavigableMap<Long, Long>> asks = new ArrayList<>();
    private final Random random;
    private long unknown;
    private long overdrawn;
    private long repeated;

    Comparison(long seed) {
      random = new Random(seed);
      for (int i = 0; i < STOCKS; i++) {
        bids.add(new TreeMap<>());
        asks.add(new TreeMap<>());
      }
    }

    void run(int operations) {
      for (int i = 0; i < operations; i++) {
        operate();
        for (int stock = 0; stock < STOCKS; stock++) {
          Map.Entry<Long, Long> bid = bids.get(stock).lastEntry();
          Map.Entry<Long, Long> ask = asks.get(stock).firstEntry();
          assertTop(
              real,
              locate(stock),
              bid == null ? OrderBooks.NO_PRICE : bid.getKey(),
              bid == null ? 0 : bid.getValue(),
              ask == null ? OrderBooks.NO_PRICE : ask.getKey(),
              ask == null ? 0 : ask.getValue());
        }
        assertEquals(orders.size(), real.liveOrders());
        assertEquals(unknown, real.unknownOrders());
        assertEquals(overdrawn, real.overdrawnOrders());
        assertEquals(repeated, real.repeatedOrders());
      }
    }

    private void operate() {
      long reference = reference();
      switch (random.nextInt(10)) {
        case 0, 1, 2, 3 -> {
          int stock = random.nextInt(STOCKS);
          Order order = new Order(stock, random.nextBoolean(), price(), shares());
          OrderBooksTest.this.add(
              real, locate(stock), reference, order.buy, order.shares, order.price);
          begin(reference, order);
        }
        case 4, 5 -> {
          OrderBooksTest.this.delete(real, reference);
          end(reference);
        }
        case 6, 7 -> {
          long newReference = reference();
          long shares = shares();
          long price = price();
          OrderBooksTest.this.replace(real, reference, newReference, shares, price);
          Order old = end(reference);
          if (old != null) {
            begin(newReference, new Order(old.locate, old.buy, price, shares));
          }
        }
        default -> {
          Order old = orders.get(reference);
          long shares = old == null || random.nextInt(4) == 0 ? shares() : old.shares / 2;
          MessageType type =
              random.nextBoolean() ? MessageType.ORDER_EXECUTED : MessageType.ORDER_CANCEL;
          OrderBooksTest.this.reduce(real, type, reference, shares);
          old = end(reference);
          if (old != null && shares < old.shares) {
            begin(reference, new Order(old.locate, old.buy, old.price, old.shares - shares));
          } else if (old != null && shares > old.shares) {
            overdrawn++;
          }
        }
      }
    }

    private void begin(long reference, Order order) {
      if (orders.containsKey(reference)) {
        repeated++;
        end(reference);
      }
      orders.put(reference, order);
      put(order, order.shares);
    }

    private Order end(long reference) {
      Order order = orders.remove(reference);
      if (order == null) {
        unknown++;
      } else {
        put(order, -order.shares);
      }
      return order;
    }

    private void put(Order order, long shares) {
      NavigableMap<Long, Long> side = (order.buy ? bids : asks).get(order.locate);
      long sum = side.getOrDefault(order.price, 0L) + shares;
      if (sum == 0) {
        side.remove(order.price);
      } else {
        side.put(order.price, sum);
      }
    }

    private long reference() {
      return random.nextInt(REFERENCES) - REFERENCES / 2;
    }

    private long shares() {
      return random.nextInt(50) == 0 ? random.nextLong() & LARGEST_U32 : random.nextInt(5) * 100L;
    }

    private long price() {
      return switch (random.nextInt(20)) {
        case 0 -> random.nextLong() & LARGEST_U32;
        case 1, 2, 3 -> 500_000 + random.nextInt(200) * 100L;
        default -> 510_000 + random.nextInt(10) * 100L;
      };
    }

    private int locate(int stock) {
      return stock * 0x7FFF;
    }
  }
}
