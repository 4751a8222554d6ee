package io.pushpop.queue;

import static io.pushpop.queue.RingLayout.GAP;
import static io.pushpop.queue.RingLayout.HEAD_OFFSET;
import static io.pushpop.queue.RingLayout.LENGTH_OFFSET;
import static io.pushpop.queue.RingLayout.POP_SLEEPS_OFFSET;
import static io.pushpop.queue.RingLayout.PUSH_SLEEPS_OFFSET;
import static io.pushpop.queue.RingLayout.PUSH_WORD_OFFSET;
import static io.pushpop.queue.RingLayout.SKIP;
import static io.pushpop.queue.RingLayout.STAMP_OFFSET;
import static io.pushpop.queue.RingLayout.TAIL_OFFSET;
import static io.pushpop.queue.RingLayout.WORD_LENGTH;
import static io.pushpop.queue.RingLayout.stamp;

import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.AtomicBuffer;

/**
 * The end that writes elements. One thread at a time may use it.
 *
 * <p>A push is three steps: payload and length with plain stores; head, a release store, from which
 * on the element exists; the stamp of its slot, a release store, a hint by which a consumer that
 * waits at this slot learns of the element in one cache line transfer instead of two. A producer
 * that dies before the second step has pushed nothing, and one that dies before the third has
 * pushed an element that the consumer finds through head; neither needs a repair. What lies at or
 * beyond head is nothing, whatever permits that were shortened or given up have written there.
 *
 * <p>What happens while the ring is full is a policy, chosen by {@link EndOptions}. An end that has
 * lost something, or has elements that wait outside of the ring, owes: it pretends that the ring is
 * full, so that each use comes to the path that is taken rarely, where the debt is paid. So
 * policies cost a push nothing while there is room. An end that conflates takes elements up to
 * {@link ConflationOptions#withLongest}, one slot's payload if that was not called.
 *
 * <p>No push takes a lock, allocates, or makes a system call, unless it wakes a Pop that sleeps;
 * each finishes in a bounded number of steps. Only the {@code reserve} methods wait.
 *
 * <p>After lilos {@code spsc::Push}, and Lê, Guatto, Cohen and Pop, "Correct and Efficient Bounded
 * FIFO Queues": {@code position} is private to this end and so needs no synchronisation when read
 * here; the peer's counter is foreign, is read with acquire, and only when the copy of it that is
 * kept here says "full".
 */
public final class Push extends Apart implements AutoCloseable {
  // What was granted at this position: a permit of so many bytes, 0 or more, or one of these.
  private static final int STAGING = -1;
  private static final int CLOSED = -2;

  /** No position: nothing is granted. */
  private static final long NOWHERE = -1;

  /** No position: a permit is granted whose element lies behind a gap marker. */
  private static final long BEHIND_GAP = -2;

  /** No position: a permit is granted whose element goes to where the surplus goes. */
  private static final long OUTSIDE = -3;

  /** There is not enough room in the ring. */
  private static final int NO_ROOM = -1;

  /** No total of losses: there is no gap. */
  private static final long NO_GAP = 0;

  /** Room that this end waits for when a full ring begins to empty, where the ring has it. */
  private static final int DISTANCE = 128;

  /** Looks at tail before this end takes the room that there is: two microseconds in all. */
  private static final int LOOKS_AT_TAIL = 4;

  private static final int PAUSES_PER_LOOK = 32;

  private final AtomicBuffer region;
  private final long regionAddress;
  private final long headAddress;
  private final long tailAddress;
  private final long popSleepsAddress;
  private final int slots;
  private final int slotSize;
  private final int regionLength;
  private final int slotShift;
  private final int slotPayload;
  private final int maxLength;
  private final Attachment attachment;
  private final Wait wait;
  private final ThreadCheck threadCheck = new ThreadCheck(End.PUSH);
  private final Permit permit;
  private final Batch batch;
  private final Window window;
  private final LossAccount account;
  private final Marks marks;
  private final Overflow overflow;

  /** Where elements go for which there is no room; null if they stay with the caller. */
  private final Surplus surplus;

  /** The same if it keeps them; else null. */
  private final Conflation waiting;

  /** Position of the next slot to push; what head holds. */
  private long position;

  /**
   * Position that may not be pushed: the copy of the peer's tail, plus capacity; or {@link
   * #position} or less while this end owes or has a rare permit open.
   */
  private long limit;

  /** Whether the last look at tail found no room. */
  private boolean full;

  /**
   * Position at which the permit or the batch was granted. It is open while this is {@link
   * #position}, so that a push closes it by going on, without a store of its own. Rare permits are
   * open while this is {@link #BEHIND_GAP} or {@link #OUTSIDE}; no fast path takes those for open,
   * or finds room meanwhile.
   */
  private long grantedAt = NOWHERE;

