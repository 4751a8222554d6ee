package io.pushpop.bench.heartbeat;

import io.pushpop.bench.jvm.ProcessorTime;

/**
 * What a JVM has taken, all its threads together.
 *
 * @param elements that passed its end
 * @param cpuNanos of processor time
 * @param nanos in which it did so
 */
record Consumption(long elements, long cpuNanos, long nanos) {

  /** Begins to count, in the JVM that calls. */
  static Meter begin() {
    return new Meter(ProcessorTime.ofProcess(), System.nanoTime());
  }

  double percentOfACore() {
    return 100.0 * cpuNanos / nanos;
  }

  /** As words for the parent. */
  String toLine() {
    return elements + " " + cpuNanos + " " + nanos;
  }

  static Consumption ofLine(String line) {
    String[] words = line.split(" ");
    return new Consumption(
        Long.parseLong(words[0]), Long.parseLong(words[1]), Long.parseLong(words[2]));
  }

  /** Where the count began. */
  record Meter(long cpuNanos, long nanos) {
    Consumption end(long elements) {
      return new Consumption(
          elements, ProcessorTime.ofProcess() - cpuNanos, System.nanoTime() - nanos);
    }
  }
}
