package io.pushpop.bench.itch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.CRC32;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class SessionGeneratorTest {
  private static final int MILLION = 1_000_000;

  private final byte[] bytes = new byte[MessageType.MAX_LENGTH];
  private final UnsafeBuffer buffer = new UnsafeBuffer(bytes);

  @Test
  void theSameSeedGivesTheSameBytes() {
    long first = crc(new SessionGenerator(42, 200_000));
    assertEquals(first, crc(new SessionGenerator(42, 200_000)));
    assertNotEquals(first, crc(new SessionGenerator(43, 200_000)));
  }

  @Test
  void theSameSeedGivesTheSameBytesOnEveryMachine() {
    assertEquals(0x31E4_9313L, crc(new SessionGenerator(42, 200_000)));
  }

  @Test
  void aMillionMessagesReferToOrdersThatLiveAndHaveTheShares() {
    int maxLiveOrders = 4096;
    SessionGenerator generator = new SessionGenerator(1, MILLION, 200, maxLiveOrders);
    OrderBooks books = new OrderBooks();
    int most = 0;
    for (int n = generator.next(buffer, 0); n > 0; n = generator.next(buffer, 0)) {
      books.onMessage(buffer, 0, n);
      assertNotCrossed(books, Decoder.stockLocate(buffer, 0));
      most = Math.max(most, books.liveOrders());
    }
    assertEquals(MILLION, books.counts().total());
    assertEquals(0, books.unknownOrders());
    assertEquals(0, books.overdrawnOrders());
    assertEquals(0, books.repeatedOrders());
    assertEquals(0, books.counts().unknownTypes());
    assertEquals(0, books.counts().wrongLengths());
    assertEquals(200, books.books());
    assertTrue(most > maxLiveOrders / 3 && most <= maxLiveOrders, () -> "live orders");
  }

  @Test
  void oneStockAndOneLiveOrderAreEnough() {
    SessionGenerator generator = new SessionGenerator(2, 10_000, 1, 1);
    OrderBooks books = new OrderBooks();
    for (int n = generator.next(buffer, 0); n > 0; n = generator.next(buffer, 0)) {
      books.onMessage(buffer, 0, n);
      assertTrue(books.liveOrders() <= 1);
    }
    assertEquals(0, books.unknownOrders() + books.overdrawnOrders() + books.repeatedOrders());
  }

  @Test
  void whatIsAnnouncedIsWhatIsWrittenAndNothingElse() {
    byte[] wide = new byte[3 * MessageType.MAX_LENGTH];
    UnsafeBuffer wideBuffer = new UnsafeBuffer(wide);
    SessionGenerator generator = new SessionGenerator(3, 100_000);
    int offset = MessageType.MAX_LENGTH + 1;
    while (generator.nextLength() != MessageSource.END) {
      wideBuffer.setMemory(0, wide.length, (byte) 0x55);
      int announced = generator.nextLength();
      long nanos = generator.nextTimestampNanos();
      assertEquals(announced, generator.next(wideBuffer, offset));
      assertEquals(nanos, Decoder.timestampNanos(wideBuffer, offset));
      assertEquals(announced, MessageType.of(wide[offset], announced).length());
      for (int i = 0; i < wide.length; i++) {
        if (i < offset || i >= offset + announced) {
          assertEquals(0x55, wide[i]);
        }
      }
    }
    assertEquals(0, generator.counts().unknownTypes() + generator.counts().wrongLengths());
    assertEquals(100_000, generator.counts().total());
    assertEquals(1, generator.progress());
  }

  @Test
  void everyByteOfAMessageIsWritten() {
    byte[] other = new byte[MessageType.MAX_LENGTH];
    UnsafeBuffer otherBuffer = new UnsafeBuffer(other);
    SessionGenerator first = new SessionGenerator(4, 50_000);
    SessionGenerator second = new SessionGenerator(4, 50_000);
    while (first.nextLength() != MessageSource.END) {
      buffer.setMemory(0, bytes.length, (byte) 0);
      otherBuffer.setMemory(0, other.length, (byte) -1);
      int n = first.next(buffer, 0);
      second.next(otherBuffer, 0);
      assertTrue(Arrays.equals(bytes, 0, n, other, 0, n));
    }
  }

  @Test
  void aSessionOpensTradesAndCloses() {
    int stocks = 17;
    SessionGenerator generator = new SessionGenerator(5, 50_000, stocks, 1024);
    StringBuilder types = new StringBuilder();
    StringBuilder events = new StringBuilder();
    Set<Integer> locates = new HashSet<>();
    for (int n = generator.next(buffer, 0); n > 0; n = generator.next(buffer, 0)) {
      types.append((char) bytes[0]);
      if (bytes[0] == 'S') {
        events.append((char) bytes[Fields.SYSTEM_EVENT]);
      } else {
        locates.add(Decoder.stockLocate(buffer, 0));
      }
    }
    assertEquals("OSQMEC", events.toString());
    assertEquals(
        "S" + "R".repeat(stocks) + "H".repeat(stocks) + "Y".repeat(stocks) + "SS",
        types.substring(0, 3 * stocks + 3));
    assertEquals("SSS", types.substring(types.length() - 3));
    assertEquals(stocks, locates.size());
    assertTrue(!locates.contains(0) && !locates.contains(stocks + 1));
  }

  @Test
  void aSessionHasExactlyTheMessagesAskedFor() {
    for (int messages = 0; messages < 20; messages++) {
      SessionGenerator generator = new SessionGenerator(6, messages, 2, 16);
      int written = 0;
      while (generator.next(buffer, 0) != MessageSource.END) {
        written++;
      }
      assertEquals(messages, written);
      assertEquals(MessageSource.END, generator.nextLength());
      assertEquals(1, generator.progress());
    }
  }

  @Test
  void everyTypeOfALiveMarketOccurs() {
    SessionGenerator generator = new SessionGenerator(7, 100_000);
    Set<MessageType> seen = EnumSet.noneOf(MessageType.class);
    for (int n = generator.next(buffer, 0); n > 0; n = generator.next(buffer, 0)) {
      seen.add(MessageType.of(bytes[0], n));
    }
    StringBuilder codes = new StringBuilder();
    seen.forEach(type -> codes.append((char) type.code()));
    assertEquals("SRHYAFECXDUPQIN", codes.toString());
  }

  @Test
  void timesAndReferencesOnlyGrow() {
    SessionGenerator generator = new SessionGenerator(8, 300_000);
    long lastNanos = 0;
    long lastReference = 0;
    for (int n = generator.next(buffer, 0); n > 0; n = generator.next(buffer, 0)) {
      long nanos = Decoder.timestampNanos(buffer, 0);
      assertTrue(nanos > lastNanos);
      lastNanos = nanos;
      long reference =
          switch (bytes[0]) {
            case 'A', 'F' -> Decoder.orderReference(buffer, 0);
            case 'U' -> Decoder.newReference(buffer, 0);
            default -> Long.MAX_VALUE;
          };
      assertTrue(reference > lastReference);
      lastReference = reference == Long.MAX_VALUE ? lastReference : reference;
    }
  }

  @Test
  void messagesComeInBursts() {
    SessionGenerator generator = new SessionGenerator(9, MILLION);
    List<Long> times = new ArrayList<>(MILLION);
    while (generator.nextLength() != MessageSource.END) {
      times.add(generator.nextTimestampNanos());
      generator.next(buffer, 0);
    }
    double seconds = (times.get(MILLION - 1) - times.get(0)) / 1e9;
    assertEquals(50_000, MILLION / seconds, 2_500);
    assertTrue(busiest(times, 100_000) >= 200);
    assertTrue(busiest(times, MILLION) >= 1000);
  }

  @Test
  void pricesMoveAndStaySane() {
    SessionGenerator generator = new SessionGenerator(10, MILLION, 20, 1024);
    OrderBooks books = new OrderBooks();
    Set<Long> bids = new HashSet<>();
    for (int n = generator.next(buffer, 0); n > 0; n = generator.next(buffer, 0)) {
      books.onMessage(buffer, 0, n);
      long bid = books.bestBidPrice(1);
      if (bid != OrderBooks.NO_PRICE) {
        bids.add(bid);
      }
    }
    assertTrue(bids.size() >= 10, () -> "prices=" + bids);
    assertTrue(bids.stream().allMatch(bid -> bid >= 10_000 && bid <= 10_000_000 && bid % 100 == 0));
  }

  @Test
  void numbersOutOfRangeAreRefusedByName() {
    assertRefused("messages=-1", -1, 300, 1);
    assertRefused("stocks=0", 1, 0, 1);
    assertRefused("stocks=65536", 1, 65_536, 1);
    assertRefused("maxLiveOrders=0", 1, 1, 0);
  }

  private static void assertRefused(String named, long messages, int stocks, int maxLiveOrders) {
    IllegalArgumentException error =
        assertThrows(
            IllegalArgumentException.class,
            () -> new SessionGenerator(1, messages, stocks, maxLiveOrders));
    assertTrue(error.getMessage().contains(named), error::getMessage);
  }

  private static void assertNotCrossed(OrderBooks books, int locate) {
    long bid = books.bestBidPrice(locate);
    long ask = books.bestAskPrice(locate);
    assertTrue(ask == OrderBooks.NO_PRICE || bid < ask, () -> bid + " at or above " + ask);
  }

  private static int busiest(List<Long> times, long windowNanos) {
    int most = 0;
    int from = 0;
    for (int to = 0; to < times.size(); to++) {
      while (times.get(to) - times.get(from) >= windowNanos) {
        from++;
      }
      most = Math.max(most, to - from + 1);
    }
    return most;
  }

  private long crc(SessionGenerator generator) {
    CRC32 crc = new CRC32();
    for (int n = generator.next(buffer, 0); n > 0; n = generator.next(buffer, 0)) {
      crc.update(bytes, 0, n);
    }
    return crc.getValue();
  }
}
