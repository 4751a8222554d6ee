package io.pushpop.queue.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import io.pushpop.queue.Permit;
import io.pushpop.queue.Pop;
import io.pushpop.queue.Push;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/**
 * HEAD: may a consumer that reads head see anything but whole elements? Asking for the end of the
 * stream reads head, whatever the stamp says. The element lies behind a skip marker and over two
 * slots.
 */
@JCStressTest
@Outcome(id = "-1, -1, -1", expect = ACCEPTABLE, desc = "too early")
@Outcome(id = "48, 41, 43", expect = ACCEPTABLE, desc = "the element")
@State
public class HeadStress {
  private final TwoMappings ring = new TwoMappings(4, 7);
  private final Push push = ring.push();
  private final Pop pop = ring.pop();

  /** Pushes a marker and an element. */
  @Actor
  public void producer() {
    Permit permit = push.tryReserve(48);
    permit.buffer().putLong(permit.offset(), 41);
    permit.buffer().putLong(permit.offset() + 40, 43);
    permit.push(48);
  }

  /**
   * Pops.
   *
   * @param result length, first and last bytes
   */
  @Actor
  public void consumer(III_Result result) {
    boolean popped =
        !pop.isDrained()
            && pop.tryPop(
                (buffer, offset, length) -> {
                  result.r1 = length;
                  result.r2 = (int) buffer.getLong(offset);
                  result.r3 = (int) buffer.getLong(offset + 40);
                });
    if (!popped) {
      result.r1 = -1;
      result.r2 = -1;
      result.r3 = -1;
    }
  }
}
