package io.pushpop.ipc;

import io.pushpop.queue.End;
import io.pushpop.queue.Geometry;
import io.pushpop.queue.RingLayout;

/**
 * Every field of the file, in one table. Offsets and sizes are bytes from the start of the file;
 * everything is in the byte order of the machine, except the version, which is little-endian
 * everywhere so that it can be read before the byte order is known.
 *
 * <pre>
 * field              offset  size  writer   reader   ordering
 * magic              0       8     creator  opener   before the file has its name
 * version            8       4     creator  opener   before the file has its name
 * byte order         12      4     creator  opener   before the file has its name
 * slots              16      4     creator  opener   before the file has its name
 * slotSize           20      4     creator  opener   before the file has its name
 * file length        24      8     creator  opener   before the file has its name
 * lock kind          32      4     creator  opener   before the file has its name
 * (reserved)         36      28    -        opener   zero
 * schema tag         64      64    creator  opener   before the file has its name
 * (reserved)         128     3960  -        opener   zero
 * checksum           4088    4     creator  opener   before the file has its name
 * ready              4092    4     creator  opener   the last byte written to the file
 * head               4096    8     Push     Pop      HEAD: release store, acquire load
 * pop sleeps         4104    4     Pop,Push Push     SLEEPS: release store, acquire load
 * (padding)          4108    116   -        -        zero
 * tail               4224    8     Pop      Push     TAIL: release store, acquire load
 * push sleeps        4232    4     Push,Pop Pop      SLEEPS: release store, acquire load
 * (padding)          4236    116   -        -        zero
 * push state         4352    8     Push     anybody  END-STATE: release store, acquire load
 * push pid           4360    8     Push     anybody  plain, published by END-STATE
 * push start time    4368    8     Push     anybody  plain, published by END-STATE
 * push parking       4376    4     Push     anybody  plain, published by END-STATE
 * (padding)          4380    92    -        -        zero
 * push held lock     4472    1     -        -        locked, never read or written
 * push named lock    4473    1     -        -        locked, never read or written
 * (padding)          4474    6     -        -        zero
 * pop state          4480    8     Pop      anybody  END-STATE: release store, acquire load
 * pop pid            4488    8     Pop      anybody  plain, published by END-STATE
 * pop start time     4496    8     Pop      anybody  plain, published by END-STATE
 * pop parking        4504    4     Pop      anybody  plain, published by END-STATE
 * (padding)          4508    92    -        -        zero
 * pop held lock      4600    1     -        -        locked, never read or written
 * pop named lock     4601    1     -        -        locked, never read or written
 * (padding)          4602    6     -        -        zero
 * (reserved)         4608    512   -        -        zero
 * push dropped       5120    8     Push     anybody  LOSSES: release store, acquire load
 * push conflated     5128    8     Push     anybody  LOSSES: release store, acquire load
 * push set aside     5136    8     Push     anybody  LOSSES: release store, acquire load
 * push moved         5144    8     Push     anybody  LOSSES: release store, acquire load
 * push abandoned     5152    8     Push     anybody  LOSSES: release store, acquire load
 * push marked        5160    8     Push     Push     LOSSES: release store, acquire load
 * (padding)          5168    80    -        -        zero
 * skipped            5248    8     Pop      anybody  plain, published by TAIL
 * pop told           5256    8     Pop      anybody  LOSSES: release store, acquire load
 * (padding)          5264    112   -        -        zero
 * push user word     5376    8     Push     anybody  USER-WORD: release store, acquire load
 * first mark at      5384    8     Push     Push     MARK: release store, acquire load
 * first mark         5392    8     Push     Push     MARK: release store, acquire load
 * second mark at     5400    8     Push     Push     MARK: release store, acquire load
 * second mark        5408    8     Push     Push     MARK: release store, acquire load
 * (padding)          5416    88    -        -        zero
 * pop user word      5504    8     Pop      anybody  USER-WORD: release store, acquire load
 * (padding)          5512    120   -        -        zero
 * (reserved)         5632    2560  -        -        zero
 * slots              8192    ..    Push     Pop      see RingLayout
 * </pre>
 *
 * <p>A state is {@code generation * 4 + what}, in one word so that nobody sees the generation of
 * one taker with the state of another: 0 never taken (then the generation is 0 too), 1 attached, 2
 * detached. The generation counts takers from 1. The start time is when the end was taken, in
 * milliseconds since 1970-01-01T00:00:00Z. Parking is the number of a {@link Parking}.
 *
 * <p>Losses are counts of elements since the file was made; a mark is at the position of the
 * element that it goes into the ring with: see {@link RingLayout}.
 *
 * <p>Whatever an end writes stands alone on 128 bytes, because the adjacent-line prefetcher of
 * x86-64 moves lines in pairs.
 */
