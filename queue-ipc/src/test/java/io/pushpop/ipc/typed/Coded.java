package io.pushpop.ipc.typed;

import java.util.function.Consumer;
import net.openhft.chronicle.bytes.BytesIn;
import net.openhft.chronicle.bytes.BytesMarshallable;
import net.openhft.chronicle.bytes.BytesOut;

/** An element made of two functions. */
record Coded(Consumer<BytesOut<?>> encoder, Consumer<BytesIn<?>> decoder)
    implements BytesMarshallable {
  static Coded encoding(Consumer<BytesOut<?>> encoder) {
    return new Coded(encoder, null);
  }

  /** Writes something, and then throws this. */
  static Coded failing(RuntimeException thrown) {
    return encoding(
        bytes -> {
          bytes.writeLong(1);
          throw thrown;
        });
  }

  static Coded decoding(Consumer<BytesIn<?>> decoder) {
    return new Coded(null, decoder);
  }

  @Override
  public void writeMarshallable(BytesOut<?> bytes) {
    encoder.accept(bytes);
  }

  @Override
  public void readMarshallable(BytesIn<?> bytes) {
    decoder.accept(bytes);
  }
}
