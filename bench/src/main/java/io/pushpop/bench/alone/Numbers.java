package io.pushpop.bench.alone;

import io.pushpop.queue.Batch;
import io.pushpop.queue.ElementHandler;
import io.pushpop.queue.Permit;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.openjdk.jmh.annotations.Param;

/** A ring of elements in which every word is the number of the element. */
public abstract class Numbers extends Ring implements ElementHandler {
  /** Elements of a batch, and of a drain that takes a batch. */
  static final int BATCH = 64;

  /** Bytes of an element; a multiple of 8. */
  @Param({"8", "56"})
  public int length;

  private final UnsafeBuffer source = new UnsafeBuffer(new byte[SLOT_SIZE]);
  private long pushed;
  private long sum;

  @Override
  public final void onElement(DirectBuffer buffer, int offset, int bytes) {
    for (int i = 0; i < bytes; i += Long.BYTES) {
      sum += buffer.getLong(offset + i);
    }
  }

  final boolean pushCopy() {
    write(source, 0);
    return push.tryPush(source, 0, length);
  }

  final void pushInPlace() {
    Permit permit = push.tryReserve();
    write(permit.buffer(), permit.offset());
    permit.push(length);
  }

  final void pushBatch() {
    Batch batch = push.tryReserveBatch(BATCH);
    for (int i = 0; i < BATCH; i++) {
      write(batch.buffer(), batch.offset());
      batch.stage(length);
    }
    batch.push();
  }

  final boolean popOne() {
    return pop.tryPop(this);
  }

  final int popBatch() {
    return pop.drain(this, BATCH);
  }

  final void fill() {
    for (int i = 0; i < FILLING / BATCH; i++) {
      pushBatch();
    }
  }

  final void empty() {
    pop.drain(this, GEOMETRY.slots());
  }

  @Override
  final void finish() {
    empty();
    requireAllPopped(length / Long.BYTES, pushed, sum);
  }

  private void write(MutableDirectBuffer buffer, int offset) {
    long number = ++pushed;
    for (int i = 0; i < length; i += Long.BYTES) {
      buffer.putLong(offset + i, number);
    }
  }
}
