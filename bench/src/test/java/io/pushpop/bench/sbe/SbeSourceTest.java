package io.pushpop.bench.sbe;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pushpop.bench.itch.CaptureReader;
import io.pushpop.bench.itch.Captures;
import io.pushpop.bench.itch.Fields;
import io.pushpop.bench.itch.MessageCounts;
import io.pushpop.bench.itch.MessageSource;
import io.pushpop.bench.itch.MessageType;
import io.pushpop.bench.itch.SessionGenerator;
import io.pushpop.bench.sbe.codec.AddDecoder;
import io.pushpop.bench.sbe.codec.CancelDecoder;
import io.pushpop.bench.sbe.codec.DeleteDecoder;
import io.pushpop.bench.sbe.codec.ExecuteDecoder;
import io.pushpop.bench.sbe.codec.MessageHeaderDecoder;
import io.pushpop.bench.sbe.codec.ReplaceDecoder;
import io.pushpop.bench.sbe.codec.Side;
import io.pushpop.bench.sbe.codec.TradeDecoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That a normalised message says what its original says. */
class SbeSourceTest {
  private static final int OFFSET = 16;
  private static final byte UNTOUCHED = 0x55;
  private static final Set<MessageType> NORMALISED =
      EnumSet.of(
          MessageType.ADD_ORDER,
          MessageType.ADD_ORDER_MPID,
          MessageType.ORDER_EXECUTED,
          MessageType.ORDER_EXECUTED_WITH_PRICE,
          MessageType.ORDER_CANCEL,
          MessageType.ORDER_DELETE,
          MessageType.ORDER_REPLACE,
          MessageType.TRADE,
          MessageType.CROSS_TRADE);

  @TempDir Path folder;

  private final UnsafeBuffer itch = new UnsafeBuffer(new byte[MessageType.MAX_LENGTH]);
  private final UnsafeBuffer sbe = new UnsafeBuffer(new byte[128]);
  private final MessageHeaderDecoder header = new MessageHeaderDecoder();
  private final MessageCounts keptBack = new MessageCounts();

  @Test
  void eachFieldIsThatOfTheOriginal() {
    MessageSource originals = new SessionGenerator(11, 100_000);
    SbeSource source = source(new SessionGenerator(11, 100_000), Long.MAX_VALUE);
    for (int n = originals.next(itch, 0); n != MessageSource.END; n = originals.next(itch, 0)) {
      MessageType type = MessageType.of(itch.getByte(0), n);
      if (NORMALISED.contains(type)) {
        assertEquals(field(Fields.TIMESTAMP, 6), source.nextTimestampNanos());
        int length = source.nextLength();
        sbe.putByte(OFFSET + length, UNTOUCHED);
        assertEquals(length, source.next(sbe, OFFSET));
        assertEquals(UNTOUCHED, sbe.getByte(OFFSET + length), "behind the message");
        assertArrayEquals(original(type), normalised(), type::toString);
        assertEquals(MessageHeaderDecoder.ENCODED_LENGTH + header.blockLength(), length);
      }
    }
    assertEquals(MessageSource.END, source.next(sbe, OFFSET));
    assertEquals(MessageSource.END, source.nextLength());
    for (MessageType type : MessageType.values()) {
      boolean normalised = NORMALISED.contains(type);
      long count = originals.counts().of(type);
      assertEquals(normalised ? count : 0, source.counts().of(type), type::toString);
      assertEquals(normalised ? 0 : count, keptBack.of(type), type::toString);
      assertTrue(count > 0 || !normalised, () -> "none seen: " + type);
    }
  }

  @Test
  void unknownTypesAndWrongLengthsAreKeptBack() throws IOException {
    byte[] frames =
        Captures.concat(
            Captures.frame('z', 0xFFFF), Captures.frame('A', 9), Captures.frame('D', 19));
    try (SbeSource source =
        source(CaptureReader.open(Files.write(folder.resolve("x"), frames)), Long.MAX_VALUE)) {
      assertEquals(MessageHeaderDecoder.ENCODED_LENGTH + 18, source.next(sbe, OFFSET));
      assertEquals(MessageSource.END, source.next(sbe, OFFSET));
      assertEquals(1, keptBack.unknownTypes());
      assertEquals(1, keptBack.wrongLengths());
      assertEquals(2, keptBack.total());
    }
  }

  @Test
  void theLimitCountsWhatIsKeptBackToo() {
    int limit = 2000;
    SbeSource source = source(new SessionGenerator(5, Long.MAX_VALUE), limit);
    while (source.next(sbe, OFFSET) != MessageSource.END) {
      // On to the end.
    }
    assertTrue(keptBack.total() > 900, () -> "the opening: " + keptBack.total());
    assertEquals(limit, keptBack.total() + source.counts().total());
  }

  private SbeSource source(MessageSource from, long limit) {
    return new SbeSource(from, limit, keptBack);
  }

