package io.pushpop.queue;

import static io.pushpop.queue.RingLayout.GAP;
import static io.pushpop.queue.RingLayout.HEAD_OFFSET;
import static io.pushpop.queue.RingLayout.LENGTH_OFFSET;
import static io.pushpop.queue.RingLayout.POP_SLEEPS_OFFSET;
import static io.pushpop.queue.RingLayout.POP_WORD_OFFSET;
import static io.pushpop.queue.RingLayout.PUSH_SLEEPS_OFFSET;
import static io.pushpop.queue.RingLayout.SKIP;
import static io.pushpop.queue.RingLayout.SKIPPED_OFFSET;
import static io.pushpop.queue.RingLayout.STAMP_OFFSET;
import static io.pushpop.queue.RingLayout.TAIL_OFFSET;
import static io.pushpop.queue.RingLayout.TOLD_OFFSET;
import static io.pushpop.queue.RingLayout.WORD_LENGTH;
import static io.pushpop.queue.RingLayout.stamp;

import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.AtomicBuffer;

/**
 * The end that reads elements. One thread at a time may use it.
 *
 * <p>Elements below the copy of head that is kept here are popped without a look at anything else.
 * When they are used up, the stamp of the next slot tells whether there is another one: a hint,
 * which costs one cache line transfer where head and slot would cost two.
 *
 * <p>A stamp is believed only if this end <em>saw it change</em>: one look found another value in
 * the slot at {@code position}, a later one found the stamp. While this end stands at a position
 * nothing but the push of that position stores there, since whatever else wrote on the place (an
 * element over several slots, a permit that was shortened or given up, a batch) did so before head
 * came to this position, and so before the first look. A first look that finds the stamp has found
 * either a backlog or bytes of a payload that look like one; it reads head.
 *
 * <p>An element whose producer died before it stored the stamp is found because head is read every
 * {@value #LOOKS_PER_HEAD} failed looks, every millisecond of a wait, and before this end sleeps,
 * reports drained or gives up a timed wait.
 *
 * <p>This end never writes to a slot. No pop takes a lock, allocates, or makes a system call,
 * unless it wakes a Push that sleeps; each finishes in a bounded number of steps, the handler's
 * aside. Only the {@code pop} methods wait.
 *
 * <p>Of elements that the push end has lost, this end tells before the element that follows them:
 * {@link ElementHandler#onGap}, {@link Element#lostBefore()}. A marker in the ring holds the
 * running total, and what this end has told stands beside tail: the difference is the gap. So a
 * total that comes twice tells of nothing twice.
 *
 * <p>Delivery is exactly once, but for a crash of this end: what its handler saw and its tail store
 * did not cover is delivered again to the next holder.
 *
 * <p>After lilos {@code spsc::Pop}, and Lê, Guatto, Cohen and Pop, "Correct and Efficient Bounded
 * FIFO Queues"; see {@link Push}.
 */
public final class Pop extends Apart implements AutoCloseable {
  /** Failed looks at a stamp after which head is read. A power of two. */
  static final int LOOKS_PER_HEAD = 4096;

  /** So many slots shown by one look at head are a flood, before whose end distance is kept. */
  private static final int FLOOD = 16;

  /** How far behind the producer this end stays in a flood, where the ring has room for it. */
  private static final int DISTANCE = 128;

  /** Looks ahead before this end gives up keeping its distance: some microseconds. */
  private static final int LOOKS_AHEAD = 64;

  // What this end is doing.
  private static final int IDLE = 0;
  private static final int HANDLING = 1;
  private static final int PEEKED = 2;
  private static final int CLOSED = 3;

  private final AtomicBuffer region;
  private final long regionAddress;
  private final long headAddress;
  private final long tailAddress;
  private final long pushSleepsAddress;
  private final long toldAddress;
  private final int slots;
  private final int slotSize;
  private final int regionLength;
  private final int slotShift;
  private final int slotPayload;
  private final int maxLength;
  private final Attachment attachment;
  private final Wait wait;
  private final ThreadCheck threadCheck = new ThreadCheck(End.POP);
  private final Element element;
  private final Window window;