  /** Bytes that the permit may push, or {@link #STAGING}, or {@link #CLOSED}. */
  private int reserved;

  /** Slots between position and the reserved element: to be filled by markers. */
  private int skip;

  /** Elements of the open batch that have their place and length; a gap marker counts as one. */
  private int staged;

  /** 1 if the open batch begins with a gap marker, else 0. */
  private int batchMarker;

  /** Offset in the region of the slot after those. */
  private int stagedOffset;

  /** Elements that the open batch may hold. */
  private int batchSize;

  private Push(AtomicBuffer region, Geometry geometry, EndOptions options, Attachment attachment) {
    long address = region.addressOffset();
    this.region = region;
    this.window = new Window(region);
    this.regionAddress = address;
    this.headAddress = address + HEAD_OFFSET;
    this.tailAddress = address + TAIL_OFFSET;
    this.popSleepsAddress = address + POP_SLEEPS_OFFSET;
    this.slots = geometry.slots();
    this.slotSize = geometry.slotSize();
    this.regionLength = geometry.regionLength();
    this.slotShift = Integer.numberOfTrailingZeros(geometry.slotSize());
    this.slotPayload = geometry.slotPayload();
    this.maxLength = maxLength(geometry, options);
    this.attachment = attachment;
    this.wait = new Wait(options, new Sleep(attachment, address, PUSH_SLEEPS_OFFSET));
    this.permit = new Permit(this);
    this.batch = new Batch(this);
    this.position = Memory.getLongAcquire(headAddress);
    long tail = Memory.getLongAcquire(tailAddress);
    RingLayout.checkCounters(position, tail, slots);
    this.limit = limitFor(tail);
    this.overflow = options.overflow();
    this.waiting =
        options.conflation() == null ? null : new Conflation(options.conflation(), maxLength);
    this.surplus =
        overflow == Overflow.DROP_NEWEST ? new Dropping(slotPayload, maxLength) : waiting;
    this.account = LossAccount.takeOver(address);
    this.marks = Marks.takeOver(address, position);
    pretendIfOwing();
  }

  /**
   * Takes the push end of a region. For owners of a region; users take their ends from a queue. The
   * caller has made sure that nobody else holds this end.
   *
   * @param region memory outside the heap, 8-byte aligned, of the geometry's region length; kept
   *     referenced as long as this end is
   * @param geometry of the ring in the region
   * @param options how to wait, and what to do while the queue is full
   * @param attachment tells about the peer and hears that this end closed
   * @return the end, at the position where its predecessor left
   * @throws CorruptQueueException if counters or elements in the region are impossible
   * @throws IllegalArgumentException if the region does not suit the geometry, or the geometry not
   *     the policy: a ring of two slots has no room for a gap and an element
   */
  public static Push attach(
      AtomicBuffer region, Geometry geometry, EndOptions options, Attachment attachment) {
    RingLayout.checkRegion(region, geometry);
    Objects.requireNonNull(options, "options");
    boolean loses = options.overflow() == Overflow.DROP_NEWEST || options.conflation() != null;
    if (loses && geometry.slots() == Geometry.MIN_SLOTS) {
      throw new IllegalArgumentException(
          "a ring of two slots has no room for a gap and the element behind it: "
              + geometry
              + "; a push end that drops or conflates needs 4 slots or more");
    }
    return new Push(region, geometry, options, Objects.requireNonNull(attachment, "attachment"));
  }

  /**
   * Whether an element of one slot could go into the ring now. Once true, it stays true until this
   * end pushes. An end that drops or conflates takes elements also while this is false, and does
   * with them what its policy says.
   *
   * @return true if there is room
   */
  public boolean canPush() {
    return canPush(0);
  }

  /**
   * Whether an element of this length could go into the ring now. Once true, it stays true until
   * this end pushes; see {@link #canPush()}.
   *
   * @param length of the element in bytes, 0 to {@link Geometry#maxLength()}
   * @return true if there is room
   * @throws IllegalArgumentException if length is out of range
   */
  public boolean canPush(int length) {
    requireLength(length);
    assert threadCheck.enter();
    requireOpen();
    int count = slotsOf(length);
    boolean room = limit - position >= count + skipBefore(position, count) || canMakeRoom(count);
    assert threadCheck.exit();
    return room;
  }

  /**
   * Reserves room for an element of up to one slot's payload.
   *
   * @return the permit of this end, open, or null if the queue is full and its policy is not to
   *     take more
   * @throws IllegalStateException if the permit or a batch is still open, or this end is closed
   */
  public Permit tryReserve() {
    assert threadCheck.enter();
    if (grantedAt == position) {
      throw misuse();
    }
    if (limit - position <= 0) {
      return reserveRarely(slotPayload) ? permit : null;
    }
    return grant(slotPayload);
  }

