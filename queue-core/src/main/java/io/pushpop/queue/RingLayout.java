package io.pushpop.queue;

import org.agrona.concurrent.AtomicBuffer;

/**
 * Every field of the region that the two ends share, in one table. Offsets and sizes are bytes from
 * the start of the region; everything is in the byte order of the machine.
 *
 * <pre>
 * field        offset          size  writer  reader        ordering
 * head         0               8     Push    Pop           HEAD: release store, acquire load
 * pop sleeps   8               4     Pop     Push          SLEEPS: release store, acquire load
 * (padding)    12              116
 * tail         128             8     Pop     Push          TAIL: release store, acquire load
 * push sleeps  136             4     Push    Pop           SLEEPS: release store, acquire load
 * (padding)    140             116
 * (owner)      256             768   -       -             left to the owner of the region
 * dropped      1024            8     Push    anybody       LOSSES: release store, acquire load
 * conflated    1032            8     Push    anybody       LOSSES: release store, acquire load
 * set aside    1040            8     Push    anybody       LOSSES: release store, acquire load
 * moved        1048            8     Push    anybody       LOSSES: release store, acquire load
 * abandoned    1056            8     Push    anybody       LOSSES: release store, acquire load
 * marked       1064            8     Push    Push          LOSSES: release store, acquire load
 * (padding)    1072            80
 * skipped      1152            8     Pop     anybody       plain, published by TAIL
 * told         1160            8     Pop     anybody       LOSSES: release store, acquire load
 * (padding)    1168            112
 * push word    1280            8     Push    anybody       USER-WORD: release store, acquire load
 * first mark   1288            16    Push    Push          MARK: release store, acquire load
 * second mark  1304            16    Push    Push          MARK: release store, acquire load
 * (padding)    1320            88
 * pop word     1408            8     Pop     anybody       USER-WORD: release store, acquire load
 * (owner)      1416            2680  -       -             left to the owner of the region
 * slots        4096            slots * slotSize
 *
 * in a slot:
 * stamp        0               4     Push    Pop           STAMP: release store, acquire load
 * length       4               4     Push    Pop           plain, published by HEAD or STAMP
 * payload      8               ..    Push    Pop           plain, published by HEAD or STAMP
 *
 * in a mark:
 * position     0               8     Push    Push          MARK: release store, acquire load
 * mark         8               8     Push    Push          MARK: release store, acquire load
 * </pre>
 *
 * <p>{@code head} is the position of the next slot to push, {@code tail} that of the next slot to
 * pop; {@code 0 <= head - tail <= slots - 1} at every moment, as signed difference. Each stands
 * alone on two cache lines, because the adjacent-line prefetcher of x86-64 moves lines in pairs.
 *
 * <p>{@code pop sleeps} is {@link #ASLEEP} while Pop sleeps or is about to, else 0. Push stores 0
 * there when it wakes Pop; {@code push sleeps} is the mirror. Each lies beside the counter of the
 * end that wakes: so that end has it in its own cache, and no push or pop touches another line for
 * it.
 *
 * <p>{@code skipped} is how many elements consumers have passed over since the queue was created. A
 * consumer that dies before it frees them has counted them all the same, and its successor finds
 * them: so it tells of no less than was skipped, and of each such death at most one skip too many.
 *
 * <p>{@code stamp} is the low 32 bits of (position + 1) of the element that starts in the slot.
 * {@code length} is 0 or more for an element, or {@link #SKIP} for a marker that fills the rest of
 * a lap in which the element behind it did not fit, or {@link #GAP} for one that says how many
 * elements were lost. An element longer than a slot runs on through the words of the slots that
 * follow.
 *
 * <p>A gap marker takes one slot. Its payload is a long: how many elements had been lost before
 * this place since the queue was created. Behind it lies the element before which they are missing,
 * or a skip marker and that element; all are published by one store of head.
 *
 * <p>The losses are counts of elements since the queue was created, which only grow: {@code
 * dropped}; {@code conflated}, superseded while they waited in the table of a push end; {@code set
 * aside}, put into that table under a key that was not there; {@code moved} from the table into the
 * ring; {@code abandoned}, in the table of a push end that closed or died; {@code marked}, the
 * total in the last gap marker; {@code told}, the total in the last gap marker that was popped.
 *
 * <p>The words of push and pop are the user's, and mean nothing to the ring. A mark is a number of
 * the user's for the element at its position: of the two, the one with the greater position below
 * head counts, the first if both are 0. {@link Marks} says why there are two.
 */
public final class RingLayout {
  /** Position of the next slot to push. */
  public static final int HEAD_OFFSET = 0;

  /** Whether Pop sleeps, on the line of Push. */
  public static final int POP_SLEEPS_OFFSET = HEAD_OFFSET + Long.BYTES;

  /** Position of the next slot to pop. */
  public static final int TAIL_OFFSET = 128;

  /** Whether Push sleeps, on the line of Pop. */
  public static final int PUSH_SLEEPS_OFFSET = TAIL_OFFSET + Long.BYTES;

  /**
   * First byte that the ring leaves to the owner of the region; what else is the owner's stands in
   * the table.
   */
  public static final int OWNER_OFFSET = 256;

  /** How many elements were skipped; on a line that only Pop writes. */
  public static final int SKIPPED_OFFSET = 1152;

  /** Elements lost because there was no room. */
  public static final int DROPPED_OFFSET = 1024;

  /** Elements lost because a later one of the same key superseded them. */
  public static final int CONFLATED_OFFSET = DROPPED_OFFSET + Long.BYTES;

