package io.pushpop.ipc.cli;

import io.aeron.Aeron;
import io.pushpop.ipc.QueueFile;
import io.pushpop.ipc.bridge.ArchiveSender;
import io.pushpop.ipc.bridge.BridgeSender;
import io.pushpop.queue.End;
import io.pushpop.queue.PeerState;
import io.pushpop.queue.PeerState.State;
import io.pushpop.queue.Pop;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.agrona.concurrent.Agent;

/** The work of {@link BridgeSendCommand}. */
final class Sending extends Bridging {
  /** An archive records what is sent through its own driver, and takes requests there. */
  private static final String IPC = "aeron:ipc";

  /** Whether the push end is gone is a question for the kernel. */
  private static final long ASKING_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  /**
   * How long to wait for a receiver to hear that no more comes: all that came before has arrived.
   */
  private static final long ENDING_NANOS = TimeUnit.SECONDS.toNanos(5);

  private final QueueFile queue;
  private final Pop pop;
  private final BridgeSendCommand command;
  private final int longest;
  private BooleanSupplier ended;
  private long lastAsked = System.nanoTime();
  private boolean isEnding;
  private long endingSince;

  Sending(BridgeSendCommand command, QueueFile queue, Pop pop, int longest) {
    super(command);
    this.command = command;
    this.longest = longest;
    this.queue = queue;
    this.pop = pop;
  }

  /** Sends until all has arrived and no more comes. */
  void run() throws Exception {
    run(End.POP, queue.path());
  }

  @Override
  void prepare(BridgeLink link) throws CommandFailure {
    if (command.archive() != null) {
      link.host(
          ArchiveHost.launch(
              link.folder(), command.archive(), command.archiveControl(), this::sayOnce));
    }
  }

  @Override
  Agent start(Aeron aeron) {
    if (isArchived()) {
      ArchiveSender sender = new ArchiveSender(aeron, queue, pop, archiveOptions(IPC, longest));
      ended = sender::isEnded;
      return sender;
    }
    BridgeSender sender = new BridgeSender(aeron, queue, pop, options(longest));
    ended = sender::isEnded;
    return sender;
  }

  @Override
  boolean isDone(long nanos) throws CommandFailure {
    if (follow()) {
      return false;
    }
    if (ended.getAsBoolean()) {
      return true;
    }
    if (nanos - lastAsked < ASKING_NANOS) {
      return false;
    }
    lastAsked = nanos;
    PeerState push = pop.peer();
    // Known to be gone first, found empty after that: nothing can have come in between. What is
    // popped has arrived.
    boolean isGone = push.state() == State.DETACHED || push.state() == State.DEAD;
    if (!isGone || pop.canPop()) {
      isEnding = false;
      return false;
    }
    if (push.state() == State.DEAD) {
      throw CommandFailure.pushEndDead(
          "the push end is dead: generation="
              + push.generation()
              + " went without closing it; all that it had pushed "
              + (isArchived() ? "is recorded" : "has arrived")
              + ": start another push,"
              + " or wait for one with --follow");
    }
    if (!isEnding) {
      isEnding = true;
      endingSince = nanos;
    }
    return nanos - endingSince > ENDING_NANOS;
  }

  @Override
  public void onDisconnected(String peer) {
    say("lost " + peer + "; what it has not acknowledged stays here, and is sent again");
  }

  @Override
  public void onSecondReceiver(String peer) {
    say(
        "a second receiver answers, and is not waited for: "
            + peer
            + "; its ring may get gaps: end it, or give it a bridge of its own, on another stream");
  }

  @Override
  public void onUnanswered(String channel) {
    say(
        "somebody receives, and no answer comes: channel="
            + channel
            + "; let that port through too, or name another channel with --acks; trying again");
  }
}
