package io.pushpop.bench.contest.lane;

import io.pushpop.bench.quote.RawQuote;
import io.pushpop.bench.quote.TypedQuote;
import io.pushpop.ipc.typed.TypedPop;
import io.pushpop.ipc.typed.TypedPush;
import java.io.IOException;

/** Pushpop's typed ends, with quotes that encode themselves. */
final class TypedQuoteLane extends PushpopLane {
  private final TypedQuote quote;
  private final TypedPush typedPush;
  private final TypedPop typedPop;
  private long received;

  TypedQuoteLane(LaneSpec spec, TypedQuote quote) throws IOException {
    super(spec, Popping.ONE);
    this.quote = quote;
    this.typedPush = push == null ? null : new TypedPush(push);
    this.typedPop = pop == null ? null : new TypedPop(pop);
  }

  @Override
  public boolean trySend(long sequence) {
    quote.set(sequence);
    return typedPush.tryPush(quote);
  }

  @Override
  public boolean receiveOne() {
    if (!typedPop.tryPop(quote)) {
      return false;
    }
    if (!quote.is(received)) {
      throw Payload.wrong(received, RawQuote.LENGTH);
    }
    received++;
    return true;
  }

  @Override
  public long received() {
    return received;
  }
}
