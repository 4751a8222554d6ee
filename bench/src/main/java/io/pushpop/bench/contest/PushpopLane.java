package io.pushpop.bench.contest;

import io.pushpop.ipc.QueueFile;
import io.pushpop.queue.ElementHandler;
import io.pushpop.queue.Geometry;
import io.pushpop.queue.Permit;
import io.pushpop.queue.Pop;
import io.pushpop.queue.Push;
import java.io.IOException;
import java.nio.file.Path;
import org.agrona.DirectBuffer;

/** Pushpop, elements written in place through a permit and popped in place. */
final class PushpopLane implements Lane, ElementHandler {
  private static final int SLOT_SIZE = 64;

  private final QueueFile file;
  private final Push push;
  private final Pop pop;
  private final Payload payload;
  private long received;

  PushpopLane(Path path, Payload payload, boolean sending) throws IOException {
    this.file =
        QueueFile.openOrCreate(path, Geometry.of(Contender.RING_LENGTH / SLOT_SIZE, SLOT_SIZE));
    this.payload = payload;
    this.push = sending ? file.push() : null;
    this.pop = sending ? null : file.pop();
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
