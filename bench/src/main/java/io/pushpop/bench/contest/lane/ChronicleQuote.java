package io.pushpop.bench.contest.lane;

import net.openhft.chronicle.bytes.BytesIn;
import net.openhft.chronicle.bytes.BytesMarshallable;
import net.openhft.chronicle.bytes.BytesOut;

/** The same quote as an object that encodes itself by Chronicle Bytes. */
final class ChronicleQuote implements BytesMarshallable {
  private static final long U32 = 0xFFFF_FFFFL;

  private long kind;
  private long timestamp;
  private long stock;
  private long bidShares;
  private long askShares;
  private long bidPrice;
  private long askPrice;

  void set(long sequence) {
    kind = RawQuote.KIND;
    timestamp = sequence;
    stock = sequence;
    bidShares = sequence;
    askShares = sequence;
    bidPrice = sequence & U32;
    askPrice = sequence & U32;
  }

  void check(long sequence) {
    if (kind != RawQuote.KIND
        || timestamp != sequence
        || stock != sequence
        || bidShares != sequence
        || askShares != sequence
        || bidPrice != (sequence & U32)
        || askPrice != (sequence & U32)) {
      throw Payload.wrong(sequence, RawQuote.LENGTH);
    }
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
