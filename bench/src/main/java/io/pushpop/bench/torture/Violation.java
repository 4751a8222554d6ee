package io.pushpop.bench.torture;

/** The queue broke a promise; the message says what was expected and what was found. */
final class Violation extends RuntimeException {
  private static final long serialVersionUID = 1L;

  Violation(String message) {
    super(message);
  }
}
