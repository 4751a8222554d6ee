package io.pushpop.bench.contest.lane;

import static io.pushpop.queue.RingLayout.WORD_LENGTH;

import io.pushpop.ipc.QueueFile;
import io.pushpop.queue.ElementHandler;
import io.pushpop.queue.EndOptions;
import io.pushpop.queue.Geometry;
import io.pushpop.queue.Permit;
import io.pushpop.queue.Pop;
import io.pushpop.queue.Push;
import java.io.IOException;
import org.agrona.BitUtil;
import org.agrona.DirectBuffer;

/** Pushpop, elements written in place through a permit and popped in place. */
class PushpopLane implements Lane, ElementHandler {
  /** How elements are taken out. */
  enum Popping {
    DRAIN,
    ONE
  }

  private final QueueFile file;
  final Push push;
  final Payload payload;
  final Pop pop;
  private final int limit;
  private long received;

  PushpopLane(LaneSpec spec, Popping popping) throws IOException {
    this(spec, popping, EndOptions.defaults());
  }

  PushpopLane(LaneSpec spec, Popping popping, EndOptions options) throws IOException {
    this.file = QueueFile.openOrCreate(spec.path(), geometry(spec));
    this.payload = spec.payload();
    this.limit = popping == Popping.DRAIN ? Contender.BATCH : 1;
    this.push = spec.sending() ? file.push(options) : null;
    this.pop = spec.sending() ? null : file.pop(options);
  }

  /** The smallest slots that hold an element each, as who knows the elements would choose. */
  private static Geometry geometry(LaneSpec spec) {
    int slotSize = BitUtil.findNextPositivePowerOfTwo(spec.payload().length() + WORD_LENGTH);
    return Geometry.of(spec.ringLength() / slotSize, slotSize);
  }

  @Override
  public boolean trySend(long sequence) {
    Permit permit = push.tryReserve(payload.length());
    if (permit == null) {
      return false;
    }
    payload.write(permit.buffer(), permit.offset(), sequence);
    permit.push(payload.length());
    return true;
  }

  @Override
  public int receive() {
    return limit > 1 ? pop.drain(this, limit) : receiveOne() ? 1 : 0;
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