  /** Position of the next slot to pop; what tail holds. */
  private long position;

  /** Offset in the region of the slot at position; kept, as in Push. */
  private int slotOffset;

  /** All below may be popped without a look: a copy of head, or what a stamp has shown. */
  private long available;

  /** Failed looks so far. */
  private int looks;

  /** Slots that the last look at head has shown. */
  private long shown;

  /** Whether a look at this position found another value than its stamp. */
  private boolean watched;

  private int state = IDLE;

  /** Losses that handlers were told of, up to position; and as they stand in the region. */
  private long told;

  private long toldInRegion;

  /** The total of losses at the element that was looked for last, if that was not at position. */
  private long total;

  /** Start, length and end of the element that is peeked at. */
  private long peekedPosition;

  private int peekedLength;
  private long peekedEnd;

  /** Losses before it; 0 while none is peeked at. */
  private long peekedLost;

  /** Position behind the element that was read ahead last, and what is told with it and before. */
  private long readAt;

  private long readTold;

  /** The furthest that was read ahead; below {@link #position} if nothing was, since. */
  private long readTo;

  private Pop(AtomicBuffer region, Geometry geometry, EndOptions options, Attachment attachment) {
    long address = region.addressOffset();
    this.region = region;
    this.window = new Window(region);
    this.regionAddress = address;
    this.headAddress = address + HEAD_OFFSET;
    this.tailAddress = address + TAIL_OFFSET;
    this.pushSleepsAddress = address + PUSH_SLEEPS_OFFSET;
    this.toldAddress = address + TOLD_OFFSET;
    this.slots = geometry.slots();
    this.slotSize = geometry.slotSize();
    this.regionLength = geometry.regionLength();
    this.slotShift = Integer.numberOfTrailingZeros(geometry.slotSize());
    this.slotPayload = geometry.slotPayload();
    this.maxLength = geometry.maxLength();
    this.attachment = attachment;
    this.wait = new Wait(options, new Sleep(attachment, address, POP_SLEEPS_OFFSET));
    this.element = new Element(this);
    this.position = Memory.getLongAcquire(tailAddress);
    this.slotOffset = slotOffset(position);
    this.available = position;
    // ACQUIRE LOSSES, of the predecessor
    this.told = RingLayout.checkTotal(Memory.getLongAcquire(toldAddress), position);
    this.toldInRegion = told;
    readHead();
  }

  /**
   * Takes the pop end of a region. For owners of a region; users take their ends from a queue. The
   * caller has made sure that nobody else holds this end.
   *
   * @param region memory outside the heap, 8-byte aligned, of the geometry's region length; kept
   *     referenced as long as this end is
   * @param geometry of the ring in the region
   * @param options how to wait
   * @param attachment tells about the peer and hears that this end closed
   * @return the end, at the position where its predecessor left
   * @throws CorruptQueueException if the counters in the region are impossible
   * @throws IllegalArgumentException if the region does not suit the geometry
   */
  public static Pop attach(
      AtomicBuffer region, Geometry geometry, EndOptions options, Attachment attachment) {
    RingLayout.checkRegion(region, geometry);
    return new Pop(
        region,
        geometry,
        Objects.requireNonNull(options, "options"),
        Objects.requireNonNull(attachment, "attachment"));
  }

  /**
   * Whether there is an element. Once true, it stays true until this end pops.
   *
   * @return true if there is one
   * @throws IllegalStateException if this end is closed, handling or peeking
   */
  public boolean canPop() {
    assert threadCheck.enter();
    if (state != IDLE) {
      throw misuse();
    }
    boolean can = available - position > 0 || look();
    assert threadCheck.exit();
    return can;
  }

