package io.pushpop.bench.alone;

import io.pushpop.bench.quote.BlockQuote;
import io.pushpop.bench.quote.RawQuote;
import io.pushpop.bench.quote.TypedQuote;
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
 * A quote of 48 bytes goes in and comes out at once, written and read in ways that put the same
 * fields in the same places: see {@link RawQuote}. The kind is a word of ours, or in SBE its
 * header.
 */
public class Quotes extends Ring {
  /** The header of SBE as the one word that its four fields are: written and compared at once. */
  private static final long HEADER = header();

  private final ElementHandler rawHandler = this::onRaw;
  private final MutableDirectBuffer source = new UnsafeBuffer(new byte[RawQuote.LENGTH]);
  private final MutableDirectBuffer target = new UnsafeBuffer(new byte[RawQuote.LENGTH]);
  private final ElementHandler copyingHandler = this::onCopy;

  private final MessageHeaderEncoder headerEncoder = new MessageHeaderEncoder();
  private final QuoteEncoder encoder = new QuoteEncoder();
  private final MessageHeaderDecoder headerDecoder = new MessageHeaderDecoder();
  private final QuoteDecoder decoder = new QuoteDecoder();
  private final ElementHandler sbeHandler = this::onSbe;
  private final ElementHandler sbeWordHandler = this::onSbeWord;

  private final TypedQuote pushedQuote = new TypedQuote();
  private final TypedQuote poppedQuote = new TypedQuote();
  private final BlockQuote pushedBlock = new BlockQuote();
  private final BlockQuote poppedBlock = new BlockQuote();
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
    RawQuote.put(permit.buffer(), permit.offset(), number);
    permit.push(RawQuote.LENGTH);
    return pop.tryPop(rawHandler);
  }

  /**
   * Raw bytes: each field is put into an array, which is pushed, popped into another, and read.
   *
   * @return whether it was popped
   */
  @Benchmark
  public boolean copied() {
    RawQuote.put(source, 0, ++pushed);
    push.tryPush(source, 0, RawQuote.LENGTH);
    return pop.tryPop(copyingHandler);
  }

  /**
   * An object encodes and decodes itself, by Chronicle Bytes, field by field.
   *
   * @return whether it was popped
   */
  @Benchmark
  public boolean chronicle() {
    return typed(pushedQuote, poppedQuote);
  }

  /**
   * The same, all fields as one block.
   *
   * @return whether it was popped
   */
  @Benchmark
  public boolean chronicleBlock() {
    return typed(pushedBlock, poppedBlock);
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
    permit.push(RawQuote.LENGTH);
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
    permit.push(RawQuote.LENGTH);
    return pop.tryPop(sbeWordHandler);
  }

  @Override
  final void begin() {
    typedPush = new TypedPush(push);
    typedPop = new TypedPop(pop);
  }

  @Override
  final void finish() {
    requireAllPopped(RawQuote.FIELDS, pushed, sum);
  }

  private static long header() {
    UnsafeBuffer quote = new UnsafeBuffer(new byte[RawQuote.LENGTH]);
    new QuoteEncoder().wrapAndApplyHeader(quote, 0, new MessageHeaderEncoder());
    return quote.getLong(0, ByteOrder.LITTLE_ENDIAN);
  }

  private boolean typed(TypedQuote in, TypedQuote out) {
    in.set(++pushed);
    typedPush.tryPush(in);
    boolean popped = typedPop.tryPop(out);
    sum += out.sum();
    return popped;
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
    sum += RawQuote.sum(buffer, offset);
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
