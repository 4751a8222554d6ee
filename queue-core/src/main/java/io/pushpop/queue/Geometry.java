package io.pushpop.queue;

/**
 * How many slots a ring has and how large each is.
 *
 * <p>A slot starts with an 8-byte word (see {@link RingLayout}); what is left of it is payload. An
 * element that does not fit takes consecutive slots, up to half the ring, so that there is always a
 * place in the ring where it fits without being split.
 */
public final class Geometry {
  /** Fewest slots a ring can have: one to use, one to tell full from empty. */
  public static final int MIN_SLOTS = 2;

  /** Smallest slot, in bytes: the word and one aligned long. */
  public static final int MIN_SLOT_SIZE = 16;

  /** Most bytes that all slots may take together, so that control fields and slots are 2 GiB. */
  private static final long MAX_SLOTS_LENGTH = 1L << 30;

  private final int slots;
  private final int slotSize;

  private Geometry(int slots, int slotSize) {
    this.slots = slots;
    this.slotSize = slotSize;
  }

  /**
   * A geometry.
   *
   * @param slots number of slots: a power of two, 2 or more; one of them always stays empty
   * @param slotSize bytes per slot, the word included: a power of two, 16 or more; 64 suits small
   *     messages, since a slot is then a cache line of its own
   * @return the geometry
   * @throws IllegalArgumentException if a number is out of range, or the ring would be larger than
   *     a region of 2 GiB can hold
   */
  public static Geometry of(int slots, int slotSize) {
    requirePowerOfTwo("slots", slots, MIN_SLOTS);
    requirePowerOfTwo("slotSize", slotSize, MIN_SLOT_SIZE);
    if ((long) slots * slotSize > MAX_SLOTS_LENGTH) {
      throw new IllegalArgumentException(
          "slots * slotSize is too large: slots="
              + slots
              + ", slotSize="
              + slotSize
              + ", product="
              + (long) slots * slotSize
              + ", maximum="
              + MAX_SLOTS_LENGTH
              + "; a region ends at 2 GiB, take fewer or smaller slots");
    }
    return new Geometry(slots, slotSize);
  }

  /**
   * Number of slots.
   *
   * @return a power of two
   */
  public int slots() {
    return slots;
  }

  /**
   * Bytes per slot, the word included.
   *
   * @return a power of two
   */
  public int slotSize() {
    return slotSize;
  }

  /**
   * How many single-slot elements the ring holds when full.
   *
   * @return {@code slots - 1}
   */
  public int capacity() {
    return slots - 1;
  }

  /**
   * Payload of an element that takes one slot.
   *
   * @return bytes
   */
  public int slotPayload() {
    return slotSize - RingLayout.WORD_LENGTH;
  }

  /**
   * Payload of the longest element, which takes half the ring.
   *
   * @return bytes
   */
  public int maxLength() {
    return slots / 2 * slotSize - RingLayout.WORD_LENGTH;
  }

  /**
   * Bytes of the whole region: control fields and slots.
   *
   * @return bytes, below 2 GiB
   */
  public int regionLength() {
    return RingLayout.SLOTS_OFFSET + slots * slotSize;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Geometry geometry
        && geometry.slots == slots
        && geometry.slotSize == slotSize;
  }

  @Override
  public int hashCode() {
    return 31 * slots + slotSize;
  }

  @Override
  public String toString() {
    return "slots=" + slots + ", slotSize=" + slotSize;
  }

  private static void requirePowerOfTwo(String name, int value, int minimum) {
    if (value < minimum || Integer.bitCount(value) != 1) {
      throw new IllegalArgumentException(
          name + " must be a power of two, " + minimum + " or more: " + name + "=" + value);
    }
  }
}
