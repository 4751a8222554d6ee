package io.pushpop.ipc;

/** How a holder of an end sleeps and wakes its peer; stands in the record of the end. */
public enum Parking {
  /** Not told: the end was never taken, or by a program that neither parks nor wakes anybody. */
  UNKNOWN(0),
  /** Wakes its peer by a futex on the ring file, and sleeps on one itself if it parks. */
  FUTEX(1),
  /** Has no futex: wakes nobody, and where it would park it sleeps for short times. */
  TIMED(2);

  private final int number;

  Parking(int number) {
    this.number = number;
  }

  /** What stands in the record. */
  int number() {
    return number;
  }

  /** The kind with that number; {@link #UNKNOWN} for a number that a later version has added. */
  static Parking of(int number) {
    return switch (number) {
      case 1 -> FUTEX;
      case 2 -> TIMED;
      default -> UNKNOWN;
    };
  }
}
