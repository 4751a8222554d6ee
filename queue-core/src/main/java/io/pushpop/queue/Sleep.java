package io.pushpop.queue;

import static io.pushpop.queue.RingLayout.ASLEEP;

import java.lang.invoke.VarHandle;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * How an end sleeps so that no wake-up is lost, and the peer pays nothing for it.
 *
 * <p>The peer stores its counter, then loads the flag of this end, and wakes whom it finds asleep.
 * No fence stands between its store and its load, so the store may still be in its store buffer
 * while it loads. That is dealt with here: this end raises the flag (SLEEPS), looks at the counter,
 * sleeps for no longer than {@link #GRACE_NANOS}, looks again, and only then sleeps long. Take a
 * store of the counter. If the load behind it came after the flag could be seen, the peer wakes
 * this end. If it came before, then the store was in the buffer at that moment at the latest, and
 * no store stays in a buffer for anything like a millisecond (an interrupt drains it, so it makes
 * no difference whether the peer goes on running): the look after the grace period sees it.
 *
 * <p>{@code membarrier(2)} would close the same gap, but the process of the peer would have to
 * register for it, its core would be interrupted by whoever calls it, and containers may refuse the
 * call.
 *
 * <p>The waker stores 0, and always wakes after that. If it is slow, its 0 may fall on a flag that
 * has been raised again meanwhile: then the sleep on it does not begin, or is ended by the wake-up
 * that follows, and the flag is raised once more, with a grace period of its own.
 *
 * <p>Each sleep is bounded, for peers that die between their store and the wake-up, and as a second
 * line.
 */
final class Sleep {
  /** Longer by orders of magnitude than a store can stay in a store buffer. */
  static final long GRACE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  /**
   * After so long an end looks by itself: so seldom that it costs nothing, since it is for what
   * hardly ever happens.
   */
  static final long BOUND_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** Where nobody wakes: the first sleep of a wait, and what it doubles to. */
  static final long FIRST_PAUSE_NANOS = TimeUnit.MICROSECONDS.toNanos(50);

  static final long LONGEST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  private final Attachment attachment;
  private final int flagOffset;
  private final long flagAddress;

  /** Whether this end has raised its flag, and has not lowered it since. */
  private boolean raised;

  /** Whether the grace period was over before the last look. */
  private boolean settled;

  private long raisedNanos;
  private long pauseNanos;
  private LastStep lastStep = LastStep.OTHER;
  private long sleeps;
  private long foundAfterGrace;
  private long foundAfterBound;

  /** What came before the look that may end the wait. */
  private enum LastStep {
    GRACE_PERIOD,
    LONG_SLEEP,
    OTHER
  }

  /**
   * The sleeps of one end.
   *
   * @param attachment of the end
   * @param regionAddress absolute
   * @param flagOffset of the end's flag in the region
   */
  Sleep(Attachment attachment, long regionAddress, int flagOffset) {
    this.attachment = attachment;
    this.flagOffset = flagOffset;
    this.flagAddress = regionAddress + flagOffset;
  }

  /** A wait begins. */
  void start() {
    pauseNanos = FIRST_PAUSE_NANOS;
  }

  /**
   * One step towards sleep, or one sleep. After each the end must look at the peer's counter, the
   * stamp of a slot will not do.
   *
   * @param nanos how long at the most; more than 0
   */
  void step(long nanos) {
    if (!attachment.wakes()) {
      end(false);
      sleeps++;
      LockSupport.parkNanos(attachment, Math.min(pauseNanos, nanos));
      pauseNanos = Math.min(2 * pauseNanos, LONGEST_PAUSE_NANOS);
      return;
    }
    long rest = prepare();
    boolean isLong = settled;
    if (rest > 0) {
      sleeps++;
      attachment.park(flagOffset, ASLEEP, Math.min(rest, nanos));
    }
    rested();
    lastStep = isLong ? LastStep.LONG_SLEEP : settled ? LastStep.GRACE_PERIOD : LastStep.OTHER;
  }

  /**
   * The first half of a step of an end whose peer wakes it, for who sleeps on many flags at once.
   *
   * @return nanoseconds that this end may sleep now; 0 if it must look at the peer's counter first
   */
  long prepare() {
    if (!raised || isLowered()) {
      raise();
      return 0;
    }
    return settled ? BOUND_NANOS : Math.max(0, GRACE_NANOS - (System.nanoTime() - raisedNanos));
  }

  /** The second half, after the sleep or without one; before the look at the peer's counter. */
  void rested() {
    // Asked of the clock, since a sleep may end early; and before the look that follows.
    settled = settled || System.nanoTime() - raisedNanos >= GRACE_NANOS;
  }

  /** Whether this end can sleep together with others. */
  boolean isJoint() {
    return attachment.wakes() && attachment.sleepsJointly();
  }

  /** A means to sleep on many flags at once, of an end that {@link #isJoint()}. */
  JointSleep jointSleep() {
    return attachment.jointSleep();
  }

  /** Absolute address of the flag. */
  long flagAddress() {
    return flagAddress;
  }

  /**
   * The wait is over.
   *
   * @param found whether what was waited for is there
   */
  void end(boolean found) {
    if (raised) {
      if (found && !isLowered()) {
        foundAfterGrace += lastStep == LastStep.GRACE_PERIOD ? 1 : 0;
        foundAfterBound += lastStep == LastStep.LONG_SLEEP ? 1 : 0;
      }
      raised = false;
      lastStep = LastStep.OTHER;
      // RELEASE SLEEPS: spares the peer a wake-up.
      Memory.putIntRelease(flagAddress, 0);
    }
  }

  SleepCounts counts() {
    return new SleepCounts(sleeps, foundAfterGrace, foundAfterBound);
  }

  private boolean isLowered() {
    // ACQUIRE SLEEPS, with RELEASE SLEEPS of the peer that wakes: not needed for what is read next,
    // since the peer's counter has an order of its own.
    return Memory.getIntAcquire(flagAddress) != ASLEEP;
  }

  private void raise() {
    // RELEASE SLEEPS, with ACQUIRE SLEEPS of the peer that looks whom to wake. Without it, or with
    // no look at the counter after it, nobody would wake this end for what is there already.
    Memory.putIntRelease(flagAddress, ASLEEP);
    // The look that follows comes after the flag can be seen: fewer waits last as long as the grace
    // period, which covers what the store buffer of the peer still holds.
    VarHandle.fullFence();
    raised = true;
    settled = false;
    raisedNanos = System.nanoTime();
  }
}
