package io.pushpop.bench.quote;

import static io.pushpop.bench.quote.RawQuote.ASK_PRICE;
import static io.pushpop.bench.quote.RawQuote.ASK_SHARES;
import static io.pushpop.bench.quote.RawQuote.BID_PRICE;
import static io.pushpop.bench.quote.RawQuote.BID_SHARES;
import static io.pushpop.bench.quote.RawQuote.LENGTH;
import static io.pushpop.bench.quote.RawQuote.STOCK;
import static io.pushpop.bench.quote.RawQuote.TIMESTAMP;
import static net.openhft.chronicle.core.UnsafeMemory.MEMORY;

import net.openhft.chronicle.bytes.BytesIn;
import net.openhft.chronicle.bytes.BytesOut;

/**
 * The same quote as an object that encodes itself by Chronicle Bytes as one block: it passes over
 * its length, which is refused where that is too much, and puts and takes its fields at their
 * addresses there.
 */
public final class BlockQuote extends TypedQuote {
  @Override
  public void writeMarshallable(BytesOut<?> bytes) {
    bytes.writeSkip(LENGTH);
    long at = bytes.addressForWrite(bytes.writePosition() - LENGTH);
    MEMORY.writeLong(at, kind);
    MEMORY.writeLong(at + TIMESTAMP, timestamp);
    MEMORY.writeLong(at + STOCK, stock);
    MEMORY.writeLong(at + BID_SHARES, bidShares);
    MEMORY.writeLong(at + ASK_SHARES, askShares);
    MEMORY.writeInt(at + BID_PRICE, bidPrice);
    MEMORY.writeInt(at + ASK_PRICE, askPrice);
  }

  @Override
  public void readMarshallable(BytesIn<?> bytes) {
    bytes.readSkip(LENGTH);
    long at = bytes.addressForRead(bytes.readPosition() - LENGTH);
    kind = MEMORY.readLong(at);
    timestamp = MEMORY.readLong(at + TIMESTAMP);
    stock = MEMORY.readLong(at + STOCK);
    bidShares = MEMORY.readLong(at + BID_SHARES);
    askShares = MEMORY.readLong(at + ASK_SHARES);
    bidPrice = MEMORY.readInt(at + BID_PRICE);
    askPrice = MEMORY.readInt(at + ASK_PRICE);
  }
}
