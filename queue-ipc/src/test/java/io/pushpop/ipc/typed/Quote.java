package io.pushpop.ipc.typed;

import net.openhft.chronicle.bytes.BytesIn;
import net.openhft.chronicle.bytes.BytesMarshallable;
import net.openhft.chronicle.bytes.BytesOut;

/** A quote of 48 bytes, as users would write it. */
final class Quote implements BytesMarshallable {
  static final int LENGTH = 48;

  long instrument;
  long time;
  long bidPrice;
  long askPrice;
  long bidSize;
  long askSize;

  /** Sets all fields to values that follow from one. */
  Quote set(long seed) {
    instrument = seed;
    time = seed * 3 + 1;
    bidPrice = ~seed;
    askPrice = seed << 17;
    bidSize = seed * 31;
    askSize = -seed;
    return this;
  }

  boolean isSet(long seed) {
    return instrument == seed
        && time == seed * 3 + 1
        && bidPrice == ~seed
        && askPrice == seed << 17
        && bidSize == seed * 31
        && askSize == -seed;
  }

  @Override
  public void writeMarshallable(BytesOut<?> bytes) {
    bytes.writeLong(instrument).writeLong(time).writeLong(bidPrice);
    bytes.writeLong(askPrice).writeLong(bidSize).writeLong(askSize);
  }

  @Override
  public void readMarshallable(BytesIn<?> bytes) {
    instrument = bytes.readLong();
    time = bytes.readLong();
    bidPrice = bytes.readLong();
    askPrice = bytes.readLong();
    bidSize = bytes.readLong();
    askSize = bytes.readLong();
  }
}