  /**
   * Pops one element, if there is one.
   *
   * @param handler sees its bytes in place; if it throws, the element stays in the queue
   * @return false if the queue is empty
   * @throws CorruptQueueException if what lies in the slot is no element; it stays there
   * @throws IllegalStateException if this end is closed, handling or peeking
   */
  public boolean tryPop(ElementHandler handler) {
    assert threadCheck.enter();
    if (state != IDLE) {
      throw misuse();
    }
    long popped = position;
    if (available - popped <= 0 && !look()) {
      assert threadCheck.exit();
      return false;
    }
    state = HANDLING;
    try {
      int slot = slotOffset;
      int length = Memory.getInt(regionAddress + slot + LENGTH_OFFSET);
      long next;
      // A branch that is foreseen, instead of an address computed from the length just loaded: so
      // the loads of the next slots need not wait for this one.
      if (length >= 0 && length <= slotPayload) {
        handler.onElement(region, slot + WORD_LENGTH, length);
        next = popped + 1;
        slotOffset = offsetAfter(slot);
      } else {
        next = handleSlots(handler, popped, length);
        slotOffset = slotOffset(next);
        noteTold();
      }
      position = next;
      // RELEASE TAIL: the slots are free from here on. Without it the producer could write over
      // the element while the handler still reads it.
      Memory.putLongRelease(tailAddress, next);
      wakeIfAsleep();
    } finally {
      state = IDLE;
      assert threadCheck.exit();
    }
    return true;
  }

  /**
   * Pops what there is, up to a limit, with one store of tail: the slots of all become free
   * together, when the last has been handled.
   *
   * @param handler sees the bytes of each in place; if it throws, the elements before that one are
   *     popped, and it and all after it stay in the queue
   * @param limit how many elements at the most, 0 or more
   * @return how many were popped; 0 if the queue is empty
   * @throws CorruptQueueException if what lies in a slot is no element; it stays there
   * @throws IllegalArgumentException if limit is negative
   * @throws IllegalStateException if this end is closed, handling or peeking
   */
  public int drain(ElementHandler handler, int limit) {
    assert threadCheck.enter();
    if (state != IDLE) {
      throw misuse();
    }
    long next = position;
    if (limit <= 0 || available - next <= 0 && !look()) {
      assert threadCheck.exit();
      return none("limit", limit);
    }
    long end = available;
    int slot = slotOffset;
    int popped = 0;
    state = HANDLING;
    try {
      while (popped < limit && end - next > 0) {
        int length = Memory.getInt(regionAddress + slot + LENGTH_OFFSET);
        if (length >= 0 && length <= slotPayload) {
          handler.onElement(region, slot + WORD_LENGTH, length);
          next++;
          slot = offsetAfter(slot);
        } else {
          next = handleSlots(handler, next, length);
          slot = slotOffset(next);
        }
        popped++;
      }
    } finally {
      state = IDLE;
      if (next != position) {
        position = next;
        slotOffset = slot;
        noteTold();
        // RELEASE TAIL: as in tryPop, for all that were handled.
        Memory.putLongRelease(tailAddress, next);
        wakeIfAsleep();
      }
      assert threadCheck.exit();
    }
    return popped;
  }

  /**
   * Waits for an element and pops it. Giving up, by interruption, changes nothing.
   *
   * <p>The wait goes on while the push end is closed or its process dead, since it may come back;
   * who wants to know asks {@link #peer()} and {@link #isDrained()} between timed waits.
   *
   * @param handler sees its bytes in place; if it throws, the element stays in the queue
   * @throws InterruptedException if the thread is interrupted and would have to wait
   * @throws CorruptQueueException as {@link #tryPop}
   * @throws IllegalStateException as {@link #tryPop}
   */
  public void pop(ElementHandler handler) throws InterruptedException {
    pop(handler, Long.MAX_VALUE, TimeUnit.NANOSECONDS);
  }

