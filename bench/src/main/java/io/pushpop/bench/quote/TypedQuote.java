package io.pushpop.bench.quote;

import net.openhft.chronicle.bytes.BytesIn;
import net.openhft.chronicle.bytes.BytesMarshallable;
import net.openhft.chronicle.bytes.BytesOut;

/** The same quote as an object that encodes itself by Chronicle Bytes, field by field. */
public class TypedQuote implements BytesMarshallable {
  private static final long U32 = 0xFFFF_FFFFL;

  long kind;
  long timestamp;
  long stock;
  long bidShares;
  long askShares;
  int bidPrice;
  int askPrice;

  /**
   * Fills it.
   *
   * @param number of the quote; prices have its low 32 bits
   */
  public final void set(long number) {
    kind = RawQuote.KIND;
    timestamp = number;
    stock = number;
    bidShares = number;
    askShares = number;
    bidPrice = (int) number;
    askPrice = (int) number;
  }

  /**
   * Whether it is the quote of a number, in every field.
   *
   * @param number of the quote
   * @return true if so
   */
  public final boolean is(long number) {
    return kind == RawQuote.KIND
        && timestamp == number
        && stock == number
        && bidShares == number
        && askShares == number
        && bidPrice == (int) number
        && askPrice == (int) number;
  }

  /**
   * The sum of its fields.
   *
   * @return the sum; 0 if it is no quote
   */
  public final long sum() {
    return kind == RawQuote.KIND
        ? timestamp + stock + bidShares + askShares + (bidPrice & U32) + (askPrice & U32)
        : 0;
  }

  @Override
  public void writeMarshallable(BytesOut<?> bytes) {
    bytes.writeLong(kind).writeLong(timestamp).writeLong(stock);
    bytes.writeLong(bidShares).writeLong(askShares);
    bytes.writeInt(bidPrice).writeInt(askPrice);
  }

  @Override
  public void readMarshallable(BytesIn<?> bytes) {
    kind = bytes.readLong();
    timestamp = bytes.readLong();
    stock = bytes.readLong();
    bidShares = bytes.readLong();
    askShares = bytes.readLong();
    bidPrice = bytes.readInt();
    askPrice = bytes.readInt();
  }
}
