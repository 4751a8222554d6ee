package io.pushpop.bench.contest.lane;

import io.pushpop.bench.quote.RawQuote;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/** Quotes as raw bytes. */
final class RawQuotes implements Payload {
  @Override
  public int length() {
    return RawQuote.LENGTH;
  }

  @Override
  public void write(MutableDirectBuffer buffer, int offset, long sequence) {
    RawQuote.put(buffer, offset, sequence);
  }

  @Override
  public void check(DirectBuffer buffer, int offset, int length, long sequence) {
    if (length != RawQuote.LENGTH || !RawQuote.is(buffer, offset, sequence)) {
      throw Payload.wrong(sequence, length);
    }
  }
}
