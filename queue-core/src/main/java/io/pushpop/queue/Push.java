package io.pushpop.queue;

import static io.pushpop.queue.RingLayout.HEAD_OFFSET;
import static io.pushpop.queue.RingLayout.LENGTH_OFFSET;
import static io.pushpop.queue.RingLayout.POP_SLEEPS_OFFSET;
import static io.pushpop.queue.RingLayout.PUSH_SLEEPS_OFFSET;
import static io.pushpop.queue.RingLayout.SKIP;
import static io.pushpop.queue.RingLayout.SLOTS_OFFSET;
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
 * <p>No push takes a lock, allocates, or makes a system call, unless it wakes a Pop that sleeps;
 * each finishes in a bounded number of steps. Only the {@code reserve} methods wait.
 *
 * <p>After lilos {@code spsc::Push}, and Lê, Guatto, Cohen and Pop, "Correct and Efficient Bounded
 * FIFO Queues": {@code position} is private to this end and so needs no synchronisation when read
 * here; the peer's counter is foreign, is read with acquire, and only when the copy of it that is
 * kept here says "full".
 */
public final class Push implements AutoCloseable {
  // What was granted at this position: a permit of so many bytes, 0 or more, or one of these.
  private static final int STAGING = -1;
  private static final int CLOSED = -2;

  /** No position: nothing is granted. */
  private static final long NOWHERE = -1;

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

  /** Position of the next slot to push; what head holds. */
  private long position;

  /** Position that may not be pushed: the copy of the peer's tail, plus capacity. */
  private long limit;

  /** Whether the last look at tail found no room. */
  private boolean full;

  /**
   * Position at which the permit or the batch was granted. It is open while this is {@link
   * #position}, so that a push closes it by going on, without a store of its own.
   */
  private long grantedAt = NOWHERE;

  /** Bytes that the permit may push, or {@link #STAGING}, or {@link #CLOSED}. */
  private int reserved;

  /** Slots between position and the reserved element: to be filled by a skip marker. */
  private int skip;