  /**
   * Reserves room for an element of up to this length, over several slots if need be.
   *
   * @param length in bytes, 0 to {@link Geometry#maxLength()}
   * @return the permit of this end, open, or null if there is no room for that length now
   * @throws IllegalArgumentException if length is out of range
   * @throws IllegalStateException if the permit or a batch is still open, or this end is closed
   */
  public Permit tryReserve(int length) {
    assert threadCheck.enter();
    if (grantedAt == position) {
      throw misuse();
    }
    if (length < 0 || length > slotPayload) {
      return tryReserveSlots(length);
    }
    if (limit - position <= 0) {
      return reserveRarely(length) ? permit : null;
    }
    return grant(length);
  }

  /**
   * Waits until an element of one slot can be pushed. Giving up, by interruption, changes nothing.
   *
   * @return the permit of this end, open; never null
   * @throws InterruptedException if the thread is interrupted and would have to wait
   * @throws QueueFullException if this end would have to wait and was taken with {@link
   *     Overflow#FAIL}; so do the other {@code reserve} methods
   * @throws IllegalStateException as {@link #tryReserve()}
   */
  public Permit reserve() throws InterruptedException {
    return reserve(slotPayload);
  }

  /**
   * Waits until an element of this length can be pushed. Giving up, by interruption, changes
   * nothing.
   *
   * @param length in bytes, 0 to {@link Geometry#maxLength()}
   * @return the permit of this end, open; never null
   * @throws InterruptedException if the thread is interrupted and would have to wait
   * @throws IllegalArgumentException if length is out of range
   * @throws IllegalStateException as {@link #tryReserve(int)}
   */
  public Permit reserve(int length) throws InterruptedException {
    return reserve(length, Long.MAX_VALUE, TimeUnit.NANOSECONDS);
  }

  /**
   * Waits for at most this long until an element of one slot can be pushed.
   *
   * @param timeout how long to wait; 0 or less does not wait
   * @param unit of the timeout
   * @return the permit of this end, open, or null if the time is over
   * @throws InterruptedException if the thread is interrupted and would have to wait
   * @throws IllegalStateException as {@link #tryReserve()}
   */
  public Permit reserve(long timeout, TimeUnit unit) throws InterruptedException {
    return reserve(slotPayload, timeout, unit);
  }

  /**
   * Waits for at most this long until an element of this length can be pushed.
   *
   * @param length in bytes, 0 to {@link Geometry#maxLength()}
   * @param timeout how long to wait; 0 or less does not wait; 292 years or more is for ever
   * @param unit of the timeout
   * @return the permit of this end, open, or null if the time is over
   * @throws InterruptedException if the thread is interrupted and would have to wait
   * @throws IllegalArgumentException if length is out of range
   * @throws IllegalStateException as {@link #tryReserve(int)}
   */
  public Permit reserve(int length, long timeout, TimeUnit unit) throws InterruptedException {
    Permit granted = tryReserve(length);
    if (granted != null) {
      return granted;
    }
    requireWaiting(length);
    wait.start(unit.toNanos(timeout));
    try {
      while (granted == null && wait.goOn("reserve")) {
        granted = tryReserve(length);
      }
      return granted;
    } finally {
      wait.end(granted != null);
    }
  }

  /**
   * Pushes a copy of some bytes as one element.
   *
   * @param source of the bytes
   * @param offset of the first byte in the source
   * @param length in bytes, 0 to {@link Geometry#maxLength()}
   * @return false if there is no room now; nothing has changed then
   * @throws IllegalArgumentException if length is out of range
   * @throws IndexOutOfBoundsException if the source does not hold these bytes
   * @throws IllegalStateException if the permit or a batch is still open, or this end is closed
   */
  public boolean tryPush(DirectBuffer source, int offset, int length) {
    if (length >= 0) {
      source.boundsCheck(offset, length);
    }
    if (tryReserve(length) == null) {
      return false;
    }
    if (isRare()) {
      pushRarely(source, offset, length);
      return true;
    }
    Memory.copyIn(
        source.byteArray(),
        source.addressOffset() + offset,
        regionAddress + elementOffset() + WORD_LENGTH,
        length);
    publish(length);
    return true;
  }