final class FileLayout {
  /** First bytes of every version: "PUSHPOP" and a zero byte. */
  static final int MAGIC_OFFSET = 0;

  static final int MAGIC_LENGTH = 8;

  /** Format version, little-endian on every machine. */
  static final int VERSION_OFFSET = MAGIC_OFFSET + MAGIC_LENGTH;

  /** {@link #BYTE_ORDER_MARK} as the creator's machine stores an int. */
  static final int BYTE_ORDER_OFFSET = VERSION_OFFSET + Integer.BYTES;

  static final int SLOTS_OFFSET = BYTE_ORDER_OFFSET + Integer.BYTES;

  static final int SLOT_SIZE_OFFSET = SLOTS_OFFSET + Integer.BYTES;

  /** Length of the whole file in bytes. */
  static final int FILE_LENGTH_OFFSET = SLOT_SIZE_OFFSET + Integer.BYTES;

  /** How the ends are locked: the number of a {@link LockKind}. */
  static final int LOCK_KIND_OFFSET = FILE_LENGTH_OFFSET + Long.BYTES;

  /** What the elements mean: a {@link SchemaTag}. */
  static final int SCHEMA_TAG_OFFSET = 64;

  static final int SCHEMA_TAG_LENGTH = 64;

  /** Length of the header page. */
  static final int HEADER_LENGTH = 4096;

  /** CRC32C of all header bytes before it. */
  static final int CHECKSUM_OFFSET = HEADER_LENGTH - 2 * Integer.BYTES;

  /** {@link #READY} once everything else has been written. */
  static final int READY_OFFSET = HEADER_LENGTH - Integer.BYTES;

  /** The ring's region: it starts with {@link RingLayout}'s control fields. */
  static final int REGION_OFFSET = HEADER_LENGTH;

  static final int HEAD_OFFSET = REGION_OFFSET + RingLayout.HEAD_OFFSET;

  static final int POP_SLEEPS_OFFSET = REGION_OFFSET + RingLayout.POP_SLEEPS_OFFSET;

  static final int TAIL_OFFSET = REGION_OFFSET + RingLayout.TAIL_OFFSET;

  static final int PUSH_SLEEPS_OFFSET = REGION_OFFSET + RingLayout.PUSH_SLEEPS_OFFSET;

  /** Two cache lines: what one writer has to itself. */
  static final int ALONE = 128;

  /** Within the record of an end: generation and what the end is doing. */
  static final int STATE_OFFSET = 0;

  /** Within the record of an end: the taker's process id, in the taker's pid namespace. */
  static final int PID_OFFSET = STATE_OFFSET + Long.BYTES;

  /** Within the record of an end: when it was taken. */
  static final int START_TIME_OFFSET = PID_OFFSET + Long.BYTES;

  /**
   * Within the record of an end: how its taker sleeps and wakes, the number of a {@link Parking}.
   */
  static final int PARKING_OFFSET = START_TIME_OFFSET + Long.BYTES;

