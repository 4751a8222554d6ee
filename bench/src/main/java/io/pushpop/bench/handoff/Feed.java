package io.pushpop.bench.handoff;

import io.pushpop.bench.itch.CaptureReader;
import io.pushpop.bench.itch.MessageCounts;
import io.pushpop.bench.itch.MessageSource;
import io.pushpop.bench.itch.SessionGenerator;
import io.pushpop.ipc.QueueFile;
import io.pushpop.queue.PeerState;
import io.pushpop.queue.Permit;
import io.pushpop.queue.Push;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * The side that pushes: writes each message in place, where it will be popped, and waits until it
 * is due before it publishes it. For one thread.
 */
final class Feed {
  /** Messages between two looks of others at the counters, when it is too busy to wait. */
  private static final int MESSAGES_PER_PUBLICATION = 64;

  private static final int WARM_UP_SECONDS = 1;

  /** For both JVMs to be done with what the warm-up has set going: machine code, threads. */
  private static final long SETTLING_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  private final RunPlan plan;
  private final Push push;
  private final Counters counters;
  private final Counters strategyCounters;
  private final int capacity;
  private final int maxLength;
  private final ProgressLines lines;
  private final Watch watch;
  private final ExpandableArrayBuffer leftOut = new ExpandableArrayBuffer();
  private Checksum checksum = new Checksum();
  private long pushed;
  private long bytes;
  private long waits;
  private long deepest;
  private long tooLong;

  private Feed(RunFolder folder, RunPlan plan, QueueFile ring, Push push) throws IOException {
    this.plan = plan;
    this.push = push;
    this.counters = Counters.open(folder.counters(Side.FEED));
    this.strategyCounters = Counters.open(folder.counters(Side.STRATEGY));
    this.capacity = ring.geometry().capacity();
    this.maxLength = ring.geometry().maxLength();
    this.lines = new ProgressLines(Side.FEED, counters, strategyCounters, System.out);
    this.watch = new Watch(plan.spinning());
  }

  /**
   * Pushes all messages of the plan.
   *
   * @return the account, with the push end closed
   * @throws HandoffException if the strategy is found gone
   * @throws IOException if the ring or the capture cannot be opened
   */
  static FeedAccount run(RunFolder folder, RunPlan plan) throws HandoffException, IOException {
    MessageCounts keptBack = new MessageCounts();
    try (QueueFile ring = QueueFile.open(folder.ring());
        Push push = ring.push();
        MessageSource source = plan.encoding().source(itch(plan), plan.messages(), keptBack)) {
      return new Feed(folder, plan, ring, push).run(source, keptBack);
    }
  }

  private FeedAccount run(MessageSource source, MessageCounts keptBack) throws HandoffException {
    awaitStrategy();
    Pace pace = Pace.parse(plan.pace());
    warmUp(pace);
    Pacer pacer = Pacer.of(pace, watch, this::requireStrategy);
    lines.begin();
    handOff(source, pacer, plan.messages());
    lines.end();
    return new FeedAccount(
        pushed,
        bytes,
        checksum.digits(),
        push.position(),
        waits,
        deepest,
        pacer.behind(),
        pacer.longestBehindNanos(),
        pacer.stalls(),
        pacer.stalledNanos(),
        pacer.longestStallNanos(),
        tooLong,
        TypeCounts.of(keptBack),
        source.isTorn(),
        source.tornTailBytes());
  }

  private void handOff(MessageSource source, Pacer pacer, long messages) throws HandoffException {
    long end = pushed + tooLong + messages;
    int length = source.nextLength();
    while (length != MessageSource.END && pushed + tooLong - end < 0) {
      if (length > maxLength - ElementLayout.MESSAGE_OFFSET) {
        source.next(leftOut, 0);
        tooLong++;
      } else {
        pushNext(source, pacer, length);
      }
      if (pacer.isWaiting() || pushed % MESSAGES_PER_PUBLICATION == 0) {
        counters.publish(pushed, bytes, waits, push.position());
        counters.publishProgress(source.progress());
      }
      length = source.nextLength();
    }
    counters.publish(pushed, bytes, waits, push.position());
    counters.publishProgress(source.progress());
  }

