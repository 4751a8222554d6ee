package io.pushpop.bench.torture;

/** The run is being ended from outside, by Ctrl-C for instance. */
final class StoppedException extends Exception {
  private static final long serialVersionUID = 1L;

  StoppedException(String message) {
    super(message);
  }
}
