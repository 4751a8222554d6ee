package io.pushpop.queue;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.function.LongBinaryOperator;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Records one run, and lets its processes die after every prefix of the log: rebuilds the region as
 * that prefix leaves it, lets every pair of ends go on that there can be, and checks the account.
 * Runs inside a {@link RecordingLoader}.
 *
 * <p>A process that is killed has made the stores of a prefix of its machine code, so all
 * processors leave the region in the same state. But the compiler may have moved plain stores:
 * among each other between two release stores, and up over release stores. So besides the prefixes,
 * each stretch of plain stores is tried with some of it missing, and with some of the next stretch
 * there already. In which order another core sees the stores of a process that lives is not tried
 * here, but in docs/model.
 */
final class PrefixReplay implements LongBinaryOperator {
  private static final int STEPS = 60;
  private static final int REORDERINGS = 3;
  private static final long[] START = {1L << 31, 1L << 32};

  private RecordedRun run;
  private List<StoreLog.Store> log;
  private TestRegion image;
  private TestRegion scratch;
  private LiveConsumers consumers;
  private Random random;
  private int policy;
  private long checked;

  /** By the account of a push end that dies here. */
  private long lost;

  /** Of the last element that it has pushed. */
  private long mark;

  private String at;

  /**
   * Records and replays one run.
   *
   * @param slots of the ring
   * @param seed of everything else; the policy of the push end in the upper 16 bits
   * @return how many deaths were survived
   */
  @Override
  public long applyAsLong(long slots, long seed) {
    random = new Random(seed);
    policy = (int) (seed >>> Long.SIZE - Short.SIZE);
    Geometry geometry = Geometry.of((int) slots, 16 << random.nextInt(2));
    long start =
        random.nextInt(3) == 0 ? 0 : START[random.nextInt(START.length)] - random.nextInt(24);
    at = "recording";
    checked = 0;
    try {
      record(geometry, start, seed);
      replay();
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError(
          geometry + ", start=" + start + ", seed=" + seed + ", " + at + ": " + e, e);
    }
    return checked;
  }

  private void record(Geometry geometry, long start, long seed) {
    run = new RecordedRun(geometry, start, seed, policy);
    run.run(STEPS);
    log = run.log.stores();
    scratch = new TestRegion(geometry);
    image = new TestRegion(geometry);
    for (TestRegion region : new TestRegion[] {scratch, image}) {
      region.peer.set(run.region.peer.get());
    }
    image.memory.putBytes(0, run.before);
    consumers = new LiveConsumers(image);
  }

  private void replay() {
    for (int prefix = 0; ; prefix++) {
      at = "killed after store " + prefix + " of " + log.size();
      Deque<byte[]> contents = run.ledger.contents(prefix, image.tail());
      assertTrue(
          image.memory.getLong(RingLayout.SKIPPED_OFFSET) >= run.ledger.skipped(prefix),
          "what is gone without a handler has been counted");
      consumers.look(contents.isEmpty());
      lost = run.ledger.lost(prefix);
      mark = run.ledger.mark(prefix);
      takeOver(prefix, contents);
      reorder(prefix, contents);
      if (prefix == log.size()) {
        break;
      }
      StoreLog.Store store = log.get(prefix);
      if (store.isTail()) {
        boolean skips = run.ledger.skipped(prefix + 1) > run.ledger.skipped(prefix);
        consumers.popTo(tailOf(store), skips, contents);
      }
      store.applyTo(image.memory);
    }
    assertArrayEquals(run.region.copy(), image.copy(), "the log has every store");
  }

  /** The producer died, or the consumer, or both. */
  private void takeOver(int prefix, Deque<byte[]> contents) {
    String death = at;
    PrivateState live = run.producers.get(prefix);
    for (PrivateState consumer : consumers.states()) {
      at = death + ", consumer with " + consumer;
      restore();
      survivors(null, consumer, contents).finish();
      restore();
      survivors(null, consumer, contents).oneByOne();
      restore();
      survivors(null, consumer, contents).mixed();
      if (live != null) {
        at += ", producer with " + live;
        restore();
        survivors(live, consumer, contents).mixed();
      }
    }
    at = death;
  }

  private Aftermath survivors(
      PrivateState producer, PrivateState consumer, Deque<byte[]> contents) {
    Push push = scratch.push();
    Pop pop = scratch.pop();
    consumer.giveTo(pop);
    if (producer != null) {
      producer.giveTo(push);
    }
    checked++;
    assertEquals(mark, push.mark(), "the mark of the last element that was pushed");
    return new Aftermath(scratch, push, pop, contents, lost, random.nextLong());
  }

  /** The producer died here, in code whose plain stores the compiler has moved. */
  private void reorder(int prefix, Deque<byte[]> contents) {
    int next = endOfPlain(prefix);
    boolean starts = prefix == 0 || log.get(prefix - 1).release();
    if (!starts || next == log.size() || log.get(next).isTail()) {
      return;
    }
    String death = at;
    for (int i = 0; i < REORDERINGS; i++) {
      int keep = random.nextInt(3);
      int early = random.nextInt(3);
      for (PrivateState consumer : consumers.states()) {
        at = death + ", reordered, consumer with " + consumer;
        restore();
        applySome(prefix, next, keep);
        applyEarly(next, early);
        survivors(null, consumer, contents).oneByOne();
      }
    }
    at = death;
  }

  /** Plain stores from behind the next release stores, of the same producer. */
  private void applyEarly(int release, int share) {
    int life = log.get(release).life();
    int from = release;
    while (from < log.size() && log.get(from).release()) {
      if (log.get(from).isTail()) {
        // What comes behind may have been allowed by this very tail, and so cannot be early.
        return;
      }
      from++;
    }
    int to = endOfPlain(from);
    if (from < to && log.get(to - 1).life() == life) {
      applySome(from, to, share);
    }
  }

  private void applySome(int from, int to, int share) {
    for (int i = from; i < to; i++) {
      if (random.nextInt(2) < share) {
        log.get(i).applyTo(scratch.memory);
      }
    }
  }

  private int endOfPlain(int from) {
    int end = from;
    while (end < log.size() && !log.get(end).release()) {
      end++;
    }
    return end;
  }

  private void restore() {
    scratch.memory.putBytes(0, image.memory, 0, image.memory.capacity());
  }

  private static long tailOf(StoreLog.Store store) {
    return new UnsafeBuffer(store.bytes()).getLong(0);
  }
}
