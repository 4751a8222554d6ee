package io.pushpop.queue;

/**
 * The shared region holds something that no correct peer writes. The end that found it has changed
 * nothing and hands nothing out; the queue must be created anew.
 */
public final class CorruptQueueException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  private final String field;
  private final long position;

  /**
   * Creates the report.
   *
   * @param field the shared field that is wrong
   * @param position the position at which it was found
   * @param expected what a correct peer writes there
   * @param found what stands there
   */
  public CorruptQueueException(String field, long position, String expected, String found) {
    super(
        "the queue is corrupt at position="
            + position
            + ": field="
            + field
            + ", expected="
            + expected
            + ", found="
            + found
            + "; stop both ends and create the queue anew");
    this.field = field;
    this.position = position;
  }

  /**
   * The shared field that is wrong, by its name in {@link RingLayout}; fields that only together
   * are wrong by a name for all.
   *
   * @return the name of the field
   */
  public String field() {
    return field;
  }

  /**
   * Where it was found.
   *
   * @return a position
   */
  public long position() {
    return position;
  }
}
