package io.pushpop.ipc.cli;

import io.pushpop.ipc.EndStatus;
import io.pushpop.ipc.QueueFileView;
import io.pushpop.queue.CorruptQueueException;
import io.pushpop.queue.ElementHandler;
import io.pushpop.queue.ElementScan;
import io.pushpop.queue.End;
import io.pushpop.queue.PeerState.State;
import io.pushpop.queue.Pop;
import java.io.IOException;
import java.util.concurrent.TimeUnit;

/**
 * The work of {@link PopCommand}: writes what is in the queue, then pops it, in this order. What
 * was not written when something fails is still in the queue, for the next who pops.
 */
final class Popping {
  /** How long to wait for an element between two questions for the push end. */
  private static final long ASKING_MILLIS = 20;

  private static final ElementHandler WRITTEN_ALREADY = (buffer, offset, length) -> {};

  private final Pop pop;
  private final QueueFileView view;
  private final ElementScan scan;
  private final ElementFormat format;
  private final Output out;
  private final Progress progress;

  /** Most elements to write before they are popped, so that the push end has room meanwhile. */
  private final int chunk;

  Popping(Pop pop, QueueFileView view, ElementFormat format, Output out, Progress progress) {
    this.pop = pop;
    this.view = view;
    this.scan = view.ring().scan();
    this.format = format;
    this.out = out;
    this.progress = progress;
    this.chunk = Math.max(1, view.geometry().slots() / 4);
  }

  /**
   * Pops until the push end is closed and all is popped, or so many elements are.
   *
   * @param follow whether to go on waiting when the push end is closed or dead
   * @throws CommandFailure if the push end is dead and all is popped, or stdout takes nothing
   */
  void run(boolean follow, long max) throws IOException, InterruptedException, CommandFailure {
    long left = max;
    State end = null;
    while (left > 0) {
      int popped = writeAndPop((int) Math.min(chunk, left));
      left -= popped;
      if (popped > 0) {
        end = null;
        continue;
      }
      if (end != null) {
        // Known to be gone first, found empty after that: nothing can have come in between.
        requireDetached(end);
        return;
      }
      end = follow ? null : gone(pop.peer().state());
      if (end == null) {
        pop.awaitElement(ASKING_MILLIS, TimeUnit.MILLISECONDS);
      }
    }
  }

  /** Writes at most so many elements of those that are there, pops them, tells how many. */
  private int writeAndPop(int limit) throws IOException, CommandFailure {
    int count = 0;
    long bytes = 0;
    scan.begin();
    try {
      while (count < limit && scan.next()) {
        format.write(scan, out);
        count++;
        bytes += scan.length();
      }
    } catch (CommandFailure | CorruptQueueException failure) {
      // What comes before an element that cannot be written is written all the same. After a
      // failure of stdout itself nothing is pending.
      if (out.pending() > 0) {
        out.flush();
        pop(count, bytes);
      }
      throw failure;
    }
    out.flush();
    pop(count, bytes);
    return count;
  }

  private void pop(int count, long bytes) {
    // One at a time may be seen, or none where its producer died before the stamp, but all are
    // there, and pop comes to look at head.
    for (int left = count; left > 0; ) {
      left -= pop.drain(WRITTEN_ALREADY, left);
    }
    progress.add(count, bytes);
  }

  /** The state of a push end that pushes no more, else null. */
  private static State gone(State state) {
    return state == State.DETACHED || state == State.DEAD ? state : null;
  }

  private void requireDetached(State end) throws CommandFailure {
    if (end == State.DEAD) {
      EndStatus status = view.status(End.PUSH);
      throw CommandFailure.pushEndDead(
          "the push end is dead: pid="
              + status.pid()
              + ", generation="
              + status.generation()
              + " went without closing it; all that it had pushed was printed: start another push,"
              + " or wait for one with --follow");
    }
  }
}
