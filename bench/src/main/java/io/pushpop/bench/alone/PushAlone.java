package io.pushpop.bench.alone;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.TearDown;

/** Pushes alone: a filling at a time, taken out while the clock stands. Figures for one element. */
public class PushAlone extends Numbers {
  /** Takes the filling out. */
  @TearDown(Level.Invocation)
  public void takeOut() {
    empty();
  }

  /** Copies are pushed. */
  @Benchmark
  @OperationsPerInvocation(FILLING)
  public void copied() {
    for (int i = 0; i < FILLING; i++) {
      pushCopy();
    }
  }

  /** Elements are written in place. */
  @Benchmark
  @OperationsPerInvocation(FILLING)
  public void inPlace() {
    for (int i = 0; i < FILLING; i++) {
      pushInPlace();
    }
  }

  /** Batches are written in place. */
  @Benchmark
  @OperationsPerInvocation(FILLING)
  public void batch() {
    fill();
  }
}
