package io.pushpop.bench.quote;

import net.openhft.chronicle.bytes.BytesIn;
import net.openhft.chronicle.bytes.BytesOut;
import net.openhft.chronicle.bytes.BytesUtil;

/**
 * The same quote as an object that encodes itself by Chronicle Bytes as one block: its fields as
 * they lie in the object, checked once. Two JVMs lay them out alike if they are of the same kind
 * and have the same flags for objects' headers.
 */
public final class BlockQuote extends TypedQuote {
  private static final int START = BytesUtil.triviallyCopyableStart(BlockQuote.class);

  /** Bytes. */
  static final int LENGTH = BytesUtil.triviallyCopyableLength(BlockQuote.class);

  @Override
  public void writeMarshallable(BytesOut<?> bytes) {
    bytes.unsafeWriteObject(this, START, LENGTH);
  }

  @Override
  public void readMarshallable(BytesIn<?> bytes) {
    bytes.unsafeReadObject(this, START, LENGTH);
  }
}
