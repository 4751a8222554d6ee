package io.pushpop.bench.alone;

import io.pushpop.bench.sbe.codec.MessageHeaderDecoder;
import io.pushpop.bench.sbe.codec.MessageHeaderEncoder;
import io.pushpop.bench.sbe.codec.QuoteDecoder;
import io.pushpop.bench.sbe.codec.QuoteEncoder;
import io.pushpop.ipc.typed.TypedPop;
import io.pushpop.ipc.typed.TypedPush;
import io.pushpop.queue.ElementHandler;
import io.pushpop.queue.Permit;
import java.nio.ByteOrder;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.openjdk.jmh.annotations.Benchmark;

/**
 * A quote of 48 bytes goes in and comes out at once, written and read in three ways that put the
 * same fields in the same places.
 *
 * <pre>
 * offset 0       8           16      24          32          40         44
 *        kind    timestamp   stock   bidShares   askShares   bidPrice   askPrice
 * </pre>
 *
 * The kind is a word of ours, or in SBE its header. Every field after it is the quote's number.
 */
public class Quotes extends Ring {
  static final int LENGTH = 48;
  static final int TIMESTAMP = 8;
  static final int STOCK = 16;
  static final int BID_SHARES = 24;
  static final int ASK_SHARES = 32;
  static final int BID_PRICE = 40;
  static final int ASK_PRICE = 44;

  static final long KIND = 1;

  private static final int FIELDS = 6;
  private static final long U32 = 0xFFFF_FFFFL;

  /** The header of SBE as the one word that its four fields are: written and compared at once. */
  private static final long HEADER = header();

  private final ElementHandler rawHandler = this::onRaw;
  private final MutableDirectBuffer source = new UnsafeBuffer(new byte[LENGTH]);
  private final MutableDirectBuffer target = new UnsafeBuffer(new byte[LENGTH]);
  private final ElementHandler copyingHandler = this::onCopy;

  private final MessageHeaderEncoder headerEncoder = new MessageHeaderEncoder();
  private final QuoteEncoder encoder = new QuoteEncoder();
  private final MessageHeaderDecoder headerDecoder = new MessageHeaderDecoder();
  private final QuoteDecoder decoder = new QuoteDecoder();
  private final ElementHandler sbeHandler = this::onSbe;
  private final ElementHandler sbeWordHandler = this::onSbeWord;

  private final TypedQuote pushedQuote = new TypedQuote();
  private final TypedQuote poppedQuote = new TypedQuote();
  private TypedPush typedPush;
  private TypedPop typedPop;

  private long pushed;
  private long sum;

  /**
   * Each field is put at its offset by hand.
   *
   * @return whether it was popped
   */
  @Benchmark
  public boolean raw() {
    long number = ++pushed;
    Permit permit = push.tryReserve();
    put(permit.buffer(), permit.offset(), number);
    permit.push(LENGTH);
    return pop.tryPop(rawHandler);
  }

  /**
   * Raw bytes: each field is put into an array, which is pushed, popped into another, and read.
   *
   * @return whether it was popped
   */
  @Benchmark
  public boolean copied() {
    put(source, 0, ++pushed);
    push.tryPush(source, 0, LENGTH);
    return pop.tryPop(copyingHandler);
  }

  /**
   * An object encodes and decodes itself, by Chronicle Bytes.
   *
   * @return whether it was popped
   */
  @Benchmark
  public boolean chronicle() {
    pushedQuote.set(++pushed);
    typedPush.tryPush(pushedQuote);
    boolean popped = typedPop.tryPop(poppedQuote);
    sum += poppedQuote.sum();
    return popped;
  }

  /**
   * Flyweights of SBE are wrapped around the element.
   *
   * @return whether it was popped
   */
  @Benchmark
  public boolean sbe() {
    long number = ++pushed;
    Permit permit = push.tryReserve();
    encoder.wrapAndApplyHeader(permit.buffer(), permit.offset(), headerEncoder);
    encode(number);
    permit.push(LENGTH);
    return pop.tryPop(sbeHandler);
  }

  /**
   * The same, with the header as one word.
   *
   * @return whether it was popped
   */
  @Benchmark
  public boolean sbeWord() {
    long number = ++pushed;
    Permit permit = push.tryReserve();
    MutableDirectBuffer buffer = permit.buffer();
    int offset = permit.offset();
    buffer.putLong(offset, HEADER, ByteOrder.LITTLE_ENDIAN);
    encoder.wrap(buffer, offset + Long.BYTES);
    encode(number);
    permit.push(LENGTH);
    return pop.tryPop(sbeWordHandler);
  }

  @Override
  final void begin() {
    typedPush = new TypedPush(push);
    typedPop = new TypedPop(pop);
  }

  @Override
  final void finish() {
    requireAllPopped(FIELDS, pushed, sum);
  }

  private static long header() {
    UnsafeBuffer quote = new UnsafeBuffer(new byte[LENGTH]);
    new QuoteEncoder().wrapAndApplyHeader(quote, 0, new MessageHeaderEncoder());
    return quote.getLong(0, ByteOrder.LITTLE_ENDIAN);
  }

  private static void put(MutableDirectBuffer buffer, int offset, long number) {
    buffer.putLong(offset, KIND);
    buffer.putLong(offset + TIMESTAMP, number);
    buffer.putLong(offset + STOCK, number);
    buffer.putLong(offset + BID_SHARES, number);
    buffer.putLong(offset + ASK_SHARES, number);
    buffer.putInt(offset + BID_PRICE, (int) number);
    buffer.putInt(offset + ASK_PRICE, (int) number);
  }

  private void encode(long number) {
    encoder
        .timestamp(number)
        .stock(number)
        .bidShares(number)
        .askShares(number)
        .bidPrice(number)
        .askPrice(number);
  }

  private void onCopy(DirectBuffer buffer, int offset, int length) {
    buffer.getBytes(offset, target, 0, length);
    onRaw(target, 0, length);
  }

  private void onRaw(DirectBuffer buffer, int offset, int length) {
    if (buffer.getLong(offset) == KIND) {
      sum +=
          buffer.getLong(offset + TIMESTAMP)
              + buffer.getLong(offset + STOCK)
              + buffer.getLong(offset + BID_SHARES)
              + buffer.getLong(offset + ASK_SHARES)
              + (buffer.getInt(offset + BID_PRICE) & U32)
              + (buffer.getInt(offset + ASK_PRICE) & U32);
    }
  }

  private void onSbe(DirectBuffer buffer, int offset, int length) {
    decoder.wrapAndApplyHeader(buffer, offset, headerDecoder);
    add();
  }

  private void onSbeWord(DirectBuffer buffer, int offset, int length) {
    if (buffer.getLong(offset, ByteOrder.LITTLE_ENDIAN) == HEADER) {
      decoder.wrap(
          buffer, offset + Long.BYTES, QuoteDecoder.BLOCK_LENGTH, QuoteDecoder.SCHEMA_VERSION);
      add();
    }
  }

  private void add() {
    sum +=
        decoder.timestamp()
            + decoder.stock()
            + decoder.bidShares()
            + decoder.askShares()
            + decoder.bidPrice()
            + decoder.askPrice();
  }
}