  /**
   * Reserves room for several elements of one slot each, to be published by one store. Whatever the
   * policy of this end, a batch is neither dropped nor conflated.
   *
   * @param elements how many: 1 to {@link Geometry#capacity()}
   * @return the batch of this end, open, or null if there is no room for all of them now
   * @throws IllegalArgumentException if elements is out of range
   * @throws IllegalStateException if the permit or a batch is still open, or this end is closed
   */
  public Batch tryReserveBatch(int elements) {
    assert threadCheck.enter();
    if (grantedAt == position) {
      throw misuse();
    }
    if (elements < 1 || elements > slots - 1) {
      assert threadCheck.exit();
      throw new IllegalArgumentException(
          "a batch of this queue has 1 to " + (slots - 1) + " elements: elements=" + elements);
    }
    int marker = limit - position >= elements ? 0 : makeRoomForBatch(elements);
    if (marker == NO_ROOM) {
      assert threadCheck.exit();
      return null;
    }
    reserved = STAGING;
    grantedAt = position;
    batchMarker = marker;
    staged = marker;
    stagedOffset = slotOffset(position + marker);
    batchSize = marker + elements;
    return batch;
  }

  /**
   * Moves elements that wait outside of the ring into it, as far as there is room: for a feed that
   * conflates and goes quiet. An end that does not conflate has nothing to move.
   *
   * @return true if nothing waits any more
   * @throws IllegalStateException if the permit or a batch is still open, or this end is closed
   */
  public boolean flush() {
    assert threadCheck.enter();
    if (grantedAt == position || isRare()) {
      throw misuse();
    }
    boolean flushed = moveUp();
    pretendIfOwing();
    assert threadCheck.exit();
    return flushed;
  }

  /**
   * Waits for at most this long until nothing waits outside of the ring any more.
   *
   * @param timeout how long to wait; 0 or less moves what there is room for now
   * @param unit of the timeout
   * @return false if the time is over, and there was not room enough
   * @throws InterruptedException if the thread is interrupted and would have to wait
   * @throws IllegalStateException as {@link #flush()}
   */
  public boolean flush(long timeout, TimeUnit unit) throws InterruptedException {
    boolean flushed = flush();
    if (flushed) {
      return true;
    }
    wait.start(unit.toNanos(timeout));
    try {
      while (!flushed && wait.goOn("flush")) {
        flushed = flush();
      }
      return flushed;
    } finally {
      wait.end(flushed);
    }
  }

  /**
   * Gives the next element a mark: a number that goes into the ring with it, by the same store.
   * Whoever takes this end after a death, at whatever instant, learns from {@link #mark()} exactly
   * how far its predecessor had come. For those who push what they can tell again by a number.
   *
   * <p>To be called before the element is pushed, with or without a permit or a batch open; all
   * elements of a batch have the same mark. Another call before the push replaces the mark. An
   * element that is pushed without a call has the mark of the one before it. A mark whose element
   * is never pushed has changed nothing; the next holder of this end does not go on with it.
   *
   * <p>The mark belongs to what goes into the ring next. Where that is not the element that is
   * pushed next, it has not got it: one that {@link Overflow#DROP_NEWEST} drops leaves its mark to
   * the next, and an end that conflates may first move in elements that waited, of which each has
   * it.
   *
   * <p>Two or three stores to a line of this end's own; allocates nothing.
   *
   * @param mark any number; 0 is also what {@link #mark()} tells where none was ever given
   * @throws IllegalStateException if this end is closed
   */
  public void mark(long mark) {
    assert threadCheck.enter();
    requireOpen();
    marks.next(position, mark);
    assert threadCheck.exit();
  }

  /**
   * The mark of the last element that went into the ring, whoever pushed it and whether or not it
   * was popped since.
   *
   * @return the mark, 0 if none was ever given
   * @throws IllegalStateException if this end is closed
   */
  public long mark() {
    requireOpen();
    return marks.last(position);
  }

  /**
   * A word of the user's that lies in the region beside this end, and outlives its holders. The
   * ring makes nothing of it.
   *
   * @return what was put there last, by whoever held this end; 0 at first
   * @throws IllegalStateException if this end is closed
   */
  public long userWord() {
    requireOpen();
    return Memory.getLongAcquire(regionAddress + PUSH_WORD_OFFSET); // ACQUIRE USER-WORD
  }

  /**
   * Puts a word there, by one store. Others may look at it, by {@link RingView#userWord}; who does
   * so after it was put there sees all that this thread did before.
   *
   * @param word any number
   * @throws IllegalStateException if this end is closed
   */
  public void userWord(long word) {
    assert threadCheck.enter();
    requireOpen();
    // RELEASE USER-WORD: whoever sees the word sees what this end did before. Without it a word
    // that tells of an element could be there before the element.
    Memory.putLongRelease(regionAddress + PUSH_WORD_OFFSET, word);
    assert threadCheck.exit();
  }

