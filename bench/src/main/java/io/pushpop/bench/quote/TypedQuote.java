package io.pushpop.bench.quote;

import net.openhft.chronicle.bytes.BytesIn;
import net.openhft.chronicle.bytes.BytesMarshallable;
import net.openhft.chronicle.bytes.BytesOut;

/** The same quote as an object that Chronicle Bytes encodes. */
public final class TypedQuote implements BytesMarshallable {
  private static final long U32 = 0xFFFF_FFFFL;

  private long kind;
  private long timestamp;
  private long stock;
  private long bidShares;
  private long askShares;
  private long bidPrice;
  private long askPrice;

  /**
   * Fills it.
   *
   * @param number of the quote; prices have its low 32 bits
   */
  public void set(long number) {
    kind = RawQuote.KIND;
    timestamp = number;
    stock = number;
    bidShares = number;
    askShares = number;
    bidPrice = number & U32;
    askPrice = number & U32;
  }

  /**
   * Whether it is the quote of a number, in every field.
   *
   * @param number of the quote
   * @return true if so
   */
  public boolean is(long number) {
    return kind == RawQuote.KIND
        && timestamp == number
        && stock == number
        && bidShares == number
        && askShares == number
        && bidPrice == (number & U32)
        && askPrice == (number & U32);
  }

  /**
   * The sum of its fields.
   *
   * @return the sum; 0 if it is no quote
   */
  public long sum() {
    return kind == RawQuote.KIND
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
