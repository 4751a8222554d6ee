package io.pushpop.bench.handoff;

import io.pushpop.bench.jvm.Cores;
import io.pushpop.ipc.QueueFile;
import io.pushpop.queue.Geometry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * One run, seen from the parent: the folder with the ring in it, and the two children. Closing it
 * ends what still runs and removes everything; another thread may do so at any time.
 */
final class Run implements AutoCloseable {
  /** How long a side may take to see that its peer is gone, and to say so. */
  private static final long PATIENCE_SECONDS = 3;

  private final RunPlan plan;
  private final Cores cores;
  private final List<ChildProcess> children = new ArrayList<>();
  private RunFolder folder;
  private boolean closed;

  /** A run of which nothing is there yet. */
  Run(RunPlan plan, Cores cores) {
    this.plan = plan;
    this.cores = cores;
  }

  /**
   * Makes the ring and starts both sides.
   *
   * @throws HandoffException if the run has been closed
   * @throws IOException if the ring or a child cannot be had
   */
  void start() throws HandoffException, IOException {
    prepare();
    start(Side.STRATEGY);
    start(Side.FEED);
  }

  /** What is run where, for people. */
  String description() {
    return "ring "
        + folder.ring()
        + ": "
        + Geometry.of(plan.slots(), plan.slotSize())
        + "\nfeed pid="
        + child(Side.FEED).pid()
        + ", strategy pid="
        + child(Side.STRATEGY).pid()
        + ", "
        + cores;
  }

  /**
   * Waits for the end of both sides.
   *
   * @return the two accounts
   * @throws HandoffException if one of them failed, or died
   * @throws IOException if an account cannot be read
   * @throws InterruptedException if the thread is interrupted
   */
  Outcome await() throws HandoffException, IOException, InterruptedException {
    BlockingQueue<ChildProcess> ended = new LinkedBlockingQueue<>();
    for (Side side : Side.values()) {
      child(side).onEnd().thenAccept(ended::add);
    }
    ChildProcess first = ended.take();
    if (!first.hasSucceeded()) {
      // The other one finds out by itself, and has popped what was left by then.
      ended.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      throw new HandoffException(failure(first));
    }
    ChildProcess second = ended.take();
    if (!second.hasSucceeded()) {
      throw new HandoffException(failure(second));
    }
    return new Outcome(
        plan,
        cores.toString(),
        folder.readAccount(Side.FEED, FeedAccount.class),
        folder.readAccount(Side.STRATEGY, StrategyAccount.class));
  }

  @Override
  public synchronized void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    children.forEach(ChildProcess::kill);
    if (folder != null) {
      folder.delete();
    }
  }

  private synchronized void prepare() throws HandoffException, IOException {
    requireOpen();
    folder = RunFolder.create();
    QueueFile.create(folder.ring(), Geometry.of(plan.slots(), plan.slotSize())).close();
    for (Side side : Side.values()) {
      Counters.create(folder.counters(side));
    }
    folder.writePlan(plan);
  }

  private synchronized void start(Side side) throws HandoffException, IOException {
    requireOpen();
    children.add(ChildProcess.start(side, folder, cores.pinning(side.ordinal())));
  }

  private synchronized ChildProcess child(Side side) {
    return children.stream().filter(child -> child.side() == side).findFirst().orElseThrow();
  }

  private void requireOpen() throws HandoffException {
    if (closed) {
      throw new HandoffException("the run was ended before it began");
    }
  }

  private String failure(ChildProcess child) throws IOException {
    Side side = child.side();
    return "the "
        + side
        + " (pid "
        + child.pid()
        + ") "
        + child.ending()
        + folder.readFailure(side).map(reason -> ": " + reason).orElse("")
        + String.format(
            Locale.ROOT,
            "; messages pushed=%,d, popped=%,d, as far as known",
            Counters.open(folder.counters(Side.FEED)).messages(),
            Counters.open(folder.counters(Side.STRATEGY)).messages());
  }
}
