package io.pushpop.bench.alone;

import net.openhft.chronicle.bytes.BytesIn;
import net.openhft.chronicle.bytes.BytesMarshallable;
import net.openhft.chronicle.bytes.BytesOut;

/** The quote of {@link Quotes} as an object that Chronicle Bytes encodes. */
final class TypedQuote implements BytesMarshallable {
  private long kind;
  private long timestamp;
  private long stock;
  private long bidShares;
  private long askShares;
  private long bidPrice;
  private long askPrice;

  void set(long number) {
    kind = Quotes.KIND;
    timestamp = number;
    stock = number;
    bidShares = number;
    askShares = number;
    bidPrice = number;
    askPrice = number;
  }

  long sum() {
    return kind == Quotes.KIND
        ? timestamp + stock + bidShares + askShares + bidPrice + askPrice
        : 0;
  }

  @Override
  public void writeMarshallable(BytesOut<?> bytes) {
    bytes.writeLong(kind).writeLong(timestamp).writeLong(stock);
    bytes.writeLong(bidShares).writeLong(askShares);
    bytes.writeUnsignedInt(bidPrice).writeUnsignedInt(askPrice);
  }

  @Override
  public void readMarshallable(BytesIn<?> bytes) {
    kind = bytes.readLong();
    timestamp = bytes.readLong();
    stock = bytes.readLong();
    bidShares = bytes.readLong();
    askShares = bytes.readLong();
    bidPrice = bytes.readUnsignedInt();
    askPrice = bytes.readUnsignedInt();
  }
}
