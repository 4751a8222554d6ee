package io.pushpop.bench.contest.lane;

import io.pushpop.bench.quote.RawQuote;
import io.pushpop.bench.sbe.codec.MessageHeaderDecoder;
import io.pushpop.bench.sbe.codec.MessageHeaderEncoder;
import io.pushpop.bench.sbe.codec.QuoteDecoder;
import io.pushpop.bench.sbe.codec.QuoteEncoder;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/** The same quotes by the flyweights of SBE, which have its header for the kind. */
final class SbeQuotes implements Payload {
  private static final long U32 = 0xFFFF_FFFFL;

  private final MessageHeaderEncoder headerEncoder = new MessageHeaderEncoder();
  private final QuoteEncoder encoder = new QuoteEncoder();
  private final MessageHeaderDecoder headerDecoder = new MessageHeaderDecoder();
  private final QuoteDecoder decoder = new QuoteDecoder();

  @Override
  public int length() {
    return RawQuote.LENGTH;
  }

  @Override
  public void write(MutableDirectBuffer buffer, int offset, long sequence) {
    encoder
        .wrapAndApplyHeader(buffer, offset, headerEncoder)
        .timestamp(sequence)
        .stock(sequence)
        .bidShares(sequence)
        .askShares(sequence)
        .bidPrice(sequence & U32)
        .askPrice(sequence & U32);
  }

  @Override
  public void check(DirectBuffer buffer, int offset, int length, long sequence) {
    decoder.wrapAndApplyHeader(buffer, offset, headerDecoder);
    if (length != RawQuote.LENGTH
        || decoder.timestamp() != sequence
        || decoder.stock() != sequence
        || decoder.bidShares() != sequence
        || decoder.askShares() != sequence
        || decoder.bidPrice() != (sequence & U32)
        || decoder.askPrice() != (sequence & U32)) {
      throw Payload.wrong(sequence, length);
    }
  }
}