  /**
   * Whether this end was taken with a policy that loses elements while the queue is full.
   *
   * @return true if it drops or conflates; also after close
   */
  public boolean mayLose() {
    return surplus != null;
  }

  /**
   * What was lost in this queue, by this end and those before it.
   *
   * @return the account, now
   * @throws IllegalStateException if this end is closed
   */
  public Losses losses() {
    requireOpen();
    return Losses.in(region, null);
  }

  /**
   * The position of the next slot to push.
   *
   * @return slots pushed since the queue was created, skipped ones included
   */
  public long position() {
    return position;
  }

  /**
   * Who holds the pop end.
   *
   * @return the state and generation of the peer, now
   * @throws IllegalStateException if this end is closed
   */
  public PeerState peer() {
    requireOpen();
    return attachment.peer();
  }

  /**
   * How this end has slept so far. For the thread that uses it.
   *
   * @return the counts; all 0 if it waits with an idle strategy
   */
  public SleepCounts sleepCounts() {
    return wait.sleepCounts();
  }

  /**
   * Gives the end back; an open permit or batch is given up. What was pushed stays in the queue.
   * Closing again does nothing.
   *
   * <p>An end that conflates waits until all that waits outside of the ring has gone into it, for
   * no longer than {@link ConflationOptions#closingWithin} says, or until the thread is
   * interrupted, which stays so. What has not is lost, and counted as abandoned.
   */
  @Override
  public void close() {
    if (grantedAt == position || isRare()) {
      if (isClosed()) {
        return;
      }
      giveUp();
    }
    try {
      if (waiting != null) {
        flushOrAbandon();
      }
    } finally {
      reserved = CLOSED;
      grantedAt = position;
      // Whoever still waits in the place of this end has no business in its memory any more.
      wait.end(false);
      attachment.closed();
    }
  }

  /** Whether {@link #reserveForAnotherThread} would have an answer now, be it an exception. */
  boolean canReserve(int length) {
    return canPush(length) || overflow == Overflow.FAIL || surplus != null && surplus.hasPlace();
  }

  /** A permit that whatever thread comes next may push: the use of this thread is over. */
  Permit reserveForAnotherThread(int length) {
    Permit granted = tryReserve(length);
    if (granted == null) {
      requireWaiting(length);
    }
    assert threadCheck.exit();
    return granted;
  }

  /** For whoever waits in the place of this end. */
  Sleep sleep() {
    return wait.sleep();
  }

  // The permit.

  MutableDirectBuffer permitBuffer() {
    if (grantedAt != position || reserved < 0) {
      return rareBuffer();
    }
    return place(elementOffset(), reserved);
  }

  int permitOffset() {
    if (grantedAt != position || reserved < 0) {
      return rareOffset();
    }
    return placeOffset(elementOffset());
  }

  int permitLength() {
    if (grantedAt != position || reserved < 0) {
      requireRare();
    }
    return reserved;
  }

  void publish(int length) {
    long pushed = position;
    int room = reserved;
    if (grantedAt != pushed || length < 0 || length > room) {
      publishRarely(length);
      return;
    }
    if (room > slotPayload) {
      publishSlots(length, NO_GAP);
      assert threadCheck.exit();
      return;
    }
    long slot = regionAddress + slotOffset(pushed);
    Memory.putInt(slot + LENGTH_OFFSET, length);
    // RELEASE HEAD: the element exists from here on. Without it the consumer could count the
    // element in before its bytes are there.
    Memory.putLongRelease(headAddress, pushed + 1);
    // RELEASE STAMP: wakes the consumer that watches this slot. Without it, or before HEAD, a
    // consumer could pop an element that its producer has not yet pushed.
    Memory.putIntRelease(slot + STAMP_OFFSET, stamp(pushed));
    // What only this end sees comes after what the peer waits for.
    position = pushed + 1;
    wakeIfAsleep();
    assert threadCheck.exit();
  }

  void closePermit() {
    if (grantedAt == position && reserved >= 0 || isRare()) {
      giveUp();
    }
  }

  // The batch.

  MutableDirectBuffer batchBuffer() {
    requireStaging();
    return place(stagedOffset, slotPayload);
  }

  int batchOffset() {
    requireStaging();
    return placeOffset(stagedOffset);
  }

  int batchRemaining() {
    return isStaging() ? batchSize - staged : 0;
  }

  int slotPayload() {
    return slotPayload;
  }

  void stage(int length) {
    requireStaging();
    if (length < 0 || length > slotPayload) {
      throw refusedLength(length);
    }
    long slot = regionAddress + stagedOffset;
    Memory.putInt(slot + LENGTH_OFFSET, length);
    // The consumer cannot come to this slot before it has seen the first element of the batch, so
    // the stamps of all others may be there early, and be left there by a batch that is given up;
    // that of the first one waits for HEAD.
    if (staged > 0) {
      Memory.putInt(slot + STAMP_OFFSET, stamp(position + staged));
    }
    staged++;
    stagedOffset = offsetAfter(stagedOffset);
  }