  private void pushNext(MessageSource source, Pacer pacer, int length) throws HandoffException {
    int elementLength = ElementLayout.MESSAGE_OFFSET + length;
    long timestampNanos = source.nextTimestampNanos();
    Permit permit = push.tryReserve(elementLength);
    if (permit == null) {
      permit = awaitRoom(elementLength);
    }
    MutableDirectBuffer buffer = permit.buffer();
    int offset = permit.offset();
    int message = offset + ElementLayout.MESSAGE_OFFSET;
    source.next(buffer, message);
    checksum.add(buffer, message, length);
    // All is ready before the message is due, so that only the push itself is in its latency.
    buffer.putLong(offset + ElementLayout.SENT_OFFSET, pacer.awaitTurn(timestampNanos));
    permit.push(elementLength);
    pushed++;
    bytes += length;
  }

  private Permit awaitRoom(int length) throws HandoffException {
    waits++;
    counters.publish(pushed, bytes, waits, push.position());
    long depth = Math.min(capacity, push.position() - strategyCounters.position());
    if (depth > deepest) {
      deepest = depth;
      counters.publishDeepest(depth);
    }
    Permit permit;
    do {
      if (watch.idle()) {
        requireStrategy();
      }
      permit = push.tryReserve(length);
    } while (permit == null);
    watch.reset();
    return permit;
  }

  /** Brings both sides to their final machine code; what is handed off here is in no account. */
  private void warmUp(Pace pace) throws HandoffException {
    warmUp(Pace.MAX, plan.warmUp());
    if (!pace.isFlatOut()) {
      Pace fast = pace.forWarmUp();
      warmUp(fast, Math.min(plan.warmUp(), fast.messagesIn(WARM_UP_SECONDS)));
    }
    awaitPosition(push.position());
    settle();
    Permit permit = push.tryReserve(ElementLayout.MESSAGE_OFFSET);
    permit.buffer().putLong(permit.offset() + ElementLayout.SENT_OFFSET, System.nanoTime());
    permit.push(ElementLayout.MESSAGE_OFFSET);
    // Now, while nobody waits, rather than in the middle of the account.
    System.gc();
    awaitPosition(push.position());
    checksum = new Checksum();
    pushed = 0;
    bytes = 0;
    waits = 0;
    deepest = 0;
    tooLong = 0;
    counters.publish(pushed, bytes, waits, push.position());
    counters.publishDeepest(deepest);
  }

  private void warmUp(Pace pace, long messages) throws HandoffException {
    MessageSource session = new SessionGenerator(plan.seed() + 1, messages);
    try (MessageSource source = plan.encoding().source(session, messages, new MessageCounts())) {
      handOff(source, Pacer.of(pace, watch, this::requireStrategy), messages);
    }
  }

  private void settle() throws HandoffException {
    long end = System.nanoTime() + SETTLING_NANOS;
    while (System.nanoTime() - end < 0) {
      requireStrategy();
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  /** Waits until the strategy has come to a position, and is ready for what follows. */
  private void awaitPosition(long position) throws HandoffException {
    while (strategyCounters.position() != position) {
      requireStrategy();
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  private void awaitStrategy() throws HandoffException {
    while (push.peer().state() == PeerState.State.ABSENT) {
      LockSupport.parkNanos(PAUSE_NANOS);
    }
    requireStrategy();
  }

  private void requireStrategy() throws HandoffException {
    PeerState.State state = push.peer().state();
    if (state != PeerState.State.ATTACHED) {
      throw new HandoffException(
          "the strategy is gone: its end is " + state + ", messages pushed=" + pushed);
    }
  }

  private static MessageSource itch(RunPlan plan) throws IOException {
    return plan.file() == null
        ? new SessionGenerator(plan.seed(), plan.messages())
        : CaptureReader.open(Path.of(plan.file()));
  }
}
