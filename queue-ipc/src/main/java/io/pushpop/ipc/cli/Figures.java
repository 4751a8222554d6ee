package io.pushpop.ipc.cli;

import io.pushpop.ipc.EndStatus;
import io.pushpop.queue.Geometry;
import io.pushpop.queue.Losses;

/**
 * What is told of a queue that was looked at for a while.
 *
 * @param geometry of the ring
 * @param head at the last look
 * @param tail at the last look
 * @param low fewest slots in use since the first look
 * @param high most slots in use since the first look
 * @param owedNanos how long there has been something to pop, and nothing was popped
 * @param push the push side; it waits while the ring is full
 * @param pop the pop side; it waits while the ring is empty
 * @param losses at the last look
 */
record Figures(
    Geometry geometry,
    long head,
    long tail,
    int low,
    int high,
    long owedNanos,
    Side push,
    Side pop,
    Losses losses) {

  /**
   * One side.
   *
   * @param status who holds its end, or held it last
   * @param rate slots per second, lately
   * @param waiting share of the late looks that found the ring so that this side has to wait, 0 to
   *     1
   * @param idleNanos since its counter moved last, or since the first look if it never did
   * @param moved whether its counter has moved since the first look
   */
  record Side(EndStatus status, double rate, double waiting, long idleNanos, boolean moved) {}

  int depth() {
    return (int) (head - tail);
  }
}