  void publishBatch() {
    if (!isStaging()) {
      throw misuse();
    }
    long first = position;
    int count = staged;
    int marker = batchMarker;
    if (count > marker) {
      // RELEASE HEAD: as in publish, for all of the batch at once.
      Memory.putLongRelease(headAddress, first + count);
      // RELEASE STAMP: as in publish.
      Memory.putIntRelease(regionAddress + slotOffset(first) + STAMP_OFFSET, stamp(first));
      position = first + count;
      wakeIfAsleep();
      if (marker > 0) {
        account.marked(account.total(account.owed()));
      }
    }
    grantedAt = NOWHERE;
    assert threadCheck.exit();
  }

  void closeBatch() {
    if (isStaging()) {
      giveUp();
    }
  }

  private boolean isStaging() {
    return grantedAt == position && reserved == STAGING;
  }

  private Permit grant(int length) {
    // Most elements are as long as the one before: a load instead of a store.
    if (reserved != length) {
      reserved = length;
    }
    grantedAt = position;
    return permit;
  }

  private void wakeIfAsleep() {
    // ACQUIRE SLEEPS, with RELEASE SLEEPS in Sleep: behind the release stores in the order of the
    // compiled code, since the compiler keeps ordered accesses to unknown addresses in order. The
    // processor lets the load overtake the stores by no more than Sleep allows for: no fence.
    if (Memory.getIntAcquire(popSleepsAddress) != 0) {
      wake();
    }
  }

  // Rarely taken paths.

  private void wake() {
    // RELEASE SLEEPS, before the wake-up: Pop does not fall asleep any more.
    Memory.putIntRelease(popSleepsAddress, 0);
    attachment.wake(POP_SLEEPS_OFFSET);
  }

  private Permit tryReserveSlots(int length) {
    if (length < 0 || length > maxLength) {
      assert threadCheck.exit();
      requireLength(length);
    }
    int count = slotsOf(length);
    int skipped = skipBefore(position, count);
    if (limit - position < count + skipped) {
      return reserveRarely(length) ? permit : null;
    }
    skip = skipped;
    return grant(length);
  }

  /**
   * Publishes the element whose payload is in its place, {@link #skip} slots on.
   *
   * @param gap the total of losses before it, for the marker at position; or {@link #NO_GAP}
   */
  private void publishSlots(int length, long gap) {
    long first = position;
    long start = first + skip;
    long end = start + slotsOf(length);
    long firstSlot = regionAddress + slotOffset(first);
    long startSlot = regionAddress + slotOffset(start);
    // Where the skip marker stands, if there is one: behind the gap marker, if there is one.
    long skipped = gap == NO_GAP ? first : first + 1;
    Memory.putInt(startSlot + LENGTH_OFFSET, length);
    if (skipped < start) {
      Memory.putInt(regionAddress + slotOffset(skipped) + LENGTH_OFFSET, SKIP);
    }
    if (gap != NO_GAP) {
      putGap(firstSlot, gap);
    }
    // RELEASE HEAD: as in publish; markers and their element become visible together.
    Memory.putLongRelease(headAddress, end);
    // RELEASE STAMP: as in publish; the consumer waits at the first marker, if there is one.
    Memory.putIntRelease(startSlot + STAMP_OFFSET, stamp(start));
    if (skipped < start) {
      Memory.putIntRelease(regionAddress + slotOffset(skipped) + STAMP_OFFSET, stamp(skipped));
    }
    if (gap != NO_GAP) {
      Memory.putIntRelease(firstSlot + STAMP_OFFSET, stamp(first));
    }
    position = end;
    wakeIfAsleep();
    skip = 0;
  }

  private static void putGap(long slot, long total) {
    Memory.putLong(slot + WORD_LENGTH, total);
    Memory.putInt(slot + LENGTH_OFFSET, GAP);
  }

  private void giveUp() {
    skip = 0;
    grantedAt = NOWHERE;
    assert threadCheck.exit();
  }

  // Permits that are granted while the ring is full, or this end owes.

  private boolean reserveRarely(int length) {
    if (isRare()) {
      throw misuse();
    }
    int count = slotsOf(length);
    if (moveUp()) {
      int marker = markerBefore(count, account.owed());
      int before = marker + skipBefore(position + marker, count);
      boolean room = refresh(count + before);
      pretendIfOwing();
      if (room) {
        skip = before;
        reserved = length;
        grantedAt = marker > 0 ? BEHIND_GAP : position;
        return true;
      }
    }
    if (surplus == null || !surplus.hasPlace()) {
      assert threadCheck.exit();
      return false;
    }
    reserved = length;
    grantedAt = OUTSIDE;
    // There may be room for a shorter one: no fast path is to find it before this one is pushed.
    limit = position;
    return true;
  }

