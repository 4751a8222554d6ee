package io.pushpop.bench.alone;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Setup;

/** Pops alone: a filling at a time, put in while the clock stands. Figures for one element. */
public class PopAlone extends Numbers {
  /** Puts the filling in. */
  @Setup(Level.Invocation)
  public void putIn() {
    fill();
  }

  /** One after the other. */
  @Benchmark
  @OperationsPerInvocation(FILLING)
  public void one() {
    for (int i = 0; i < FILLING; i++) {
      popOne();
    }
  }

  /** Drained, as many at a time as a batch has. */
  @Benchmark
  @OperationsPerInvocation(FILLING)
  public void drained() {
    for (int i = 0; i < FILLING / BATCH; i++) {
      popBatch();
    }
  }
}