  /**
   * Waits for an element, for at most this long, and pops it.
   *
   * @param handler sees its bytes in place; if it throws, the element stays in the queue
   * @param timeout how long to wait; 0 or less does not wait; 292 years or more is for ever
   * @param unit of the timeout
   * @return false if the time is over and the queue empty
   * @throws InterruptedException if the thread is interrupted and would have to wait
   * @throws CorruptQueueException as {@link #tryPop}
   * @throws IllegalStateException as {@link #tryPop}
   */
  public boolean pop(ElementHandler handler, long timeout, TimeUnit unit)
      throws InterruptedException {
    return tryPop(handler) || awaitElement("pop", timeout, unit) && tryPop(handler);
  }

  /**
   * Waits for an element, for at most this long, and leaves it in the queue: for those who take it
   * by {@link #drain} or {@link #tryPeek}.
   *
   * @param timeout how long to wait; 0 or less does not wait; 292 years or more is for ever
   * @param unit of the timeout
   * @return what {@link #canPop} would answer now
   * @throws InterruptedException if the thread is interrupted and would have to wait
   * @throws IllegalStateException as {@link #canPop}
   */
  public boolean awaitElement(long timeout, TimeUnit unit) throws InterruptedException {
    return canPop() || awaitElement("awaitElement", timeout, unit);
  }

  /**
   * The next element in place, without popping it: the mirror of a {@link Permit}. Each end has one
   * {@link Element}, which it hands out again and again.
   *
   * @return the element, open, or null if the queue is empty
   * @throws CorruptQueueException as {@link #tryPop}
   * @throws IllegalStateException if this end is closed, handling or peeking already
   */
  public Element tryPeek() {
    assert threadCheck.enter();
    if (state != IDLE) {
      throw misuse();
    }
    long start = position;
    if (available - start <= 0 && !look()) {
      assert threadCheck.exit();
      return null;
    }
    int length = Memory.getInt(regionAddress + slotOffset + LENGTH_OFFSET);
    if (length >= 0 && length <= slotPayload) {
      peekedEnd = start + 1;
    } else {
      try {
        start = elementAt(start, length);
        length = lengthAt(start);
        peekedEnd = endOfElement(start, length);
        peekedLost = total - told;
      } catch (CorruptQueueException corrupt) {
        assert threadCheck.exit();
        throw corrupt;
      }
    }
    peekedPosition = start;
    peekedLength = length;
    state = PEEKED;
    return element;
  }

  /**
   * Shows an element without popping it, however far it lies ahead: for those who pop only what
   * somebody else has confirmed. Begin at {@link #position()}, and go on from what this returns;
   * pop by {@link #popTo}. Reading again from an earlier position is fine.
   *
   * <p>The bytes stay as they are, and where they are in the buffer, until the element is popped or
   * this end closed: unlike those of a pop, they may be used after the handler has returned.
   *
   * <p>A gap before the element is told as it is by a pop, each time that it is read. It counts as
   * told once the element is popped.
   *
   * @param at {@link #position()}, or a position that this has returned and that is not popped yet
   * @param handler sees the bytes in place; if it throws, nothing has changed
   * @return the position behind the element, at which the next one is to be read; or {@code at} if
   *     there is no element yet
   * @throws CorruptQueueException as {@link #tryPop}
   * @throws IllegalArgumentException if {@code at} is another position
   * @throws IllegalStateException if this end is closed, handling or peeking
   */
  public long tryRead(long at, ElementHandler handler) {
    assert threadCheck.enter();
    if (state != IDLE) {
      throw misuse();
    }
    state = HANDLING;
    try {
      long toldThere = toldBelow(at);
      if (available - at <= 0 && (!readHead() || available - at <= 0)) {
        return at;
      }
      long start = at;
      long end = at + 1;
      int length = lengthAt(at);
      if (length < 0 || length > slotPayload) {
        start = elementAt(at, length);
        length = lengthAt(start);
        end = endOfElement(start, length);
        if (total - toldThere > 0) {
          handler.onGap(start, total - toldThere);
          toldThere = total;
        }
      }
      handler.onElement(region, slotOffset(start) + WORD_LENGTH, length);
      readAt = end;
      readTold = toldThere;
      readTo = Math.max(readTo, end);
      return end;
    } finally {
      state = IDLE;
      assert threadCheck.exit();
    }
  }

