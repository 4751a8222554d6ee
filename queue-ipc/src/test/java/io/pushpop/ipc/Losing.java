package io.pushpop.ipc;

import io.pushpop.queue.ConflationOptions;
import io.pushpop.queue.EndOptions;
import io.pushpop.queue.Overflow;

/** The ways of a push end with a full queue, and the elements that go through it. */
enum Losing {
  WAITS(EndOptions.defaults()),
  DROPS(EndOptions.defaults().whenFull(Overflow.DROP_NEWEST)),
  CONFLATES(
      EndOptions.defaults()
          .conflating(
              ConflationOptions.byKey(
                  (buffer, offset, length) -> buffer.getLong(offset) % Losing.KEYS, Losing.KEYS)));

  /** Elements have their number mod this as their key. */
  static final int KEYS = 100;

  /** The longest; each begins with its number. */
  static final int MAX_LENGTH = 56;

  private final EndOptions options;

  Losing(EndOptions options) {
    this.options = options;
  }

  EndOptions options() {
    return options;
  }
}
