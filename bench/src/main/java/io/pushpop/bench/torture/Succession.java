package io.pushpop.bench.torture;

import io.pushpop.bench.jvm.ChildJvm;
import io.pushpop.bench.jvm.SharedPage;
import io.pushpop.ipc.QueueFile;
import io.pushpop.queue.End;
import io.pushpop.queue.PeerState;
import io.pushpop.queue.PeerState.State;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The child JVMs that hold one end, one after the other, seen from the parent. The next one comes
 * up while its predecessor still holds the end, so that it can take over at once.
 */
final class Succession {
  /** Codes with which a JVM ends that a signal from a terminal asked to: SIGINT, SIGTERM. */
  private static final List<Integer> STOPPED = List.of(130, 143);

  private static final int KILLED = 137;
  private static final int CLOSED = 0;
  private static final int NONE = -1;

  private final End end;
  private final QueueFile ring;
  private final RingFolder folder;
  private final Traffic traffic;
  private final Workplace workplace;
  private final List<String> pinning;
  private final List<String> flags;
  private final Line line;

  private int started;
  private Process holder;

  /** The exit code with which the holder may end, or {@link #NONE}. */
  private int leaving = NONE;

  private Process next;
  private PeerState state = new PeerState(State.ABSENT, 0);

  /**
   * A succession of which nobody has come up yet.
   *
   * @param end that they hold
   * @param ring whose end it is
   * @param folder that the ring lies in
   * @param traffic that goes through it
   * @param workplace where they run
   * @param pinning words before the command of each
   * @param flags for the JVM of each
   */
  Succession(
      End end,
      QueueFile ring,
      RingFolder folder,
      Traffic traffic,
      Workplace workplace,
      List<String> pinning,
      List<String> flags)
      throws IOException {
    this.end = end;
    this.ring = ring;
    this.folder = folder;
    this.traffic = traffic;
    this.workplace = workplace;
    this.pinning = pinning;
    // What JNA unpacks is removed with the folder.
    this.flags = new ArrayList<>(List.of("-Djna.tmpdir=" + folder.path()));
    this.flags.addAll(flags);
    this.line = new Line(SharedPage.create(folder.line(end)));
  }

  Line line() {
    return line;
  }

  /** As everybody must see this end now. */
  PeerState state() {
    return state;
  }

  /** Starts the next child, if that has not been done. */
  void bringUpNext() throws IOException, StoppedException {
    if (next == null) {
      started++;
      next =
          workplace.start(
              ChildJvm.command(
                  pinning, flags, Child.class, Child.arguments(end, started, folder, traffic)));
    }
  }

  /** Lets the next child take the end, and waits until it has. */
  void takeOver(Patience.Check always) throws IOException, StoppedException {
    bringUpNext();
    int number = started;
    Patience.await(
        () -> line.ready() == number,
        always,
        "child " + number + " of the " + end + " side up",
        () -> "child " + line.ready());
    holder = next;
    next = null;
    line.orderTake(number);
    Patience.await(
        () -> line.holder() == number,
        always,
        "the " + end + " end taken by child " + number,
        () -> "by child " + line.holder());
    expect(new PeerState(State.ATTACHED, state.generation() + 1));
  }

  /** Kills the holder; the kernel may still be at work when this returns. */
  void kill() {
    leaving = KILLED;
    holder.destroyForcibly();
  }

  /** The holder has been killed: waits for the kernel to be done with it. */
  void awaitKilled(Patience.Check always) throws StoppedException {
    awaitEnd(always);
    expect(new PeerState(State.DEAD, state.generation()));
  }

  /** Waits until the holder has given the end back and ended by itself. */
  void awaitClosed(Patience.Check always) throws StoppedException {
    awaitEnd(always);
    expect(new PeerState(State.DETACHED, state.generation()));
  }

  /** Lets the holder give the end back. */
  void orderClose() {
    expectClose();
    line.orderClose(line.holder());
  }

  /** The holder may give the end back by itself from here on. */
  void expectClose() {
    leaving = CLOSED;
  }

  /** Whether the holder has ended. */
  boolean hasEnded() {
    return !holder.isAlive();
  }

  /**
   * Looks whether all is well.
   *
   * @throws Violation if a child found something wrong, or ended when it should not have
   */
  void check() throws StoppedException {
    line.fault()
        .ifPresent(
            fault -> {
              throw new Violation(fault);
            });
    checkRuns(holder, leaving);
    checkRuns(next, NONE);
  }

  private void awaitEnd(Patience.Check always) throws StoppedException {
    Process ending = holder;
    Patience.await(
        () -> !ending.isAlive(),
        always,
        "the end of the " + end + " side's process " + ending.pid(),
        () -> "it runs");
    check();
    workplace.forget(ending);
    holder = null;
    leaving = NONE;
  }

  private void checkRuns(Process child, int allowed) throws StoppedException {
    if (child == null || child.isAlive() || child.exitValue() == allowed) {
      return;
    }
    int code = child.exitValue();
    requireNotStopped(code);
    String found =
        "the "
            + end
            + " side's process ended: expected="
            + (allowed == NONE ? "it runs" : "exit code " + allowed)
            + ", found=exit code "
            + code;
    // It may have found something wrong between the look at the line and this one.
    throw new Violation(line.fault().orElse(found));
  }

  /** Of a child that has ended, with this exit code. */
  static void requireNotStopped(int code) throws StoppedException {
    if (STOPPED.contains(code)) {
      throw new StoppedException("a child was ended from outside, exit code=" + code);
    }
  }

  private void expect(PeerState expected) {
    PeerState found = ring.state(end);
    if (!found.equals(expected)) {
      throw new Violation(
          "an inspector sees the " + end + " end wrong: expected=" + expected + ", found=" + found);
    }
    state = expected;
  }
}
