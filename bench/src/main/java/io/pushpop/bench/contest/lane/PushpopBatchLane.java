package io.pushpop.bench.contest.lane;

import io.pushpop.queue.Batch;
import java.io.IOException;

/** Pushpop, elements of one slot staged in batches that are published by one store each. */
final class PushpopBatchLane extends PushpopLane {
  private static final int STAGED = 64;

  private Batch batch;

  PushpopBatchLane(LaneSpec spec) throws IOException {
    super(spec, Popping.DRAIN);
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
}
