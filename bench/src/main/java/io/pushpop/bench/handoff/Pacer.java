package io.pushpop.bench.handoff;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Holds each message back until it is due, and gives the time at which it counts as sent. For one
 * thread.
 *
 * <p>In a paced run that is the time at which the message was due, whether or not the feed was
 * ready by then: a latency taken from it includes all that the feed was late for, so a stall is not
 * counted once where it held up a thousand messages (coordinated omission). Flat out, no message is
 * due at any time, and it is the time of the push.
 */
final class Pacer {
  /** Longest sleep of a feed that must not spin: how late a peer's death may be seen. */
  private static final long LONGEST_PARK_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  /**
   * A thread that spins looks at the clock every 30 ns or so; if not, somebody else had its core.
   */
  private static final long STALL_NANOS = TimeUnit.MICROSECONDS.toNanos(20);

  private final Schedule schedule;
  private final Watch watch;
  private final PeerCheck peer;
  private boolean started;
  private long startNanos;
  private long behind;
  private long longestBehindNanos;
  private long stalls;
  private long stalledNanos;
  private long longestStallNanos;

  private Pacer(Schedule schedule, Watch watch, PeerCheck peer) {
    this.schedule = schedule;
    this.watch = watch;
    this.peer = peer;
  }

  /** A pacer that begins with the first message. */
  static Pacer of(Pace pace, Watch watch, PeerCheck peer) {
    return new Pacer(pace.isFlatOut() ? null : pace.schedule(), watch, peer);
  }

  /**
   * Waits until the next message is due.
   *
   * @param timestampNanos time that the message carries
   * @return when it counts as sent, on the clock of {@link System#nanoTime}
   * @throws HandoffException if the peer is found gone meanwhile
   */
  long awaitTurn(long timestampNanos) throws HandoffException {
    long now = System.nanoTime();
    if (schedule == null) {
      return now;
    }
    if (!started) {
      started = true;
      startNanos = now;
    }
    long due = startNanos + schedule.dueNanos(timestampNanos);
    if (now - due > 0) {
      behind++;
    } else {
      now = awaitTime(now, due);
    }
    longestBehindNanos = Math.max(longestBehindNanos, now - due);
    return due;
  }

  /** Whether it holds messages back at all, and so leaves its thread time for other things. */
  boolean isWaiting() {
    return schedule != null;
  }

  /** Messages that the feed was not ready to push when they were due. */
  long behind() {
    return behind;
  }

  /** How late the latest push was, in nanoseconds. */
  long longestBehindNanos() {
    return longestBehindNanos;
  }

  /**
   * How often the core of the feed was somebody else's, for 20 us or more, while it was spinning.
   */
  long stalls() {
    return stalls;
  }

  /** How long that was in all, in nanoseconds. */
  long stalledNanos() {
    return stalledNanos;
  }

  /** How long that was at a time, at the most, in nanoseconds. */
  long longestStallNanos() {
    return longestStallNanos;
  }

  private long awaitTime(long from, long due) throws HandoffException {
    long before = from;
    long now = System.nanoTime();
    while (now - due < 0) {
      if (watch.isSpinning()) {
        countStall(now - before);
      } else {
        LockSupport.parkNanos(Math.min(due - now, LONGEST_PARK_NANOS));
      }
      if (watch.isTime(now)) {
        peer.check();
        now = System.nanoTime();
      }
      before = now;
      now = System.nanoTime();
    }
    if (watch.isSpinning()) {
      countStall(now - before);
    }
    return now;
  }

  private void countStall(long nanos) {
    if (nanos >= STALL_NANOS) {
      stalls++;
      stalledNanos += nanos;
      longestStallNanos = Math.max(longestStallNanos, nanos);
    }
  }

  /** Asks after the peer. */
  @FunctionalInterface
  interface PeerCheck {
    /**
     * Asks.
     *
     * @throws HandoffException if it is gone
     */
    void check() throws HandoffException;
  }
}