  /** Elements of the open batch that have their place and length. */
  private int staged;

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
    this.maxLength = geometry.maxLength();
    this.attachment = attachment;
    this.wait = new Wait(options, new Sleep(attachment, address, PUSH_SLEEPS_OFFSET));
    this.permit = new Permit(this);
    this.batch = new Batch(this);
    this.position = Memory.getLongAcquire(headAddress);
    long tail = Memory.getLongAcquire(tailAddress);
    RingLayout.checkCounters(position, tail, slots);
    this.limit = limitFor(tail);
  }

  /**
   * Takes the push end of a region. For owners of a region; users take their ends from a queue. The
   * caller has made sure that nobody else holds this end.
   *
   * @param region memory outside the heap, 8-byte aligned, of the geometry's region length; kept
   *     referenced as long as this end is
   * @param geometry of the ring in the region
   * @param options how to wait
   * @param attachment tells about the peer and hears that this end closed
   * @return the end, at the position where its predecessor left
   * @throws CorruptQueueException if counters or elements in the region are impossible
   * @throws IllegalArgumentException if the region does not suit the geometry
   */
  public static Push attach(
      AtomicBuffer region, Geometry geometry, EndOptions options, Attachment attachment) {
    RingLayout.checkRegion(region, geometry);
    return new Push(
        region,
        geometry,
        Objects.requireNonNull(options, "options"),
        Objects.requireNonNull(attachment, "attachment"));
  }

  /**
   * Whether an element of one slot could be pushed now. Once true, it stays true until this end
   * pushes.
   *
   * @return true if there is room
   */
  public boolean canPush() {
    assert threadCheck.enter();
    requireOpen();
    boolean room = hasRoom(1);
    assert threadCheck.exit();
    return room;
  }

  /**
   * Whether an element of this length could be pushed now. Once true, it stays true until this end
   * pushes.
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
    boolean room = hasRoom(count + skipBefore(count));
    assert threadCheck.exit();
    return room;
  }

  /**
   * Reserves room for an element of up to one slot's payload.
   *
   * @return the permit of this end, open, or null if the queue is full
   * @throws IllegalStateException if the permit or a batch is still open, or this end is closed
   */
  public Permit tryReserve() {
    assert threadCheck.enter();
    if (grantedAt == position) {
      throw misuse();
    }
    if (limit - position <= 0 && !refresh(1)) {
      assert threadCheck.exit();
      return null;
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
    if (limit - position <= 0 && !refresh(1)) {
      assert threadCheck.exit();
      return null;
    }
    return grant(length);
  }

  /**
   * Waits until an element of one slot can be pushed. Giving up, by interruption, changes nothing.
   *
   * @return the permit of this end, open; never null
   * @throws InterruptedException if the thread is interrupted and would have to wait
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
    Memory.copyIn(
        source.byteArray(),
        source.addressOffset() + offset,
        regionAddress + elementOffset() + WORD_LENGTH,
        length);
    publish(length);
    return true;
  }

  /**
   * Reserves room for several elements of one slot each, to be published by one store.
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
    if (!hasRoom(elements)) {
      assert threadCheck.exit();
      return null;
    }
    reserved = STAGING;
    grantedAt = position;
    staged = 0;
    stagedOffset = slotOffset(position);
    batchSize = elements;
    return batch;
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
   */
  @Override
  public void close() {
    if (grantedAt == position) {
      if (reserved == CLOSED) {
        return;
      }
      giveUp();
    }
    reserved = CLOSED;
    grantedAt = position;
    // Whoever still waits in the place of this end has no business in its memory any more.
    wait.end(false);
    attachment.closed();
  }

  /** A permit that whatever thread comes next may push: the use of this thread is over. */
  Permit reserveForAnotherThread(int length) {
    Permit granted = tryReserve(length);
    assert threadCheck.exit();
    return granted;
  }

  /** For whoever waits in the place of this end. */
  Sleep sleep() {
    return wait.sleep();
  }

  // The permit.

  MutableDirectBuffer permitBuffer() {
    requireReserved();
    return place(elementOffset(), reserved);
  }

  int permitOffset() {
    requireReserved();
    return placeOffset(elementOffset());
  }

  int permitLength() {
    requireReserved();
    return reserved;
  }

  void publish(int length) {
    long pushed = position;
    int room = reserved;
    if (grantedAt != pushed || length < 0 || length > room) {
      throw refusedLength(length);
    }
    if (room > slotPayload) {
      publishSlots(length);
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
    if (grantedAt == position && reserved >= 0) {
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
    if (count > 0) {
      // RELEASE HEAD: as in publish, for all of the batch at once.
      Memory.putLongRelease(headAddress, first + count);
      // RELEASE STAMP: as in publish.
      Memory.putIntRelease(regionAddress + slotOffset(first) + STAMP_OFFSET, stamp(first));
      position = first + count;
      wakeIfAsleep();
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
    int skipped = skipBefore(count);
    if (!hasRoom(count + skipped)) {
      assert threadCheck.exit();
      return null;
    }
    skip = skipped;
    return grant(length);
  }

  private void publishSlots(int length) {
    long first = position;
    long start = first + skip;
    long end = start + slotsOf(length);
    long firstSlot = regionAddress + slotOffset(first);
    long startSlot = regionAddress + elementOffset();
    Memory.putInt(startSlot + LENGTH_OFFSET, length);
    if (skip > 0) {
      Memory.putInt(firstSlot + LENGTH_OFFSET, SKIP);
    }
    // RELEASE HEAD: as in publish; a skip marker and its element become visible together.
    Memory.putLongRelease(headAddress, end);
    // RELEASE STAMP: as in publish; the consumer waits at the marker, if there is one.
    Memory.putIntRelease(startSlot + STAMP_OFFSET, stamp(start));
    if (skip > 0) {
      Memory.putIntRelease(firstSlot + STAMP_OFFSET, stamp(first));
    }
    position = end;
    wakeIfAsleep();
    skip = 0;
    assert threadCheck.exit();
  }

  private void giveUp() {
    skip = 0;
    grantedAt = NOWHERE;
    assert threadCheck.exit();
  }

  private boolean hasRoom(int count) {
    return limit - position >= count || refresh(count);
  }

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
    RingLayout.checkCounters(position, tail, slots);
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

  private int skipBefore(int count) {
    int index = (int) position & slots - 1;
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

  /** Where the reserved element begins: at position, or behind a skip marker with the next lap. */
  private int elementOffset() {
    return skip > 0 ? SLOTS_OFFSET : slotOffset(position);
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

  private void requireReserved() {
    if (grantedAt != position || reserved < 0) {
      throw noPermit();
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
              + "; a ring of more or larger slots takes longer elements");
    }
  }

  private IllegalStateException misuse() {
    assert threadCheck.exit();
    if (grantedAt != position) {
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
            ? "this batch is full: elements=" + batchSize + "; push it and reserve another"
            : "this batch is not open: it was pushed or closed; reserve another");
  }

  private RuntimeException refusedLength(int length) {
    if (grantedAt != position || reserved == CLOSED) {
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
