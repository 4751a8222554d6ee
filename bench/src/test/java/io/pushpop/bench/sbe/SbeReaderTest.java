package io.pushpop.bench.sbe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pushpop.bench.Allocation;
import io.pushpop.bench.itch.MessageCounts;
import io.pushpop.bench.itch.MessageSource;
import io.pushpop.bench.itch.MessageType;
import io.pushpop.bench.itch.OrderBooks;
import io.pushpop.bench.itch.SessionGenerator;
import io.pushpop.bench.sbe.codec.MessageHeaderEncoder;
import io.pushpop.bench.sbe.codec.QuoteEncoder;
import io.pushpop.queue.Geometry;
import io.pushpop.queue.Permit;
import io.pushpop.queue.Pop;
import io.pushpop.queue.Push;
import io.pushpop.queue.Queue;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** That books kept by normalised messages are those of the originals. */
class SbeReaderTest {
  private static final int MEASURED = 500_000;

  private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[128]);
  private final MessageCounts keptBack = new MessageCounts();
  private final OrderBooks books = new OrderBooks();
  private final SbeReader reader = new SbeReader(books);

  @Test
  void theBooksAreThoseOfTheOriginals() {
    OrderBooks expected = new OrderBooks();
    MessageSource originals = new SessionGenerator(12, 200_000);
    for (int n = originals.next(buffer, 0); n != MessageSource.END; n = originals.next(buffer, 0)) {
      expected.onMessage(buffer, 0, n);
    }
    MessageSource source = new SbeSource(new SessionGenerator(12, 200_000), 200_000, keptBack);
    for (int n = source.next(buffer, 0); n != MessageSource.END; n = source.next(buffer, 0)) {
      reader.onElement(buffer, 0, n);
    }
    assertTrue(levels(books).size() > 1000, () -> "levels: " + levels(books).size());
    assertEquals(levels(expected), levels(books));
    assertEquals(expected.liveOrders(), books.liveOrders());
    assertEquals(0, books.unknownOrders());
    assertEquals(0, books.overdrawnOrders());
    assertEquals(0, books.repeatedOrders());
    for (MessageType type : MessageType.values()) {
      assertEquals(
          expected.counts().of(type), books.counts().of(type) + keptBack.of(type), type::toString);
    }
  }

  @Test
  void whatNoFeedSendsIsRefused() {
    MessageHeaderEncoder header = new MessageHeaderEncoder();
    QuoteEncoder quote = new QuoteEncoder().wrapAndApplyHeader(buffer, 8, header);
    assertRefused("templateId=1, schemaId=1886, expected schemaId=1886");
    quote.wrapAndApplyHeader(buffer, 8, header);
    header.templateId(6).schemaId(7);
    assertRefused("templateId=6, schemaId=7, expected schemaId=1886");
    assertEquals(0, books.counts().total());
  }

  @Test
  void fromTheFeedToTheBooksNothingIsAllocatedOnceTheyHaveGrown() {
    MessageSource source =
        new SbeSource(
            new SessionGenerator(13, Long.MAX_VALUE, 100, 4096), Long.MAX_VALUE, keptBack);
    try (Queue queue = Queue.allocate(Geometry.of(8, 64));
        Push push = queue.push();
        Pop pop = queue.pop()) {
      handOff(source, push, pop, 2 * MEASURED);
      new Allocation().assertNone(() -> handOff(source, push, pop, MEASURED));
    }
  }

  private long handOff(MessageSource source, Push push, Pop pop, int messages) {
    for (int i = 0; i < messages; i++) {
      Permit permit = push.tryReserve();
      permit.push(source.next(permit.buffer(), permit.offset()));
      pop.tryPop(reader);
    }
    return books.liveOrders();
  }

  private void assertRefused(String expected) {
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> reader.onElement(buffer, 8, 48));
    assertEquals(
        "the element is no message that a feed sends: "
            + expected
            + ", length=48; build both sides from one schema",
        refused.getMessage());
  }

  private static List<String> levels(OrderBooks books) {
    List<String> levels = new ArrayList<>();
    books.forEachLevel(
        (stockLocate, buy, price, shares) ->
            levels.add(stockLocate + (buy ? " wants " : " offers ") + shares + " at " + price));
    return levels;
  }
}