  /**
   * Pops all elements below a position, with one store of tail. Looks at the length of each that
   * was not read last.
   *
   * @param to {@link #position()}, which changes nothing, or a position that {@link #tryRead} has
   *     returned
   * @throws IllegalArgumentException if it is another position; nothing is popped then
   * @throws CorruptQueueException as {@link #tryPop}; nothing is popped then
   * @throws IllegalStateException if this end is closed, handling or peeking
   */
  public void popTo(long to) {
    assert threadCheck.enter();
    if (state != IDLE) {
      throw misuse();
    }
    try {
      told = toldBelow(to);
      if (to != position) {
        moveTo(to);
      }
    } finally {
      assert threadCheck.exit();
    }
  }

  /**
   * Passes over elements that nobody wants to see, such as one that its handler cannot stomach.
   * They are gone as if they had been popped, and counted in {@link #skipped()}.
   *
   * <p>Looks at head and at the length of each element, and stores tail once. Should this process
   * die in between, they are counted, and delivered to the next holder all the same.
   *
   * <p>A gap before an element that is skipped is skipped with it, and counts as told.
   *
   * @param elements how many at the most, 0 or more
   * @return how many were skipped; fewer than asked for only if there were no more
   * @throws CorruptQueueException if what lies in a slot is no element; those before it are skipped
   * @throws IllegalArgumentException if elements is negative
   * @throws IllegalStateException if this end is closed, handling or peeking
   */
  public int skip(int elements) {
    return skip(elements, false);
  }

  /**
   * Passes over all elements but the newest that is published now: for a consumer that has fallen
   * behind and only wants the present. As {@link #skip} in everything else; it takes as long as it
   * takes to look at the length of each.
   *
   * @return how many were skipped; 0 if there is one element or none
   * @throws CorruptQueueException as {@link #skip}
   * @throws IllegalStateException as {@link #skip}
   */
  public int skipToLatest() {
    return skip(Integer.MAX_VALUE, true);
  }

  /**
   * How many elements have been skipped since the queue was created, by whoever held this end. A
   * holder that died in the middle of a skip counts with all that it was about to skip.
   *
   * @return elements, 0 or more
   * @throws IllegalStateException if this end is closed
   */
  public long skipped() {
    requireOpen();
    return Memory.getLong(regionAddress + SKIPPED_OFFSET);
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
    return Memory.getLongAcquire(regionAddress + POP_WORD_OFFSET); // ACQUIRE USER-WORD
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
    // RELEASE USER-WORD: as in Push.
    Memory.putLongRelease(regionAddress + POP_WORD_OFFSET, word);
    assert threadCheck.exit();
  }

  /**
   * The position of the next slot to pop.
   *
   * @return slots popped since the queue was created, skipped ones included
   */
  public long position() {
    return position;
  }

  /**
   * Who holds the push end.
   *
   * @return the state and generation of the peer, now
   * @throws IllegalStateException if this end is closed
   */
  public PeerState peer() {
    requireOpen();
    return attachment.peer();
  }

  /**
   * Whether the stream is over: the push end was closed cleanly, and after that the queue was found
   * empty. A push end that died is no end of the stream.
   *
   * @return true if nothing will come unless the push end is taken again
   * @throws IllegalStateException if this end is closed
   */
  public boolean isDrained() {
    requireOpen();
    if (available - position > 0) {
      return false;
    }
    // In this order: an element pushed before the peer detached is seen by the look after it.
    return attachment.peer().state() == PeerState.State.DETACHED && !readHead();
  }

