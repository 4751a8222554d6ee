package io.pushpop.queue;

/** An end was asked for while somebody alive, in this or another process, holds it. */
public final class EndTakenException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  private final End end;

  /**
   * Creates the refusal.
   *
   * @param end the end that was asked for
   * @param message who holds the end, as far as known, and what to do
   */
  public EndTakenException(End end, String message) {
    super(message);
    this.end = end;
  }

  /**
   * The end that was asked for.
   *
   * @return push or pop
   */
  public End end() {
    return end;
  }
}
