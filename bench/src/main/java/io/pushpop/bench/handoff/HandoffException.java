package io.pushpop.bench.handoff;

/** A handoff came to nothing; the message is the sentence that the user reads. */
final class HandoffException extends Exception {
  private static final long serialVersionUID = 1L;

  HandoffException(String message) {
    super(message);
  }
}
