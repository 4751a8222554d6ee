package io.pushpop.queue.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import io.pushpop.queue.EndOptions;
import io.pushpop.queue.Losses;
import io.pushpop.queue.Overflow;
import io.pushpop.queue.Pop;
import io.pushpop.queue.Push;
import org.agrona.concurrent.UnsafeBuffer;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * LOSSES: may anybody see more told than lost? One thread has both ends, so that two cores are
 * enough: it loses two elements, and is told of both by the next.
 */
@JCStressTest
@Outcome(id = "0, [012]", expect = ACCEPTABLE, desc = "not told so far")
@Outcome(id = "2, 2", expect = ACCEPTABLE, desc = "told of both")
@State
public class LossesStress {
  private final TwoMappings ring = new TwoMappings(4, 7);
  private final Push push = ring.push(EndOptions.defaults().whenFull(Overflow.DROP_NEWEST));
  private final Pop pop = ring.pop();
  private final UnsafeBuffer element = new UnsafeBuffer(new byte[8]);

  /** Fills the ring. */
  public LossesStress() {
    push(3);
  }

  /** Loses two, and is told. */
  @Actor
  public void ends() {
    push(2);
    pop.drain((buffer, offset, length) -> {}, 3);
    push(1);
    pop.drain((buffer, offset, length) -> {}, 1);
  }

  /**
   * Looks from outside.
   *
   * @param result told and lost
   */
  @Actor
  public void observer(II_Result result) {
    Losses losses = ring.view().losses();
    result.r1 = (int) losses.told();
    result.r2 = (int) losses.lost();
  }

  private void push(int count) {
    for (int i = 0; i < count; i++) {
      push.tryPush(element, 0, 8);
    }
  }
}