  private void publishRarely(int length) {
    if (!isRare() || length < 0 || length > reserved) {
      throw refusedLength(length);
    }
    if (grantedAt == OUTSIDE) {
      surplus.take(length, account);
      limit = position;
    } else {
      long total = account.total(account.owed());
      publishSlots(length, total);
      account.marked(total);
    }
    grantedAt = NOWHERE;
    assert threadCheck.exit();
  }

  private void pushRarely(DirectBuffer source, int offset, int length) {
    try {
      long target =
          grantedAt == OUTSIDE
              ? surplus.place(length).addressOffset()
              : regionAddress + elementOffset() + WORD_LENGTH;
      Memory.copyIn(source.byteArray(), source.addressOffset() + offset, target, length);
      publishRarely(length);
    } finally {
      if (isRare()) {
        giveUp(); // the key of the element could not be told
      }
    }
  }

  private MutableDirectBuffer rareBuffer() {
    requireRare();
    return grantedAt == OUTSIDE ? surplus.place(reserved) : place(elementOffset(), reserved);
  }

  private int rareOffset() {
    requireRare();
    return grantedAt == OUTSIDE ? 0 : placeOffset(elementOffset());
  }

  private int makeRoomForBatch(int elements) {
    if (isRare()) {
      throw misuse();
    }
    if (!moveUp()) {
      return NO_ROOM;
    }
    long lost = account.owed();
    int marker = lost > 0 && elements + 1 < slots ? 1 : 0;
    boolean room = refresh(elements + marker);
    pretendIfOwing();
    if (room && marker > 0) {
      putGap(regionAddress + slotOffset(position), account.total(lost));
    }
    return room ? marker : NO_ROOM;
  }

  /** Whether there is room in the ring for an element of so many slots and all before it. */
  private boolean canMakeRoom(int count) {
    boolean open = grantedAt == position || isRare();
    boolean room = false;
    if (waiting == null || waiting.isEmpty() || !open && moveUp()) {
      int marker = markerBefore(count, account.owed());
      room = refresh(count + marker + skipBefore(position + marker, count));
      pretendIfOwing();
    }
    return room;
  }

  /** Moves what waits into the ring; false if there is not room enough for all. */
  private boolean moveUp() {
    while (waiting != null && !waiting.isEmpty()) {
      int length = waiting.firstLength();
      int count = slotsOf(length);
      long lost = account.owed() + waiting.lostBeforeFirst();
      int marker = markerBefore(count, lost);
      int before = marker + skipBefore(position + marker, count);
      if (limit - position < count + before && !refresh(count + before)) {
        limit = position;
        return false;
      }
      skip = before;
      long target = regionAddress + elementOffset() + WORD_LENGTH;
      Memory.copyIn(null, waiting.firstAddress(), target, length);
      long total = account.total(lost);
      publishSlots(length, marker > 0 ? total : NO_GAP);
      waiting.removeFirst();
      account.moved(lost);
      if (marker > 0) {
        account.marked(total);
      }
    }
    return true;
  }

