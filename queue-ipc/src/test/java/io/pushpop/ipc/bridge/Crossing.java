package io.pushpop.ipc.bridge;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aeron.Aeron;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import io.pushpop.ipc.FileOptions;
import io.pushpop.ipc.QueueFile;
import io.pushpop.queue.Geometry;
import io.pushpop.queue.Pop;
import io.pushpop.queue.Push;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.agrona.CloseHelper;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Two rings, a media driver, and a thread that is both sides, a turn after another, so that a test
 * decides who comes how far.
 */
final class Crossing implements AutoCloseable {
  static final int STREAM = 1001;
  static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(120);

  final Path folder;
  final MediaDriver driver;
  final Aeron aeron;
  final List<String> heard = new ArrayList<>();
  String channel;
  QueueFile source;
  QueueFile target;

  /** The ends that the bridge does not hold. */
  Push producer;

  Pop consumer;

  private Pop pop;
  private Push push;
  BridgeSender sender;

  /** Of the sender. */
  NanoClock clock = System::nanoTime;

  BridgeReceiver receiver;

  /** Of the receiver. */
  NanoClock receivingClock = System::nanoTime;

  /** A driver, and two rings in a folder. */
  Crossing(Path folder, Geometry of, Geometry into) throws IOException {
    this.folder = folder;
    channel = "aeron:udp?term-length=1m|endpoint=127.0.0.1:" + Ports.free();
    driver =
        MediaDriver.launchEmbedded(
            new MediaDriver.Context()
                .aeronDirectoryName(folder.resolve("driver").toString())
                .dirDeleteOnShutdown(true)
                .threadingMode(ThreadingMode.SHARED));
    aeron = connect();
    source(of, FileOptions.defaults());
    target(into, FileOptions.defaults());
  }

  Aeron connect() {
    return Aeron.connect(
        new Aeron.Context()
            .aeronDirectoryName(driver.aeronDirectoryName())
            .errorHandler(error -> heard.add(error.toString())));
  }

  /** Takes another ring to send from. */
  void source(Geometry geometry, FileOptions options) throws IOException {
    CloseHelper.closeAll(sender, pop, producer, source);
    sender = null;
    pop = null;
    source = QueueFile.create(folder.resolve("source" + System.nanoTime()), geometry, options);
    producer = source.push();
  }

  /** Takes another ring to fill. */
  void target(Geometry geometry, FileOptions options) throws IOException {
    CloseHelper.closeAll(receiver, push, consumer, target);
    receiver = null;
    push = null;
    target = QueueFile.create(folder.resolve("target" + System.nanoTime()), geometry, options);
    consumer = target.pop();
  }

  BridgeOptions options() {
    return BridgeOptions.of(channel, STREAM)
        .withListener(
            new BridgeListener() {
              @Override
              public void onConnected(String peer, long position) {
                heard.add("connected at " + position);
              }

              @Override
              public void onDisconnected(String peer) {
                heard.add("disconnected");
              }

              @Override
              public void onUnanswered(String channel) {
                heard.add("unanswered on " + channel);
              }

              @Override
              public void onSecondReceiver(String peer) {
                heard.add("second receiver " + peer);
              }

              @Override
              public void onRefused(String sentence) {
                heard.add("refused: " + sentence);
              }
            });
  }

  /** Begins to send, or begins anew as after a crash. */
  void send() {
    send(options());
  }

  void send(BridgeOptions options) {
    stopSending();
    pop = source.pop();
    sender = new BridgeSender(aeron, source, pop, options, () -> clock.nanoTime());
  }

  void stopSending() {
    CloseHelper.closeAll(sender, pop);
    sender = null;
    pop = null;
  }

  /** Has time pass for the sender. */
  void pass(long nanos) {
    clock = later(clock, nanos);
  }

  /** Has time pass for the receiver. */
  void passReceiving(long nanos) {
    receivingClock = later(receivingClock, nanos);
  }

  private static NanoClock later(NanoClock before, long nanos) {
    return () -> before.nanoTime() + nanos;
  }

  /** Begins to receive, or begins anew as after a crash. */
  void receive() {
    stopReceiving();
    push = target.push();
    receiver = new BridgeReceiver(aeron, target, push, options(), () -> receivingClock.nanoTime());
  }

  void stopReceiving() {
    CloseHelper.closeAll(receiver, push);
    receiver = null;
    push = null;
  }

  /** Position up to which the source ring is popped. */
  long popped() {
    return source.snapshot().tail();
  }

  /** Id of the source ring, once it is sent from. */
  long ringId() {
    return SourceRing.idOf(pop.userWord());
  }

  /** Pushes an element that tells its number as often as it has room for it. */
  boolean offer(int number, int length) {
    UnsafeBuffer element = new UnsafeBuffer(new byte[length]);
    for (int i = 0; i < length; i++) {
      element.putByte(i, (byte) (number * 31 + i));
    }
    if (length >= Integer.BYTES) {
      element.putInt(0, number);
    }
    return producer.tryPush(element, 0, length);
  }

  /** Lets both sides work until something is so. */
  void until(BooleanSupplier isSo) {
    until(isSo, sender, receiver);
  }

  /** Lets these work until something is so. */
  static void until(BooleanSupplier isSo, Agent... sides) {
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    while (!isSo.getAsBoolean()) {
      assertTrue(System.nanoTime() - deadline < 0, "what is waited for does not come");
      for (Agent side : sides) {
        if (side != null) {
          work(side);
        }
      }
      Thread.yield();
    }
  }

  /** Lets both sides work for so many turns, in which nothing may happen. */
  void turns(int turns) {
    for (int i = 0; i < turns; i++) {
      for (Agent side : new Agent[] {sender, receiver}) {
        if (side != null) {
          work(side);
        }
      }
      Thread.yield();
    }
  }

  private static void work(Agent side) {
    try {
      side.doWork();
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    CloseHelper.closeAll(
        sender, receiver, pop, push, producer, consumer, source, target, aeron, driver);
  }
}
