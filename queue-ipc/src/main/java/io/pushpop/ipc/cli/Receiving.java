package io.pushpop.ipc.cli;

import io.aeron.Aeron;
import io.pushpop.ipc.QueueFile;
import io.pushpop.ipc.bridge.ArchiveReceiver;
import io.pushpop.ipc.bridge.BridgeReceiver;
import io.pushpop.ipc.bridge.ReceivingSide;
import io.pushpop.queue.End;
import io.pushpop.queue.Push;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.Agent;

/** The work of {@link BridgeReceiveCommand}. */
final class Receiving extends Bridging {
  /** How long to go on telling the sender that its end was heard, if it does not go before. */
  private static final long ENDING_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final QueueFile queue;
  private final Push push;
  private ReceivingSide receiver;
  private boolean isEnding;
  private long endingSince;

  Receiving(BridgeSideCommand command, QueueFile queue, Push push) {
    super(command);
    this.queue = queue;
    this.push = push;
  }

  /** Receives until the sender says that no more comes. */
  void run() throws Exception {
    run(End.PUSH, queue.path());
  }

  @Override
  Agent start(Aeron aeron) {
    receiver =
        isArchived()
            ? new ArchiveReceiver(aeron, queue, push, archiveOptions(archiveControl(), 0))
            : new BridgeReceiver(aeron, queue, push, options(0));
    return receiver;
  }

  @Override
  boolean isDone(long nanos) {
    if (follow()) {
      return false;
    }
    if (receiver.isEnded()) {
      if (!isEnding) {
        isEnding = true;
        endingSince = nanos;
      }
      return nanos - endingSince > ENDING_NANOS;
    }
    if (receiver.isConnected()) {
      isEnding = false; // more came after all
    }
    return isEnding;
  }

  @Override
  public void onDisconnected(String peer) {
    say(
        "lost "
            + peer
            + ": received="
            + receiver.received()
            + ", repeats dropped="
            + receiver.repeats());
  }
}
