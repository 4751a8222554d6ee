package io.pushpop.bench.bridge;

import io.aeron.Aeron;
import io.pushpop.ipc.QueueFile;
import io.pushpop.ipc.bridge.BridgeOptions;
import io.pushpop.ipc.bridge.BridgeReceiver;
import io.pushpop.ipc.bridge.BridgeSender;
import io.pushpop.queue.ElementHandler;
import io.pushpop.queue.Geometry;
import io.pushpop.queue.Pop;
import io.pushpop.queue.Push;
import java.io.IOException;
import java.nio.file.Path;
import org.agrona.CloseHelper;
import org.agrona.DirectBuffer;

/** Ring to ring. Each side of the bridge runs on the thread of its user, since cores are few. */
final class BridgeCrossing implements Crossing {
  private static final int SLOTS = 16_384;

  private final QueueFile source;
  private final QueueFile target;
  private final Push producer;
  private final Pop pop;
  private final Push push;
  private final Pop consumer;
  private final BridgeReceiver receiver;
  private final BridgeSender sender;

  BridgeCrossing(Aeron aeron, String channel, int stream, Path folder, int slotSize)
      throws IOException {
    Geometry geometry = Geometry.of(SLOTS, slotSize);
    BridgeOptions options = BridgeOptions.of(channel, stream).withLongest(slotSize);
    this.source = QueueFile.create(folder.resolve("source"), geometry);
    this.target = QueueFile.create(folder.resolve("target"), geometry);
    this.producer = source.push();
    this.pop = source.pop();
    this.push = target.push();
    this.consumer = target.pop();
    this.receiver = new BridgeReceiver(aeron, target, push, options);
    this.sender = new BridgeSender(aeron, source, pop, options);
  }

  @Override
  public boolean offer(DirectBuffer element, int length) {
    return producer.tryPush(element, 0, length);
  }

  @Override
  public void carryOn() {
    sender.doWork();
  }

  @Override
  public int take(ElementHandler handler) {
    receiver.doWork();
    return consumer.drain(handler, Ride.BATCH);
  }

  @Override
  public void close() {
    CloseHelper.closeAll(sender, receiver, producer, pop, push, consumer, source, target);
  }
}
