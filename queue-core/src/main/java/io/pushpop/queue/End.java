package io.pushpop.queue;

/** One of the two ends of a queue. */
public enum End {
  /** The end that writes elements and owns head. */
  PUSH("push"),
  /** The end that reads elements and owns tail. */
  POP("pop");

  private final String word;

  End(String word) {
    this.word = word;
  }

  /**
   * The other end.
   *
   * @return {@link #POP} for {@link #PUSH}, and the other way round
   */
  public End peer() {
    return this == PUSH ? POP : PUSH;
  }

  /**
   * The word that messages and tools use.
   *
   * @return {@code push} or {@code pop}
   */
  @Override
  public String toString() {
    return word;
  }
}
