package io.pushpop.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A random run of both ends under recording. The consumer also acts in the middle of what the
 * producer does, after any store, and the producer in the middle of a handler; either may die, and
 * be followed by another one, so that what a death leaves is gone through by later laps.
 */
final class RecordedRun implements StoreLog.Listener {

  /** A handler gives up. */
  private static final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Refusal() {
      super("refused", null, false, false);
    }
  }

  private static final int MOST_STORES_OF_A_PUSH = 12;

  /** A power of two; there are twice as many. */
  private static final int KEYS = 2;

  final TestRegion region;
  final byte[] before;
  final StoreLog log;
  final Ledger ledger = new Ledger();

  /** The private state of a producer that has no permit open, by the number of stores before. */
  final Map<Integer, PrivateState> producers = new HashMap<>();

  private final Random random;
  private final EndOptions policy;
  private final int eagerness;
  private final PeerState detached = new PeerState(PeerState.State.DETACHED, 1);
  private Push push;
  private Pop pop;
  private boolean producing;
  private boolean consuming;

  /**
   * A run that has not begun.
   *
   * @param policy 0 waits, 1 drops, 2 conflates
   */
  RecordedRun(Geometry geometry, long start, long seed, int policy) {
    random = new Random(seed);
    this.policy =
        switch (policy) {
          case 1 -> EndOptions.defaults().whenFull(Overflow.DROP_NEWEST);
          case 2 ->
              EndOptions.defaults()
                  .conflating(
                      ConflationOptions.byKey(RecordedRun::key, KEYS)
                          .withLongest(geometry.maxLength())
                          .closingWithin(Duration.ZERO));
          default -> EndOptions.defaults();
        };
    eagerness = random.nextInt(4);
    region = new TestRegion(geometry).startingAt(start);
    region.peer.set(detached);
    before = region.copy();
    log = new StoreLog(region.memory, this);
  }

  /** Records some steps of either end. */
  void run(int steps) {
    Recording.into(log);
    push = region.push(policy);
    pop = region.pop();
    for (int step = 0; step < steps; step++) {
      if (random.nextInt(8) < 4) {
        produce();
      } else {
        consume();
      }
    }
    Recording.into(null);
  }

  @Override
  public void stored(StoreLog.Store store, long value) {
    if (store.isHead()) {
      ledger.headStored(value, log.stores().size() - 1);
    } else if (store.isTail()) {
      ledger.tailStored(value, log.stores().size() - 1);
    } else {
      lossStored(store.offset(), log.stores().size() - 1);
    }
    if (producing && random.nextInt(4) < eagerness) {
      consume();
    }
  }

  static int key(byte[] element) {
    return element.length == 0 ? 0 : element[0] & 2 * KEYS - 1;
  }

  private static long key(DirectBuffer buffer, int offset, int length) {
    return length == 0 ? 0 : buffer.getByte(offset) & 2 * KEYS - 1;
  }

  private void lossStored(int offset, int store) {
    switch (offset) {
      case RingLayout.DROPPED_OFFSET -> ledger.dropped(store);
      case RingLayout.SET_ASIDE_OFFSET -> ledger.setAside(store);
      case RingLayout.CONFLATED_OFFSET -> ledger.conflated(store);
      case RingLayout.MOVED_OFFSET -> ledger.moved(store);
      default -> {
        // Everything else changes no account.
      }
    }
  }

  // The producer.

  private void takeOverPush() {
    log.nextLife();
    ledger.producerGone();
    push = region.push(policy);
  }

  private void produce() {
    if (producing) {
      return;
    }
    producing = true;
    if (random.nextInt(8) == 0) {
      log.dieAfter(random.nextInt(MOST_STORES_OF_A_PUSH));
    }
    boolean died = false;
    try {
      pushSomething();
      log.findPayload();
    } catch (StoreLog.Died killed) {
      died = true;
    }
    ledger.pushed(died);
    if (died || random.nextInt(16) == 0) {
      takeOverPush();
    }
    log.dieAfter(Integer.MAX_VALUE);
    producing = false;
    noteProducer();
  }

  private void pushSomething() {
    if (random.nextInt(3) == 0) {
      mark();
    }
    switch (random.nextInt(8)) {
      case 0, 1 -> pushCopy(randomLength(region.geometry.slotPayload()));
      case 2 -> pushCopy(randomLength(region.geometry.maxLength()));
      case 3, 4 -> pushInPlace(randomLength(region.geometry.maxLength()), true);
      case 5 -> pushInPlace(randomLength(region.geometry.maxLength()), false);
      default -> pushBatch();
    }
  }

  /** For the element that is pushed next, or another mark for it. */
  private void mark() {
    long mark = random.nextLong();
    ledger.marking(mark);
    push.mark(mark);
  }

  private void pushCopy(int length) {
    byte[] bytes = trap(Traps.start(region.geometry, push.position(), length), length);
    ledger.pushing(List.of(bytes));
    if (!push.tryPush(new UnsafeBuffer(bytes), 0, length)) {
      ledger.pushed(true);
    }
  }

  /** Fills what it reserves with traps; then pushes a part of it, or nothing. */
  private void pushInPlace(int reserve, boolean pushes) {
    Permit permit = push.tryReserve(reserve);
    if (permit == null) {
      return;
    }
    long start = Traps.start(region.geometry, push.position(), reserve);
    permit.buffer().putBytes(permit.offset(), trap(start, reserve));
    log.findPayload();
    if (pushes) {
      byte[] bytes = trap(start, random.nextInt(reserve + 1));
      permit.buffer().putBytes(permit.offset(), bytes);
      ledger.pushing(List.of(bytes));
      permit.push(bytes.length);
    } else if (random.nextBoolean()) {
      permit.close();
    } else {
      push.close();
      takeOverPush();
    }
  }

  private void pushBatch() {
    int most = 1 + random.nextInt(region.geometry.capacity());
    Batch batch = push.tryReserveBatch(most);
    if (batch == null) {
      return;
    }
    List<byte[]> elements = new ArrayList<>();
    for (int staged = random.nextInt(most + 1); staged > 0; staged--) {
      byte[] bytes = trap(push.position(), random.nextInt(batch.maxLength() + 1));
      batch.buffer().putBytes(batch.offset(), bytes);
      batch.stage(bytes.length);
      elements.add(bytes);
    }
    if (random.nextInt(3) > 0) {
      ledger.pushing(elements);
      batch.push();
    } else {
      batch.close();
    }
  }

  // The consumer.

  private void consume() {
    if (consuming) {
      return;
    }
    consuming = true;
    try {
      popSomething();
    } catch (StoreLog.Died | Refusal left) {
      if (left instanceof StoreLog.Died || random.nextBoolean()) {
        takeOverPop();
      }
    }
    if (random.nextInt(16) == 0) {
      takeOverPop();
    }
    consuming = false;
    if (!producing) {
      noteProducer();
    }
  }

  private void takeOverPop() {
    ledger.takenOverAt(region.tail());
    pop = region.pop();
  }

  private void popSomething() {
    switch (random.nextInt(12)) {
      case 0, 1 -> assertTrue(!pop.canPop() || ledger.hasNext(), "canPop invents nothing");
      case 2, 3, 4 -> pop.tryPop(this::handle);
      case 5, 6 -> pop.drain(this::handle, random.nextInt(4));
      case 7 -> peek();
      case 8 -> skip(random.nextInt(4));
      case 9 -> skipToLatest();
      case 10 -> readAhead();
      default -> assertEquals(!ledger.hasNext(), pop.isDrained());
    }
  }

  private void handle(DirectBuffer buffer, int offset, int length) {
    see(buffer, offset, length);
    int what = random.nextInt(16);
    if (what == 0) {
      throw new Refusal();
    }
    if (what < 4) {
      produce();
    }
    see(buffer, offset, length); // the producer left it alone
    ledger.handled();
  }

  private void peek() {
    try (Element element = pop.tryPeek()) {
      if (element == null) {
        return;
      }
      produce();
      see(element.buffer(), element.offset(), element.length());
      if (random.nextBoolean()) {
        ledger.handled();
        element.pop();
      }
    }
  }

  /** Reads some, and pops some of these. */
  private void readAhead() {
    List<Long> ends = new ArrayList<>(List.of(pop.position()));
    for (int more = random.nextInt(4); more > 0; more--) {
      int ahead = ends.size() - 1;
      long at = ends.get(ahead);
      long end = pop.tryRead(at, (buffer, offset, length) -> see(ahead, buffer, offset, length));
      if (end == at) {
        break;
      }
      ends.add(end);
      produce();
    }
    int popped = random.nextInt(ends.size());
    for (int i = 0; i < popped; i++) {
      ledger.handled();
    }
    pop.popTo(ends.get(popped));
  }

  private void skip(int elements) {
    int expected = Math.min(elements, ledger.left());
    ledger.skipping(expected);
    assertEquals(expected, pop.skip(elements));
  }

  private void skipToLatest() {
    int expected = Math.max(0, ledger.left() - 1);
    ledger.skipping(expected);
    assertEquals(expected, pop.skipToLatest());
  }

  private void see(DirectBuffer buffer, int offset, int length) {
    see(0, buffer, offset, length);
  }

  private void see(int ahead, DirectBuffer buffer, int offset, int length) {
    byte[] bytes = new byte[length];
    buffer.getBytes(offset, bytes);
    ledger.seen(ahead, bytes);
  }

  // What they have in common.

  private void noteProducer() {
    if (policy.overflow() == Overflow.WAIT && policy.conflation() == null) {
      producers.put(log.stores().size(), PrivateState.of(push));
    }
  }

  private byte[] trap(long start, int length) {
    return Traps.payload(random, region.geometry, start, length);
  }

  private int randomLength(int most) {
    return random.nextInt(most + 1);
  }
}
