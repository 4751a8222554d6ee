package io.pushpop.bench.contest;

import io.pushpop.bench.contest.lane.Payload;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/** Spends a fixed time, as the work of a slower side would, without a look at a clock. */
final class Burner {
  private static final int TRIAL = 2_000_000;
  private static final int TRIALS = 5;

  private final int steps;
  private long state = 1;

  private Burner(int steps) {
    this.steps = steps;
  }

  /** One that spends about so many nanoseconds each time: calibrated here and now. */
  static Burner of(int nanos) {
    Burner trial = new Burner(TRIAL);
    long best = Long.MAX_VALUE;
    for (int i = 0; i < TRIALS; i++) {
      long start = System.nanoTime();
      trial.burn();
      best = Math.min(best, System.nanoTime() - start);
    }
    return new Burner((int) Math.max(1, (long) nanos * TRIAL / Math.max(1, best)));
  }

  void burn() {
    long next = state;
    for (int i = 0; i < steps; i++) {
      // A chain of multiplications: no step can begin before the last has ended.
      next = next * 6364136223846793005L + 1442695040888963407L;
    }
    state = next;
  }

  /** A payload whose receiver spends that time on each element. */
  Payload slowing(Payload payload) {
    return new Payload() {
      @Override
      public int length() {
        return payload.length();
      }

      @Override
      public void write(MutableDirectBuffer buffer, int offset, long sequence) {
        payload.write(buffer, offset, sequence);
      }

      @Override
      public void check(DirectBuffer buffer, int offset, int length, long sequence) {
        payload.check(buffer, offset, length, sequence);
        burn();
      }
    };
  }
}
