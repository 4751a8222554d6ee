package io.pushpop.bench.contest.lane;

import io.pushpop.ipc.QueueFile;
import io.pushpop.queue.Batch;
import io.pushpop.queue.ElementHandler;
import io.pushpop.queue.Pop;
import io.pushpop.queue.Push;
import java.io.IOException;
import org.agrona.DirectBuffer;

/** Pushpop, elements of one slot staged in batches that are published by one store each. */
final class PushpopBatchLane implements Lane, ElementHandler {
  private static final int STAGED = 64;

  private final QueueFile file;
  private final Push push;
  private final Pop pop;
  private final Payload payload;
  private Batch batch;
  private long received;

  PushpopBatchLane(LaneSpec spec) throws IOException {
    this.file = QueueFile.openOrCreate(spec.path(), PushpopLane.geometry(spec));
    this.payload = spec.payload();
    this.push = spec.sending() ? file.push() : null;
    this.pop = spec.sending() ? null : file.pop();
  }

  @Override
  public boolean trySend(long sequence) {
    if (batch == null) {
      batch = push.tryReserveBatch(STAGED);
      if (batch == null) {
        return false;
      }
    }
    payload.write(batch.buffer(), batch.offset(), sequence);
    batch.stage(payload.length());
    if (batch.remaining() == 0) {
      flush();
    }
    return true;
  }

  @Override
  public void flush() {
    if (batch != null) {
      batch.push();
      batch = null;
    }
  }

  @Override
  public int receive() {
    return pop.drain(this, Contender.BATCH);
  }

  @Override
  public boolean receiveOne() {
    return pop.tryPop(this);
  }

  @Override
  public void onElement(DirectBuffer buffer, int offset, int length) {
    payload.check(buffer, offset, length, received);
    received++;
  }

  @Override
  public long received() {
    return received;
  }

  @Override
  public void close() {
    if (push == null) {
      pop.close();
    } else {
      push.close();
    }
    file.close();
  }
}
