package io.pushpop.ipc.cli;

import io.aeron.Aeron;
import io.aeron.ErrorCode;
import io.aeron.exceptions.AeronException;
import io.aeron.exceptions.ConfigurationException;
import io.aeron.exceptions.RegistrationException;
import io.pushpop.ipc.bridge.ArchiveOptions;
import io.pushpop.ipc.bridge.BridgeDisconnectedException;
import io.pushpop.ipc.bridge.BridgeListener;
import io.pushpop.ipc.bridge.BridgeOptions;
import io.pushpop.ipc.bridge.BridgeRefusedException;
import io.pushpop.queue.End;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.IdleStrategy;

/**
 * The work that both sides of a bridge have in common: runs a side, and begins anew with another
 * client when Aeron, its driver or the network fails.
 */
abstract class Bridging implements BridgeListener {
  private static final long RETRY_MILLIS = 500;

  // A core while there is much to do, next to nothing of one while there is nothing.
  private static final long SPINS = 100;
  private static final long YIELDS = 10;
  private static final long MIN_PARK_NANOS = TimeUnit.MICROSECONDS.toNanos(10);
  private static final long MAX_PARK_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  /** What Aeron's exceptions begin with. */
  private static final Pattern CATEGORY = Pattern.compile("^(FATAL|ERROR|WARN) - ");

  /** Enough to see what is wrong, too few to fill a disk. */
  private static final int MAX_ERRORS_SAID = 100;

  private final BridgeSideCommand command;

  /** Threads of Aeron add to it. */
  private final Set<String> errorsSaid = ConcurrentHashMap.newKeySet();

  Bridging(BridgeSideCommand command) {
    this.command = command;
  }

  /** Makes this side anew. */
  abstract Agent start(Aeron aeron);

  /** Starts what the side needs beside a driver. */
  void prepare(BridgeLink link) throws CommandFailure {}

  /** Whether the side that was made last has nothing more to do. */
  abstract boolean isDone(long nanos) throws CommandFailure;

  /** Runs this side until it is done, whatever becomes of Aeron meanwhile. */
  final void run(End end, Path ring) throws Exception {
    Path own = BridgeLink.folderFor(ring, end);
    while (true) {
      try (BridgeLink link = link(own)) {
        prepare(link);
        serve(start(link.aeron()));
        return;
      } catch (BridgeRefusedException refused) {
        throw CommandFailure.of(refused.getMessage(), refused);
      } catch (InternalError gone) {
        Path theirs = command.aeronFolder();
        throw CommandFailure.of(
            "a page of a mapped file is gone: of Aeron's in "
                + (theirs == null ? own : theirs)
                + ", if its file system is full, or of this ring, if somebody cut it short; look at"
                + " the file system first",
            gone);
      } catch (BridgeDisconnectedException | AeronException failure) {
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
        requireTransient(failure);
        sayOnce(failure);
      }
      // Nothing tells when a driver or a network is back; a signal interrupts this.
      Thread.sleep(RETRY_MILLIS);
    }
  }

  @Override
  public void onConnected(String peer, long position) {
    say("connected to " + peer + ", goes on at position=" + position + " of the source");
  }

  @Override
  public void onRefused(String sentence) {
    say("refused a sender: " + sentence);
  }

  @Override
  public void onWaiting(String sentence) {
    say("waiting: " + sentence);
  }

  final boolean isArchived() {
    return archiveControl() != null;
  }

  /** Where the archive takes requests, or null if there is none. */
  final String archiveControl() {
    return command.archiveControl();
  }

  final boolean follow() {
    return command.follow();
  }

  final void say(String sentence) {
    command.streams().say(command.subject() + ": " + sentence);
  }

  final BridgeOptions options(int longest) {
    try {
      return new BridgeOptions(command.channel(), command.stream(), command.acks(), longest, this);
    } catch (IllegalArgumentException e) {
      throw command.badUsage(e.getMessage());
    }
  }

  final ArchiveOptions archiveOptions(String control, int longest) {
    try {
      return new ArchiveOptions(control, command.stream(), command.channel(), longest, this);
    } catch (IllegalArgumentException e) {
      throw command.badUsage(e.getMessage());
    }
  }

  private BridgeLink link(Path own) throws IOException, CommandFailure {
    Path theirs = command.aeronFolder();
    String channel = command.channel() == null ? "aeron:ipc" : command.channel(); // of an archive
    return theirs == null
        ? BridgeLink.embedded(own, channel, this::sayOnce)
        : BridgeLink.to(theirs, this::sayOnce);
  }

  private void serve(Agent side) throws Exception {
    IdleStrategy idle = new BackoffIdleStrategy(SPINS, YIELDS, MIN_PARK_NANOS, MAX_PARK_NANOS);
    try {
      while (true) {
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
        int work = side.doWork();
        if (work == 0 && isDone(System.nanoTime())) {
          return;
        }
        idle.idle(work);
      }
    } finally {
      side.onClose();
    }
  }

  /** Which of Aeron's refusals no patience will change. */
  private static void requireTransient(RuntimeException failure) throws CommandFailure {
    boolean isForGood =
        failure instanceof ConfigurationException
            || failure instanceof RegistrationException refusal
                && (refusal.errorCode() == ErrorCode.INVALID_CHANNEL
                    || refusal.errorCode() == ErrorCode.NOT_SUPPORTED);
    if (isForGood) {
      throw CommandFailure.of("Aeron refuses this: " + failure.getMessage(), failure);
    }
  }

  /** From whatever thread of Aeron's: the bridge goes on, and begins anew if it must. */
  final void sayOnce(Throwable failure) {
    String sentence = CATEGORY.matcher(String.valueOf(failure.getMessage())).replaceFirst("");
    if (errorsSaid.size() < MAX_ERRORS_SAID && errorsSaid.add(sentence)) {
      say("Aeron says: " + sentence + "; trying again");
    }
  }
}
