package io.pushpop.ipc.cli;

/** A command ends otherwise than done, for a reason that the library has no exception for. */
final class CommandFailure extends Exception {
  private static final long serialVersionUID = 1L;

  private final int exitCode;

  private CommandFailure(int exitCode, String message, Throwable cause) {
    super(message, cause);
    this.exitCode = exitCode;
  }

  /**
   * What went wrong and what to do.
   *
   * @param sentence without the name of the ring file
   */
  static CommandFailure of(String sentence) {
    return new CommandFailure(Failures.FAILED, sentence, null);
  }

  /** As above, with what the operating system said. */
  static CommandFailure of(String sentence, Throwable cause) {
    return new CommandFailure(Failures.FAILED, sentence, cause);
  }

  /** The push end is dead, and all that it left is popped. */
  static CommandFailure pushEndDead(String sentence) {
    return new CommandFailure(Failures.PUSH_END_DEAD, sentence, null);
  }

  /** Nobody reads stdout any more, which needs no words. */
  static CommandFailure brokenPipe(Throwable cause) {
    return new CommandFailure(Failures.FAILED, null, cause);
  }

  int exitCode() {
    return exitCode;
  }
}