  /** Elements that have waited, or wait, in the table of a push end. */
  public static final int SET_ASIDE_OFFSET = CONFLATED_OFFSET + Long.BYTES;

  /** Elements of these that went into the ring. */
  public static final int MOVED_OFFSET = SET_ASIDE_OFFSET + Long.BYTES;

  /** Elements of these that were lost with their push end. */
  public static final int ABANDONED_OFFSET = MOVED_OFFSET + Long.BYTES;

  /** The total of the last gap marker that was pushed. */
  public static final int MARKED_OFFSET = ABANDONED_OFFSET + Long.BYTES;

  /** The total of the last gap marker that was popped, on a line of Pop. */
  public static final int TOLD_OFFSET = 1160;

  /** A word of the user's, on a line that only Push writes. */
  public static final int PUSH_WORD_OFFSET = 1280;

  /** The first of two marks. */
  public static final int FIRST_MARK_OFFSET = PUSH_WORD_OFFSET + Long.BYTES;

  /** Within a mark: the position of its element. */
  public static final int MARK_POSITION_OFFSET = 0;

  /** Within a mark: the mark. */
  public static final int MARK_OFFSET = MARK_POSITION_OFFSET + Long.BYTES;

  /** Bytes of a mark and its position. */
  public static final int MARK_LENGTH = MARK_OFFSET + Long.BYTES;

  /** The second of two marks. */
  public static final int SECOND_MARK_OFFSET = FIRST_MARK_OFFSET + MARK_LENGTH;

  /** A word of the user's, on a line that only Pop writes. */
  public static final int POP_WORD_OFFSET = 1408;

  /** First slot: a page of its own boundary, so that slots of 4 KiB do not straddle pages. */
  public static final int SLOTS_OFFSET = 4096;

  /** Within a slot: the stamp. */
  public static final int STAMP_OFFSET = 0;

  /** Within a slot: the length. */
  public static final int LENGTH_OFFSET = 4;

  /** Bytes of stamp and length, before the payload. */
  public static final int WORD_LENGTH = 8;

  /** What an end that sleeps has said. */
  public static final int ASLEEP = 1;

  /** The length of a marker that fills the rest of a lap. */
  public static final int SKIP = -1;

  /** The length of a marker that tells of lost elements. */
  public static final int GAP = -2;

  private RingLayout() {}

  /**
   * The stamp of an element that starts at a position.
   *
   * @param position of the element
   * @return the low 32 bits of position + 1
   */
  public static int stamp(long position) {
    return (int) position + 1;
  }

  /** Offset in the region of the user's word beside an end. */
  static int wordOffset(End end) {
    return end == End.PUSH ? PUSH_WORD_OFFSET : POP_WORD_OFFSET;
  }

  /** Offset in the region of the slot at a position. */
  static int slotOffset(long position, int slots, int slotShift) {
    return SLOTS_OFFSET + (((int) position & slots - 1) << slotShift);
  }

  /** Offset in the region of the slot after the one at an offset. */
  static int slotAfter(int slotOffset, int slotSize, int regionLength) {
    int next = slotOffset + slotSize;
    return next == regionLength ? SLOTS_OFFSET : next;
  }

  /** Slots that an element takes, its word included. */
  static int slotsOf(int length, int slotShift) {
    // As a long, since the word may carry the longest length over 2^31.
    return (int) ((long) length + WORD_LENGTH + (1L << slotShift) - 1 >>> slotShift);
  }

  /**
   * Slots from a position to the next element.
   *
   * @throws CorruptQueueException if the length is neither that of an element that lies within one
   *     lap, nor a skip marker
   */
  static int slotsTaken(int length, long position, int slots, int slotShift, int maxLength) {
    int toEndOfLap = slots - ((int) position & slots - 1);
    if (length == SKIP) {
      return toEndOfLap;
    }
    int taken = length < 0 || length > maxLength ? slots : slotsOf(length, slotShift);
    if (taken > toEndOfLap || taken == slots) {
      throw new CorruptQueueException(
          "length",
          position,
          "-1, or 0 to "
              + maxLength
              + " with at most "
              + toEndOfLap
              + " slots to the end of the lap",
          "" + length);
    }
    return taken;
  }

  /** Refuses a total in a gap marker that no correct peer writes. */
  static long checkTotal(long total, long position) {
    if (total < 0) {
      throw new CorruptQueueException("gap", position, "a total of 0 or more", "" + total);
    }
    return total;
  }

  /** Refuses counters that no correct peer writes. */
  static void checkCounters(long head, long tail, int slots) {
    long depth = head - tail;
    if (head < 0 || tail < 0 || depth < 0 || depth >= slots) {
      throw new CorruptQueueException(
          "head and tail",
          tail,
          "0 <= head - tail <= " + (slots - 1),
          "head=" + head + " tail=" + tail);
    }
  }

  /** Refuses memory that cannot hold a ring of this geometry. */
  static void checkRegion(AtomicBuffer region, Geometry geometry) {
    if (region.byteArray() != null) {
      throw new IllegalArgumentException(
          "the region must lie outside the heap; wrap a direct or mapped ByteBuffer");
    }
    if (region.capacity() != geometry.regionLength()) {
      throw new IllegalArgumentException(
          "the region does not have the length of the geometry: expected="
              + geometry.regionLength()
              + ", found="
              + region.capacity()
              + ", "
              + geometry);
    }
    region.verifyAlignment();
  }
}