  /** Within the record of an end: the byte that its taker keeps locked. */
  static final int HELD_LOCK_OFFSET = 120;

  /** Within the record of an end: the byte locked while the record names its taker. */
  static final int NAMED_LOCK_OFFSET = HELD_LOCK_OFFSET + 1;

  static final int PUSH_RECORD_OFFSET = REGION_OFFSET + RingLayout.OWNER_OFFSET;

  static final int POP_RECORD_OFFSET = PUSH_RECORD_OFFSET + ALONE;

  /** For later work. */
  static final int RECORDS_RESERVED_OFFSET = POP_RECORD_OFFSET + ALONE;

  /** What Push has lost: six counters. */
  static final int DROPPED_OFFSET = REGION_OFFSET + RingLayout.DROPPED_OFFSET;

  static final int CONFLATED_OFFSET = REGION_OFFSET + RingLayout.CONFLATED_OFFSET;

  static final int SET_ASIDE_OFFSET = REGION_OFFSET + RingLayout.SET_ASIDE_OFFSET;

  static final int MOVED_OFFSET = REGION_OFFSET + RingLayout.MOVED_OFFSET;

  static final int ABANDONED_OFFSET = REGION_OFFSET + RingLayout.ABANDONED_OFFSET;

  static final int MARKED_OFFSET = REGION_OFFSET + RingLayout.MARKED_OFFSET;

  /** What Pop has passed over. */
  static final int SKIPPED_OFFSET = REGION_OFFSET + RingLayout.SKIPPED_OFFSET;

  /** What Pop was told of what Push has lost. */
  static final int TOLD_OFFSET = REGION_OFFSET + RingLayout.TOLD_OFFSET;

  /** What the user of Push keeps there: a word, and two marks of elements. */
  static final int PUSH_USER_WORD_OFFSET = REGION_OFFSET + RingLayout.PUSH_WORD_OFFSET;

  static final int FIRST_MARK_OFFSET = REGION_OFFSET + RingLayout.FIRST_MARK_OFFSET;

  static final int SECOND_MARK_OFFSET = REGION_OFFSET + RingLayout.SECOND_MARK_OFFSET;

  /** What the user of Pop keeps there. */
  static final int POP_USER_WORD_OFFSET = REGION_OFFSET + RingLayout.POP_WORD_OFFSET;

  static final int CONTROL_RESERVED_OFFSET = POP_USER_WORD_OFFSET + ALONE;

  static final int FIRST_SLOT_OFFSET = REGION_OFFSET + RingLayout.SLOTS_OFFSET;

  /** Format version that this code reads and writes. */
  static final int VERSION = 1;

  /** Reads as 0x04030201 on a machine of the other byte order. */
  static final int BYTE_ORDER_MARK = 0x01020304;

  /** "REDY" in ASCII: unlike 0 or 1 it does not come about by accident. */
  static final int READY = 0x52454459;

  /** Granule in which every page of the file is touched; the smallest page size there is. */
  static final int PAGE_LENGTH = 4096;

  private FileLayout() {}

  /** "PUSHPOP" and a zero byte. */
  static byte[] magic() {
    return new byte[] {'P', 'U', 'S', 'H', 'P', 'O', 'P', 0};
  }

  /** Length of the file of a ring, in bytes, below 2 GiB. */
  static int fileLength(Geometry geometry) {
    return REGION_OFFSET + geometry.regionLength();
  }

  /** Start of the record of an end. */
  static int recordOffset(End end) {
    return end == End.PUSH ? PUSH_RECORD_OFFSET : POP_RECORD_OFFSET;
  }

  /** The byte that the taker of an end keeps locked. */
  static int heldLockOffset(End end) {
    return recordOffset(end) + HELD_LOCK_OFFSET;
  }

  /** The byte locked while the record of an end names its taker. */
  static int namedLockOffset(End end) {
    return recordOffset(end) + NAMED_LOCK_OFFSET;
  }
}
