package io.pushpop.ipc;

import io.pushpop.queue.Attachment;
import io.pushpop.queue.End;
import io.pushpop.queue.EndTakenException;
import io.pushpop.queue.JointSleep;
import io.pushpop.queue.PeerState;
import io.pushpop.queue.PeerState.State;
import io.pushpop.queue.RingLayout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * An end of a ring file while it is held: takes its lock, keeps its record, gives both back.
 *
 * <p>The order is what others rely on. Taking: lock <i>held</i>, attach to the ring, write the
 * record, lock <i>named</i>. Giving back: last store to the ring, state detached, unlock. So
 * whoever finds the record attached and nobody holding the end knows that its taker died, wherever
 * in between that was; and who dies while it takes an end leaves the record of the taker before.
 *
 * <p>Sleeps and wakes by a futex on the file, where both sides can.
 */
final class HeldEnd implements Attachment {
  /** How long a refused taker waits for the holder's name, and for a lock that goes away. */
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  private final RingFile file;
  private final End end;
  private final EndLock lock;
  private final FutexSleep futexSleep;
  private long generation;

  /**
   * An end whose lock has been taken.
   *
   * @param file with a reference to it that is this end's own
   */
  HeldEnd(RingFile file, End end, EndLock lock) {
    this.file = file;
    this.end = end;
    this.lock = lock;
    this.futexSleep = new FutexSleep(file);
  }

  /**
   * Takes the lock of an end, and a reference to the file with it.
   *
   * @throws EndTakenException if somebody else holds it
   * @throws UncheckedIOException if the path leads to another file by now, the record is damaged,
   *     or the kernel refuses
   */
  static HeldEnd take(RingFile file, End end) {
    file.retain();
    HeldEnd held = null;
    try {
      held = new HeldEnd(file, end, takeLock(file, end));
      return held;
    } catch (IOException e) {
      throw new UncheckedIOException(
          Refusals.translate("take the " + end + " end of", file.path(), e));
    } finally {
      if (held == null) {
        file.release();
      }
    }
  }

  /** The end is attached to its ring: tells everybody who holds it. */
  void announce() {
    EndRecord record = file.record(end);
    generation =
        record.attached(ProcessHandle.current().pid(), System.currentTimeMillis(), file.parking());
    try {
      lock.name();
    } catch (IOException e) {
      record.detached(generation);
      throw new UncheckedIOException(
          Refusals.translate("take the " + end + " end of", file.path(), e));
    }
    wakePeer();
  }

  @Override
  public boolean wakes() {
    // The kernel would keep the carrier of a virtual thread, with all that wait for it.
    return file.parking() == Parking.FUTEX
        && file.record(end.peer()).wakesPeer()
        && !VirtualThreads.isCurrentVirtual();
  }

  @Override
  public void park(int offset, int value, long nanos) {
    futexSleep.sleep(offset, value, nanos);
  }

  @Override
  public boolean sleepsJointly() {
    return Linux.futexWaitvMissing() == null;
  }

  @Override
  public JointSleep jointSleep() {
    return new JointFutexSleep();
  }

  @Override
  public void wake(int offset) {
    if (file.parking() == Parking.FUTEX) {
      Linux.futexWake(file.region().addressOffset() + offset);
    }
  }

  /** Gives back an end that has not been announced: its record stays that of the taker before. */
  void abandon() {
    lock.release();
    file.release();
  }

  @Override
  public PeerState peer() {
    file.retain();
    try {
      return file.state(end.peer());
    } finally {
      file.release();
    }
  }

  @Override
  public void closed() {
    file.record(end).detached(generation);
    wakePeer();
    lock.release();
    file.release();
  }

  /** Lets the peer look at what has become of this end. */
  private void wakePeer() {
    int offset = end == End.PUSH ? RingLayout.POP_SLEEPS_OFFSET : RingLayout.PUSH_SLEEPS_OFFSET;
    // RELEASE SLEEPS: as in Push and Pop.
    file.region().putIntRelease(offset, 0);
    wake(offset);
  }

  private static EndLock takeLock(RingFile file, End end) throws IOException {
    // Before the lock: a record that is damaged must not be built upon.
    file.record(end).word();
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    while (true) {
      EndLock lock = file.locks().tryTake(end);
      if (lock != null) {
        return lock;
      }
      String holder = holder(file, end);
      if (holder != null) {
        throw new EndTakenException(
            end,
            "the "
                + end
                + " end of "
                + file.path()
                + " is taken: held by "
                + holder
                + "; close it there, or end that process, and take it again");
      }
      if (System.nanoTime() - deadline > 0) {
        throw new EndTakenException(
            end,
            "the "
                + end
                + " end of "
                + file.path()
                + " is taken: somebody whom its record does not name is taking it or giving it back"
                + " at this moment; try again, and if that does not help, end the processes that use"
                + " the file, or once used a file of this name");
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  /** Who holds an end, if its record tells for certain; else null. */
  private static String holder(RingFile file, End end) throws IOException {
    EndRecord record = file.record(end);
    long word = record.word();
    long pid = record.pid();
    long startTime = record.startTime();
    // A holder is named after it has written its record, so if somebody is named now, and the
    // record
    // is still what it was before, then it is this one.
    if (!file.locks().isNamed(end)
        || EndRecord.state(word) != State.ATTACHED
        || record.word() != word) {
      return null;
    }
    return "pid="
        + pid
        + " since "
        + Instant.ofEpochMilli(startTime)
        + ", generation="
        + EndRecord.generation(word);
  }
}