  private void flushOrAbandon() {
    try {
      flush(waiting.drainNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    account.abandon();
  }

  /**
   * Slots of the gap marker before an element of so many slots. The longest elements leave no room
   * for one even in an empty ring, at some places: then the gap is told before the next element.
   */
  private int markerBefore(int count, long lost) {
    return lost > 0 && 1 + skipBefore(position + 1, count) + count < slots ? 1 : 0;
  }

  /** Keeps the fast paths away while this end owes, or has a rare permit open. */
  private void pretendIfOwing() {
    if (account.owed() > 0 || isRare() || waiting != null && !waiting.isEmpty()) {
      limit = position;
    }
  }

  private boolean isRare() {
    return grantedAt < NOWHERE;
  }

  private void requireRare() {
    if (!isRare()) {
      throw noPermit();
    }
  }

  private void requireWaiting(int length) {
    if (overflow == Overflow.FAIL) {
      long tail = Memory.getLongAcquire(tailAddress); // ACQUIRE TAIL: for the message alone
      throw new QueueFullException(length, position - tail, slots - 1);
    }
  }

  // Room in the ring.

  private boolean refresh(int count) {
    readTail();
    if (limit - position >= count) {
      if (full) {
        full = false;
        keepDistance();
      }
      return true;
    }
    full = true;
    if (limit == Long.MAX_VALUE) {
      assert threadCheck.exit();
      throw new IllegalStateException(
          "the life of this queue is over, positions end at 2^63 - 1: position="
              + position
              + "; create a new queue");
    }
    return false;
  }

  private void readTail() {
    // ACQUIRE TAIL, with RELEASE TAIL in Pop: the consumer is done with every slot below tail.
    // Without it a new element could be written over bytes that a handler still reads.
    long tail = Memory.getLongAcquire(tailAddress);
    if (tail < 0 || position - tail < 0 || position - tail >= slots) {
      assert threadCheck.exit();
      RingLayout.checkCounters(position, tail, slots);
    }
    limit = limitFor(tail);
  }

  /**
   * When a full ring begins to empty, lets the consumer get some way ahead. A producer that takes
   * each slot as it becomes free fights over tail with every pop, and both fall to half their
   * speed; the mirror of what Pop does.
   */
  private void keepDistance() {
    int room = Math.min(DISTANCE, slots / 4);
    for (int looks = 0; looks < LOOKS_AT_TAIL && limit - position < room; looks++) {
      for (int pauses = 0; pauses < PAUSES_PER_LOOK; pauses++) {
        Thread.onSpinWait();
      }
      readTail();
    }
  }

  private long limitFor(long tail) {
    return tail > Long.MAX_VALUE - slots ? Long.MAX_VALUE : tail + slots - 1;
  }

  private int skipBefore(long at, int count) {
    int index = (int) at & slots - 1;
    return index + count > slots ? slots - index : 0;
  }

  private int slotsOf(int length) {
    return RingLayout.slotsOf(length, slotShift);
  }

  private int slotOffset(long at) {
    return RingLayout.slotOffset(at, slots, slotShift);
  }

  private int offsetAfter(int slot) {
    return RingLayout.slotAfter(slot, slotSize, regionLength);
  }

  /** Where the reserved element begins: at position, or behind markers. */
  private int elementOffset() {
    return slotOffset(position + skip);
  }

  private int placeOffset(int slot) {
    return DirectBuffer.SHOULD_BOUNDS_CHECK ? 0 : slot + WORD_LENGTH;
  }

  private MutableDirectBuffer place(int slot, int length) {
    if (!DirectBuffer.SHOULD_BOUNDS_CHECK) {
      return region;
    }
    window.moveTo(regionAddress + slot + WORD_LENGTH, length);
    return window;
  }

  private boolean isClosed() {
    return grantedAt == position && reserved == CLOSED;
  }

  private void requireOpen() {
    if (isClosed()) {
      throw misuse();
    }
  }

  private void requireStaging() {
    if (!isStaging() || staged == batchSize) {
      throw noPlaceInBatch();
    }
  }

  private void requireLength(int length) {
    if (length < 0 || length > maxLength) {
      throw new IllegalArgumentException(
          "an element of this queue has 0 to "
              + maxLength
              + " bytes: length="
              + length
              + (waiting == null
                  ? "; a ring of more or larger slots takes longer elements"
                  : "; ConflationOptions.withLongest allows for more, up to half the ring"));
    }
  }

  private static int maxLength(Geometry geometry, EndOptions options) {
    if (options.conflation() == null) {
      return geometry.maxLength();
    }
    int longest = Math.max(options.conflation().longest(), geometry.slotPayload());
    return Math.min(longest, geometry.maxLength());
  }

  private IllegalStateException misuse() {
    assert threadCheck.exit();
    if (grantedAt != position && !isRare()) {
      return new IllegalStateException(
          "this batch is not open: it was pushed or closed; reserve another");
    }
    return new IllegalStateException(
        switch (reserved) {
          case CLOSED -> "this push end is closed; take the end again from the queue";
          case STAGING -> "the batch of this push end is still open; push or close it first";
          default -> "the permit of this push end is still open; push or close it first";
        });
  }

  private IllegalStateException noPermit() {
    return new IllegalStateException(
        isClosed()
            ? "this push end is closed; take the end again from the queue"
            : "this permit is not open: it was pushed or closed; reserve another");
  }

  private IllegalStateException noPlaceInBatch() {
    return new IllegalStateException(
        isStaging()
            ? "this batch is full: elements="
                + (batchSize - batchMarker)
                + "; push it and reserve another"
            : "this batch is not open: it was pushed or closed; reserve another");
  }

  private RuntimeException refusedLength(int length) {
    if (grantedAt != position && !isRare() || reserved == CLOSED) {
      return noPermit();
    }
    int room = reserved == STAGING ? slotPayload : reserved;
    return new IllegalArgumentException(
        "the element does not fit what was reserved: length="
            + length
            + ", reserved="
            + room
            + "; reserve as much as the element can need");
  }
}
