package io.pushpop.ipc.typed;

import io.pushpop.ipc.FileOptions;
import io.pushpop.ipc.QueueFile;
import io.pushpop.queue.Geometry;
import io.pushpop.queue.Pop;
import io.pushpop.queue.Push;
import java.nio.file.Path;
import net.openhft.chronicle.bytes.BytesIn;
import net.openhft.chronicle.bytes.BytesMarshallable;
import net.openhft.chronicle.bytes.BytesOut;

/** The typed elements of README.md: {@link ReadmeTest} compares, and runs it. */
public final class ReadmeExample {
  static final int PRICE = 1;
  static final int TRADE = 2;

  // README types
  /** Says itself how it is encoded. */
  static final class Price implements BytesMarshallable {
    long bid;
    long ask;

    @Override
    public void writeMarshallable(BytesOut<?> bytes) {
      bytes.writeLong(bid).writeLong(ask);
    }

    @Override
    public void readMarshallable(BytesIn<?> bytes) {
      bid = bytes.readLong();
      ask = bytes.readLong();
    }
  }

  /** Leaves that to Chronicle, which goes through its public fields in their order. */
  public static final class Trade implements BytesMarshallable {
    public long price;
    public int size;
  }

  // README end

  final Price price = new Price();
  final Trade trade = new Trade();

  void feed(Path path) throws Exception {
    // README feed
    FileOptions schema = FileOptions.defaults().withSchema("prices and trades 1");
    try (QueueFile file = QueueFile.openOrCreate(path, Geometry.of(4096, 64), schema);
        Push push = file.push()) {
      TypedPush elements = new TypedPush(push);
      elements.push(PRICE, price);
      elements.push(TRADE, trade);
    }
    // README end
  }

  void strategy(Path path) throws Exception {
    // README strategy
    TypedHandler onElement =
        (type, bytes) -> {
          switch (type) {
            case PRICE -> price.readMarshallable(bytes);
            case TRADE -> trade.readMarshallable(bytes);
            default -> throw new IllegalArgumentException("type=" + type);
          }
        };
    FileOptions schema = FileOptions.defaults().withSchema("prices and trades 1");
    try (QueueFile file = QueueFile.open(path, schema);
        Pop pop = file.pop()) {
      new TypedPop(pop).drain(onElement, 100);
    }
    // README end
  }
}