  /** The fields that are carried over, template first, as they lie in ITCH. */
  private long[] original(MessageType type) {
    long nanos = field(Fields.TIMESTAMP, 6);
    long locate = field(Fields.STOCK_LOCATE, 2);
    long reference = field(Fields.ORDER_REFERENCE, 8);
    return switch (type) {
      case ADD_ORDER, ADD_ORDER_MPID ->
          new long[] {
            AddDecoder.TEMPLATE_ID,
            nanos,
            locate,
            reference,
            field(Fields.ADD_STOCK, 8),
            field(Fields.ADD_SHARES, 4),
            field(Fields.ADD_PRICE, 4),
            field(Fields.ADD_SIDE, 1),
            type == MessageType.ADD_ORDER
                ? AddDecoder.participantNullValue()
                : field(Fields.ADD_MPID, 4)
          };
      case ORDER_EXECUTED, ORDER_EXECUTED_WITH_PRICE -> {
        boolean priced = type == MessageType.ORDER_EXECUTED_WITH_PRICE;
        yield new long[] {
          ExecuteDecoder.TEMPLATE_ID,
          nanos,
          locate,
          reference,
          field(Fields.REDUCE_SHARES, 4),
          field(Fields.EXECUTED_MATCH, 8),
          priced ? field(Fields.EXECUTED_PRICE, 4) : ExecuteDecoder.priceNullValue(),
          priced ? field(Fields.EXECUTED_PRINTABLE, 1) : 'Y'
        };
      }
      case ORDER_CANCEL ->
          new long[] {
            CancelDecoder.TEMPLATE_ID, nanos, locate, reference, field(Fields.REDUCE_SHARES, 4)
          };
      case ORDER_DELETE -> new long[] {DeleteDecoder.TEMPLATE_ID, nanos, locate, reference};
      case ORDER_REPLACE ->
          new long[] {
            ReplaceDecoder.TEMPLATE_ID,
            nanos,
            locate,
            reference,
            field(Fields.REPLACE_REFERENCE, 8),
            field(Fields.REPLACE_SHARES, 4),
            field(Fields.REPLACE_PRICE, 4)
          };
      case TRADE ->
          new long[] {
            TradeDecoder.TEMPLATE_ID,
            nanos,
            locate,
            field(Fields.TRADE_STOCK, 8),
            field(Fields.TRADE_SHARES, 4),
            field(Fields.TRADE_PRICE, 4),
            field(Fields.TRADE_MATCH, 8),
            field(Fields.TRADE_SIDE, 1),
            0
          };
      default ->
          new long[] {
            TradeDecoder.TEMPLATE_ID,
            nanos,
            locate,
            field(Fields.CROSS_STOCK, 8),
            field(Fields.CROSS_SHARES, 8),
            field(Fields.CROSS_PRICE, 4),
            field(Fields.CROSS_MATCH, 8),
            0,
            field(Fields.CROSS_TYPE, 1)
          };
    };
  }

  /** The same fields, as they lie in the normalised message. */
  private long[] normalised() {
    header.wrap(sbe, OFFSET);
    int template = header.templateId();
    switch (template) {
      case AddDecoder.TEMPLATE_ID -> {
        AddDecoder add = new AddDecoder().wrapAndApplyHeader(sbe, OFFSET, header);
        return new long[] {
          template,
          add.timestamp(),
          add.locate(),
          add.reference(),
          add.stock(),
          add.shares(),
          add.price(),
          letter(add.side()),
          add.participant()
        };
      }
      case ExecuteDecoder.TEMPLATE_ID -> {
        ExecuteDecoder execute = new ExecuteDecoder().wrapAndApplyHeader(sbe, OFFSET, header);
        return new long[] {
          template,
          execute.timestamp(),
          execute.locate(),
          execute.reference(),
          execute.shares(),
          execute.match(),
          execute.price(),
          execute.printable()
        };
      }
      case CancelDecoder.TEMPLATE_ID -> {
        CancelDecoder cancel = new CancelDecoder().wrapAndApplyHeader(sbe, OFFSET, header);
        return new long[] {
          template, cancel.timestamp(), cancel.locate(), cancel.reference(), cancel.shares()
        };
      }
      case DeleteDecoder.TEMPLATE_ID -> {
        DeleteDecoder delete = new DeleteDecoder().wrapAndApplyHeader(sbe, OFFSET, header);
        return new long[] {template, delete.timestamp(), delete.locate(), delete.reference()};
      }
      case ReplaceDecoder.TEMPLATE_ID -> {
        ReplaceDecoder replace = new ReplaceDecoder().wrapAndApplyHeader(sbe, OFFSET, header);
        return new long[] {
          template,
          replace.timestamp(),
          replace.locate(),
          replace.reference(),
          replace.newReference(),
          replace.shares(),
          replace.price()
        };
      }
      default -> {
        TradeDecoder trade = new TradeDecoder().wrapAndApplyHeader(sbe, OFFSET, header);
        return new long[] {
          template,
          trade.timestamp(),
          trade.locate(),
          trade.stock(),
          trade.shares(),
          trade.price(),
          trade.match(),
          letter(trade.side()),
          trade.cross()
        };
      }
    }
  }

  private static long letter(Side side) {
    return switch (side) {
      case BUY -> 'B';
      case SELL -> 'S';
      case NULL_VAL -> 0;
    };
  }

  /** A big-endian unsigned number of the original. */
  private long field(int at, int length) {
    long value = 0;
    for (int i = 0; i < length; i++) {
      value = value << Byte.SIZE | itch.getByte(at + i) & 0xFF;
    }
    return value;
  }
}
