package io.pushpop.bench.contest.lane;

import io.pushpop.queue.EndOptions;
import io.pushpop.queue.Permit;
import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** Pushpop by the calls that wait, {@code reserve} and {@code pop}, as their options say. */
final class PushpopWaitingLane extends PushpopLane {
  /** After which a side looks whether the race is over. */
  private static final long LONGEST_WAIT_MILLIS = 100;

  PushpopWaitingLane(LaneSpec spec, EndOptions options) throws IOException {
    super(spec, Popping.ONE, options);
  }

  @Override
  public boolean trySend(long sequence) {
    try {
      Permit permit = push.reserve(payload.length(), LONGEST_WAIT_MILLIS, TimeUnit.MILLISECONDS);
      if (permit == null) {
        return false;
      }
      payload.write(permit.buffer(), permit.offset(), sequence);
      permit.push(payload.length());
      return true;
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  @Override
  public boolean receiveOne() {
    try {
      return pop.pop(this, LONGEST_WAIT_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  @Override
  public boolean waits() {
    return true;
  }

  private static IllegalStateException interrupted(InterruptedException e) {
    return new IllegalStateException("a side was interrupted, which nobody should do", e);
  }
}
