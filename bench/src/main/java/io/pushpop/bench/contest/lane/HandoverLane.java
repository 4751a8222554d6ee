package io.pushpop.bench.contest.lane;

import java.nio.file.Path;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntFunction;
import org.agrona.BitUtil;
import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * References handed from thread to thread through a queue of objects, for scale: what JVMs have to
 * beat or pay for. The sender writes elements into buffers of its own, one after the other, and
 * comes back to one when the receiver must be done with it.
 */
final class HandoverLane implements Lane {
  private static final int LINE = 64;

  /** By the path that both sides know, although no file is there. */
  private static final Map<Path, Queue<UnsafeBuffer>> QUEUES = new ConcurrentHashMap<>();

  private final Queue<UnsafeBuffer> queue;
  private final Payload payload;
  private final UnsafeBuffer[] buffers;
  private int next;
  private long received;

  HandoverLane(LaneSpec spec, IntFunction<Queue<UnsafeBuffer>> kind) {
    int capacity = spec.ringLength() / LINE;
    this.queue = QUEUES.computeIfAbsent(spec.path(), path -> kind.apply(capacity));
    this.payload = spec.payload();
    // All that the queue holds, the one that the receiver reads, and the one that is written.
    this.buffers = new UnsafeBuffer[spec.sending() ? capacity + 2 : 0];
    int stride = BitUtil.align(payload.length(), LINE);
    UnsafeBuffer memory =
        new UnsafeBuffer(BufferUtil.allocateDirectAligned(buffers.length * stride, LINE));
    for (int i = 0; i < buffers.length; i++) {
      buffers[i] = new UnsafeBuffer(memory, i * stride, payload.length());
    }
  }

  @Override
  public boolean trySend(long sequence) {
    UnsafeBuffer buffer = buffers[next];
    payload.write(buffer, 0, sequence);
    if (!queue.offer(buffer)) {
      return false;
    }
    next = next + 1 == buffers.length ? 0 : next + 1;
    return true;
  }

  @Override
  public boolean receiveOne() {
    UnsafeBuffer buffer = queue.poll();
    if (buffer == null) {
      return false;
    }
    payload.check(buffer, 0, buffer.capacity(), received);
    received++;
    return true;
  }

  @Override
  public long received() {
    return received;
  }

  /** The garbage collector does the rest. */
  @Override
  public void close() {}
}
