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
 * STAMP: may a consumer that saw the stamp change see anything but the whole element? It has looked
 * once in vain before the race, so a hit within it is believed without head.
 */
@JCStressTest
@Outcome(id = "-1, -1, -1", expect = ACCEPTABLE, desc = "too early")
@Outcome(id = "24, 41, 43", expect = ACCEPTABLE, desc = "the element")
@State
public class StampStress {
  private final TwoMappings ring = new TwoMappings(4, 6);
  private final Push push = ring.push();
  private final Pop pop = ring.pop();

  /** Looks in vain. */
  public StampStress() {
    pop.canPop();
  }

  /** Pushes. */
  @Actor
  public void producer() {
    Permit permit = push.tryReserve();
    permit.buffer().putLong(permit.offset(), 41);
    permit.buffer().putLong(permit.offset() + 16, 43);
    permit.push(24);
  }

  /**
   * Pops.
   *
   * @param result length, first and last bytes
   */
  @Actor
  public void consumer(III_Result result) {
    boolean popped =
        pop.tryPop(
            (buffer, offset, length) -> {
              result.r1 = length;
              result.r2 = (int) buffer.getLong(offset);
              result.r3 = (int) buffer.getLong(offset + 16);
            });
    if (!popped) {
      result.r1 = -1;
      result.r2 = -1;
      result.r3 = -1;
    }
  }
}
