package io.pushpop.bench.alone;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;

/** An element goes in and comes out at once: what a push and a pop cost together. */
public class PushAndPop extends Numbers {
  /**
   * A copy is pushed.
   *
   * @return whether it was popped
   */
  @Benchmark
  public boolean copied() {
    return pushCopy() && popOne();
  }

  /**
   * The element is written in place.
   *
   * @return whether it was popped
   */
  @Benchmark
  public boolean inPlace() {
    pushInPlace();
    return popOne();
  }

  /**
   * A batch is pushed and drained; the figure is for one element. It holds a part of one wait, some
   * 600 ns, in which a consumer that finds so many elements at once lets a producer go ahead.
   *
   * @return how many were popped
   */
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public int batch() {
    pushBatch();
    return popBatch();
  }
}