  /**
   * What was lost in this queue, by whoever held its push end. After {@link #isDrained()} has
   * answered true, what was delivered, what was skipped and {@link Losses#lost()} are together what
   * was pushed.
   *
   * @return the account, now
   * @throws IllegalStateException if this end is closed
   */
  public Losses losses() {
    requireOpen();
    return Losses.in(region, null);
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
   * Gives the end back; an element that is peeked at stays in the queue. Closing again does
   * nothing.
   *
   * @throws IllegalStateException if called from a handler of this end
   */
  @Override
  public void close() {
    if (state == CLOSED) {
      return;
    }
    if (state == HANDLING) {
      throw misuse();
    }
    closeElement();
    state = CLOSED;
    // Whoever still waits in the place of this end has no business in its memory any more.
    wait.end(false);
    attachment.closed();
  }

  /** {@link #canPop} by head, as whoever has raised the flag of this end must look. */
  boolean canPopByHead() {
    assert threadCheck.enter();
    if (state != IDLE) {
      throw misuse();
    }
    boolean can = available - position > 0 || readHead();
    assert threadCheck.exit();
    return can;
  }

  /** For whoever waits in the place of this end. */
  Sleep sleep() {
    return wait.sleep();
  }

  // The element that is peeked at.

  DirectBuffer elementBuffer() {
    requirePeeked();
    if (!DirectBuffer.SHOULD_BOUNDS_CHECK) {
      return region;
    }
    window.moveTo(slotAddress(peekedPosition) + WORD_LENGTH, peekedLength);
    return window;
  }

  int elementOffset() {
    requirePeeked();
    return DirectBuffer.SHOULD_BOUNDS_CHECK ? 0 : slotOffset(peekedPosition) + WORD_LENGTH;
  }

  int elementLength() {
    requirePeeked();
    return peekedLength;
  }

  long elementPosition() {
    requirePeeked();
    return peekedPosition;
  }

  long elementLostBefore() {
    requirePeeked();
    return peekedLost;
  }

  void popElement() {
    requirePeeked();
    position = peekedEnd;
    slotOffset = slotOffset(peekedEnd);
    state = IDLE;
    if (peekedLost != 0) {
      told += peekedLost;
      peekedLost = 0;
      noteTold();
    }
    // RELEASE TAIL: as in tryPop.
    Memory.putLongRelease(tailAddress, peekedEnd);
    wakeIfAsleep();
    assert threadCheck.exit();
  }

  void closeElement() {
    if (state == PEEKED) {
      state = IDLE;
      peekedLost = 0;
      assert threadCheck.exit();
    }
  }

  private int skip(int most, boolean keepLatest) {
    assert threadCheck.enter();
    if (state != IDLE) {
      throw misuse();
    }
    // Stamps would show one element at a time, and the newest is the one below head.
    if (most <= 0 || !readHead()) {
      assert threadCheck.exit();
      return none("elements", most);
    }
    long end = available;
    long next = position;
    long toldWithThem = told;
    int passed = 0;
    try {
      while (passed < most && end - next > 0) {
        long after = endOfElement(next);
        if (keepLatest && end - after <= 0) {
          break;
        }
        next = after;
        toldWithThem = Math.max(toldWithThem, total);
        passed++;
      }
    } finally {
      if (passed > 0) {
        told = toldWithThem;
        free(next, passed);
      }
      assert threadCheck.exit();
    }
    return passed;
  }

  /** Frees the slots of elements that nobody has seen. */
  private void free(long next, int elements) {
    long counted = Memory.getLong(regionAddress + SKIPPED_OFFSET);
    // Before tail: what is gone without having been handled has been counted for certain.
    Memory.putLong(regionAddress + SKIPPED_OFFSET, counted + elements);
    // RELEASE TAIL, in here: whoever reads tail sees the count.
    moveTo(next);
  }

  /** Frees the slots of elements that were looked at before, all at once. */
  private void moveTo(long next) {
    noteTold();
    position = next;
    slotOffset = slotOffset(next);
    // No flood: who comes this way does not want to be kept behind the producer.
    shown = 0;
    // RELEASE TAIL: as in tryPop, for all of them.
    Memory.putLongRelease(tailAddress, next);
    wakeIfAsleep();
  }

  /**
   * What is told with the elements below a position, which must be where one that was read ends.
   */
  private long toldBelow(long at) {
    if (at - position > 0 && at == readAt) {
      return readTold;
    }
    long next = position;
    long toldThere = told;
    if (at - readTo <= 0) {
      while (at - next > 0) {
        next = endOfElement(next);
        toldThere = Math.max(toldThere, total);
      }
    }
    if (next != at) {
      throw new IllegalArgumentException(
          "tryRead has returned no such position: position="
              + at
              + ", expected="
              + position
              + ", or one that it returned, up to "
              + Math.max(position, readTo)
              + "; begin at position(), and pop up to what tryRead returned");
    }
    return toldThere;
  }

  private void wakeIfAsleep() {
    // ACQUIRE SLEEPS, with RELEASE SLEEPS in Sleep: behind RELEASE TAIL, as in Push.
    if (Memory.getIntAcquire(pushSleepsAddress) != 0) {
      wake();
    }
  }

  private void wake() {
    // RELEASE SLEEPS, before the wake-up: Push does not fall asleep any more.
    Memory.putIntRelease(pushSleepsAddress, 0);
    attachment.wake(PUSH_SLEEPS_OFFSET);
  }

  /** To be called before the store of tail that covers what was told. */
  private void noteTold() {
    if (toldInRegion != told) {
      toldInRegion = told;
      // RELEASE LOSSES, before TAIL: after a death in between, the element comes again without its
      // gap. The other way round, the gap would come again with the next one.
      Memory.putLongRelease(toldAddress, told);
    }
  }

  // Looking for elements.

  private boolean awaitElement(String method, long timeout, TimeUnit unit)
      throws InterruptedException {
    wait.start(unit.toNanos(timeout));
    boolean found = false;
    try {
      while (!found && wait.goOn(method)) {
        found = wait.needsCounter() && readHead() || canPop();
      }
    } finally {
      // Before the handler, which may take its time and need not be woken.
      wait.end(found);
    }
    return found || readHead();
  }

  /** Looks whether there is an element at position, when all that was known of is popped. */
  private boolean look() {
    long next = position;
    if (shown >= FLOOD) {
      keepDistance(next);
    }
    // ACQUIRE STAMP, with RELEASE STAMP in Push: whoever sees the stamp change sees the element and
    // its head. Without it the handler could read bytes of the lap before.
    if (Memory.getIntAcquire(regionAddress + slotOffset + STAMP_OFFSET) != stamp(next)) {
      watched = true;
      return (++looks & LOOKS_PER_HEAD - 1) == 0 && readHead();
    }
    if (watched) {
      watched = false;
      available = next + 1;
      return true;
    }
    return readHead();
  }

  /**
   * In a flood, waits shortly until the producer is some way ahead. A consumer that is the faster
   * one otherwise comes so close that every line is fought over, and both fall to a fraction of
   * their speed. A hint only: what stands at the place ahead may be anything.
   */
  private void keepDistance(long next) {
    shown = 0;
    long ahead = next + Math.min(DISTANCE, slots / 4);
    long address = slotAddress(ahead) + STAMP_OFFSET;
    for (int i = 0; i < LOOKS_AHEAD && Memory.getIntAcquire(address) != stamp(ahead); i++) {
      Thread.onSpinWait();
    }
  }

  private boolean readHead() {
    // ACQUIRE HEAD, with RELEASE HEAD in Push: all elements below are complete. Without it the
    // handler could read bytes of the lap before.
    long head = Memory.getLongAcquire(headAddress);
    if (head - position < 0 || head - position >= slots || head < 0) {
      assert threadCheck.exit();
      RingLayout.checkCounters(head, position, slots);
    }
    shown = head - position;
    if (shown == 0) {
      return false;
    }
    watched = false;
    available = head;
    return true;
  }

  /** Handles an element that takes several slots, or lies behind markers. */
  private long handleSlots(ElementHandler handler, long at, int lengthThere) {
    long start = elementAt(at, lengthThere);
    int length = lengthAt(start);
    long end = endOfElement(start, length);
    if (total != told) {
      handler.onGap(start, total - told);
    }
    handler.onElement(region, slotOffset(start) + WORD_LENGTH, length);
    told = total;
    return end;
  }

  /** The position behind the element at a position, and behind the markers before it. */
  private long endOfElement(long at) {
    long start = elementAt(at, lengthAt(at));
    return endOfElement(start, lengthAt(start));
  }

  /** The start of the element at a position: behind the markers, if there are some. */
  private long elementAt(long at, int lengthThere) {
    long start = at;
    int length = lengthThere;
    total = told;
    if (length == GAP) {
      start++;
      requirePublished(at, start + 1, "a gap marker with an element behind it");
      total = Math.max(told, totalAt(at));
      length = Memory.getInt(slotAddress(start) + LENGTH_OFFSET);
    }
    if (length == SKIP) {
      long marker = start;
      start += RingLayout.slotsTaken(SKIP, marker, slots, slotShift, maxLength);
      requirePublished(marker, start + 1, "a skip marker with an element behind it");
    }
    return start;
  }

  /** What a gap marker tells. Below what was told already if a predecessor was told of more. */
  private long totalAt(long at) {
    return RingLayout.checkTotal(Memory.getLong(slotAddress(at) + WORD_LENGTH), at);
  }

  private long endOfElement(long start, int length) {
    if (length < 0 || length > maxLength) {
      throw new CorruptQueueException("length", start, "0 to " + maxLength, "" + length);
    }
    long end = start + RingLayout.slotsTaken(length, start, slots, slotShift, maxLength);
    requirePublished(start, end, "an element that ends at or before head");
    return end;
  }

  private void requirePublished(long start, long end, String expected) {
    if (end - available <= 0) {
      return;
    }
    long head = Memory.getLongAcquire(headAddress); // ACQUIRE HEAD: as in readHead
    if (end - head > 0) {
      throw new CorruptQueueException(
          "length", start, expected + ", head=" + head, "" + lengthAt(start));
    }
    RingLayout.checkCounters(head, position, slots);
    available = head;
  }

  private static int none(String name, int count) {
    if (count < 0) {
      throw new IllegalArgumentException(name + " must be 0 or more: " + name + "=" + count);
    }
    return 0;
  }

  private int lengthAt(long at) {
    return Memory.getInt(slotAddress(at) + LENGTH_OFFSET);
  }

  private long slotAddress(long at) {
    return regionAddress + slotOffset(at);
  }

  private int slotOffset(long at) {
    return RingLayout.slotOffset(at, slots, slotShift);
  }

  private int offsetAfter(int slot) {
    return RingLayout.slotAfter(slot, slotSize, regionLength);
  }

  private void requireOpen() {
    if (state == CLOSED) {
      throw closed();
    }
  }

  private void requirePeeked() {
    if (state != PEEKED) {
      throw state == CLOSED
          ? closed()
          : new IllegalStateException(
              "this element is not open: it was popped or closed; peek again");
    }
  }

  private IllegalStateException misuse() {
    assert threadCheck.exit();
    return switch (state) {
      case CLOSED -> closed();
      case HANDLING ->
          new IllegalStateException(
              "a handler may not use or close the pop end that calls it; do so after it returned");
      default ->
          new IllegalStateException(
              "the element that this pop end peeks at is still open; pop or close it first");
    };
  }

  private static IllegalStateException closed() {
    return new IllegalStateException("this pop end is closed; take the end again from the queue");
  }
}
