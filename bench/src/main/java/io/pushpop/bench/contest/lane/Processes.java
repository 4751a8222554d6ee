package io.pushpop.bench.contest.lane;

/** Which processes a contender's race takes. */
public enum Processes {
  /** A JVM for each side. */
  TWO_JVMS,
  /** A JVM for each side, and one that carries between them. */
  TWO_JVMS_AND_DRIVER,
  /** One JVM, a thread for each side. */
  ONE_JVM,
  /** A native program for each side. */
  TWO_NATIVE
}
