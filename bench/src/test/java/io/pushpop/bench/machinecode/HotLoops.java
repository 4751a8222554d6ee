package io.pushpop.bench.machinecode;

import io.pushpop.queue.Batch;
import io.pushpop.queue.ConflationOptions;
import io.pushpop.queue.Element;
import io.pushpop.queue.ElementHandler;
import io.pushpop.queue.EndOptions;
import io.pushpop.queue.Geometry;
import io.pushpop.queue.Overflow;
import io.pushpop.queue.Permit;
import io.pushpop.queue.Pop;
import io.pushpop.queue.Push;
import io.pushpop.queue.Queue;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicLong;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A program of loops that become hot. Each on the ring fills it until it is full and empties it
 * until it is empty, so that what is done at these limits becomes machine code too. The last three
 * do on purpose what the ring never does.
 */
final class HotLoops implements ElementHandler {
  private static final int ROUNDS = 1000;
  private static final int BATCH = 7;

  /** Bytes of an element that takes several slots. */
  private static final int LONG = 200;

  private final Queue queue = Queue.allocate(Geometry.of(64, 64));
  private final Push push = queue.push();
  private final Pop pop = queue.pop();
  private final Queue losing = Queue.allocate(Geometry.of(64, 64));
  private final Push dropping = losing.push(EndOptions.defaults().whenFull(Overflow.DROP_NEWEST));
  private final Pop losingPop = losing.pop();
  private final Queue latest = Queue.allocate(Geometry.of(64, 64));
  private final Push conflating =
      latest.push(
          EndOptions.defaults()
              .conflating(ConflationOptions.byKey((buffer, at, length) -> buffer.getLong(at), 16)));
  private final Pop latestPop = latest.pop();
  private final UnsafeBuffer source = new UnsafeBuffer(new byte[LONG]);
  private final AtomicLong exchanged = new AtomicLong();
  private long sum;
  private volatile long stored;

  public static void main(String[] args) {
    HotLoops loops = new HotLoops();
    for (int i = 0; i < ROUNDS; i++) {
      loops.permits();
      loops.copies(Long.BYTES);
      loops.copies(LONG);
      loops.batches();
      loops.elements();
      loops.drops();
      loops.conflations();
      loops.volatileStores();
      loops.fullFences();
      loops.exchanges();
    }
  }

  @Override
  public void onElement(DirectBuffer buffer, int offset, int length) {
    sum += buffer.getLong(offset) + length;
  }

  private void permits() {
    Permit permit = push.tryReserve();
    while (permit != null) {
      permit.buffer().putLong(permit.offset(), sum);
      permit.push(Long.BYTES);
      permit = push.tryReserve();
    }
    popEach();
  }

  private void copies(int length) {
    while (push.tryPush(source, 0, length)) {
      sum++;
    }
    popEach();
  }

  private void popEach() {
    while (pop.tryPop(this)) {
      sum++;
    }
  }

  private void batches() {
    Batch batch = push.tryReserveBatch(BATCH);
    while (batch != null) {
      while (batch.remaining() > 0) {
        batch.buffer().putLong(batch.offset(), sum);
        batch.stage(Long.BYTES);
      }
      batch.push();
      batch = push.tryReserveBatch(BATCH);
    }
    while (pop.drain(this, BATCH) > 0) {
      sum++;
    }
  }

  private void elements() {
    Permit permit = push.tryReserve(LONG);
    while (permit != null) {
      permit.buffer().putLong(permit.offset(), sum);
      permit.push(LONG);
      permit = push.tryReserve(LONG);
    }
    Element element = pop.tryPeek();
    while (element != null) {
      sum += element.buffer().getLong(element.offset());
      element.pop();
      element = pop.tryPeek();
    }
  }

  private void drops() {
    for (int i = 0; i < 2 * BATCH * BATCH; i++) {
      Permit permit = dropping.tryReserve();
      permit.buffer().putLong(permit.offset(), sum);
      permit.push(Long.BYTES);
    }
    while (losingPop.drain(this, BATCH) > 0) {
      sum++;
    }
  }

  private void conflations() {
    for (int i = 0; i < 2 * BATCH * BATCH; i++) {
      source.putLong(0, i & 15);
      conflating.tryPush(source, 0, Long.BYTES);
    }
    while (latestPop.drain(this, BATCH) > 0) {
      conflating.flush();
    }
  }

  private void volatileStores() {
    for (int i = 0; i < ROUNDS; i++) {
      stored = i;
    }
  }

  private void fullFences() {
    for (int i = 0; i < ROUNDS; i++) {
      sum++;
      VarHandle.fullFence();
    }
  }

  private void exchanges() {
    for (int i = 0; i < ROUNDS; i++) {
      sum += exchanged.getAndSet(i);
    }
  }
}
