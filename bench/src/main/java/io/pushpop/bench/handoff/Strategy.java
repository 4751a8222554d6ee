package io.pushpop.bench.handoff;

import io.pushpop.bench.itch.OrderBooks;
import io.pushpop.ipc.QueueFile;
import io.pushpop.queue.ElementHandler;
import io.pushpop.queue.PeerState;
import io.pushpop.queue.Pop;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.agrona.DirectBuffer;

/**
 * The side that pops: keeps the books, and measures how long each message was on its way. For one
 * thread.
 */
final class Strategy {
  /** So many at a time, after which their slots are free: enough to make the store cheap. */
  private static final int DRAIN_LIMIT = 256;

  private static final long LONGEST_LATENCY_NANOS = TimeUnit.HOURS.toNanos(1);
  private static final int DIGITS = 3;

  private final Encoding encoding;
  private final Pop pop;
  private final Counters counters;
  private final Counters feedCounters;
  private final ProgressLines lines;
  private final Watch watch;
  private final ElementHandler handler = this::onElement;
  private final Histogram latency = new Histogram(LONGEST_LATENCY_NANOS, DIGITS);
  private OrderBooks books = new OrderBooks();
  private ElementHandler reader;
  private Checksum checksum = new Checksum();
  private long popped;
  private long bytes;
  private long waits;
  private long deepest;
  private long backwards;
  private long firstNanos;
  private long lastNanos;
  private long lastSentNanos;
  private boolean empty;
  private boolean backlogged;
  private boolean warmUpOver;

  private Strategy(RunFolder folder, RunPlan plan, Pop pop) throws IOException {
    this.encoding = plan.encoding();
    this.reader = encoding.reader(books);
    this.pop = pop;
    this.counters = Counters.open(folder.counters(Side.STRATEGY));
    this.feedCounters = Counters.open(folder.counters(Side.FEED));
    this.lines = new ProgressLines(Side.STRATEGY, feedCounters, counters, System.out);
    this.watch = new Watch(plan.spinning());
  }

  /**
   * Pops until the feed has closed its end and the ring is empty.
   *
   * @return the account, with the pop end closed
   * @throws HandoffException if the feed died; what it left has been popped
   * @throws IOException if the ring cannot be opened
   * @throws InterruptedException if the thread is interrupted
   */
  static StrategyAccount run(RunFolder folder, RunPlan plan)
      throws HandoffException, IOException, InterruptedException {
    try (QueueFile ring = QueueFile.open(folder.ring());
        Pop pop = ring.pop()) {
      return new Strategy(folder, plan, pop).run();
    }
  }

  private StrategyAccount run() throws HandoffException, InterruptedException {
    while (drain() || !watch.idle() || !isOver()) {
      // Another look.
    }
    lines.end();
    return account();
  }

  /** Pops what there is; false if there was nothing. */
  private boolean drain() {
    long position = pop.position();
    // After a full drain there is more than the next one tells.
    long backlog = backlogged ? feedCounters.position() - position : 0;
    int drained = pop.drain(handler, DRAIN_LIMIT);
    if (drained == 0) {
      if (!empty) {
        empty = true;
        waits++;
        counters.publishDepth(0);
      }
      return false;
    }
    if (empty) {
      empty = false;
      watch.reset();
    }
    if (warmUpOver) {
      beginAccount();
    }
    counters.publish(popped, bytes, waits, pop.position());
    backlogged = drained == DRAIN_LIMIT;
    long depth = Math.max(backlog, pop.position() - position);
    counters.publishDepth(depth);
    if (depth > deepest) {
      deepest = depth;
      counters.publishDeepest(depth);
    }
    return true;
  }

  private void onElement(DirectBuffer buffer, int offset, int length) {
    long now = System.nanoTime();
    if (length == ElementLayout.MESSAGE_OFFSET) {
      warmUpOver = true;
      return;
    }
    long sent = buffer.getLong(offset + ElementLayout.SENT_OFFSET);
    latency.recordValue(Math.min(Math.max(now - sent, 0), LONGEST_LATENCY_NANOS));
    if (popped == 0) {
      firstNanos = now;
    } else if (sent - lastSentNanos < 0) {
      backwards++;
    }
    lastSentNanos = sent;
    lastNanos = now;
    int message = offset + ElementLayout.MESSAGE_OFFSET;
    int messageLength = length - ElementLayout.MESSAGE_OFFSET;
    checksum.add(buffer, message, messageLength);
    reader.onElement(buffer, message, messageLength);
    popped++;
    bytes += messageLength;
  }

  /** The warm-up is over; the feed waits until the counters say that this is done. */
  private void beginAccount() {
    warmUpOver = false;
    latency.reset();
    books = new OrderBooks();
    reader = encoding.reader(books);
    checksum = new Checksum();
    popped = 0;
    bytes = 0;
    waits = 0;
    deepest = 0;
    backwards = 0;
    // Now, while nobody waits, rather than in the middle of the account.
    System.gc();
    counters.publishDeepest(deepest);
    lines.begin();
  }

  /** Whether the feed has closed its end, and nothing is left. */
  private boolean isOver() throws HandoffException, InterruptedException {
    if (pop.isDrained()) {
      return true;
    }
    // A wait of no time looks at head itself: the feed may have died before it stored a stamp.
    if (pop.peer().state() == PeerState.State.DEAD && !pop.pop(handler, 0, TimeUnit.NANOSECONDS)) {
      counters.publish(popped, bytes, waits, pop.position());
      throw new HandoffException("the feed died; all that it left was popped, messages=" + popped);
    }
    return false;
  }

  private StrategyAccount account() {
    return new StrategyAccount(
        popped,
        bytes,
        checksum.digits(),
        pop.position(),
        waits,
        deepest,
        backwards,
        lastNanos - firstNanos,
        TypeCounts.of(books.counts()),
        books.unknownOrders(),
        books.overdrawnOrders(),
        books.repeatedOrders(),
        books.liveOrders(),
        books.books(),
        BookSum.of(books),
        Latency.of(latency));
  }
}
