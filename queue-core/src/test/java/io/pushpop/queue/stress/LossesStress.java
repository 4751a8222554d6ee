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

/** LOSSES: may anybody see more told than lost? The ring is full when the producer begins. */
@JCStressTest
@Outcome(id = "0, [0123]", expect = ACCEPTABLE, desc = "nothing told so far")
@Outcome(id = "1, [12]", expect = ACCEPTABLE, desc = "the first told")
@Outcome(id = "2, 2", expect = ACCEPTABLE, desc = "both told")
@State
public class LossesStress {
  private final TwoMappings ring = new TwoMappings(4, 7);
  private final Push push = ring.push(EndOptions.defaults().whenFull(Overflow.DROP_NEWEST));
  private final Pop pop = ring.pop();
  private final UnsafeBuffer element = new UnsafeBuffer(new byte[8]);

  /** Fills the ring. */
  public LossesStress() {
    for (int i = 0; i < 3; i++) {
      push.tryPush(element, 0, 8);
    }
  }

  /** Pushes, and loses some of it. */
  @Actor
  public void producer() {
    for (int i = 0; i < 3; i++) {
      push.tryPush(element, 0, 8);
    }
  }

  /** Pops, and is told of it. */
  @Actor
  public void consumer() {
    for (int i = 0; i < 6; i++) {
      pop.drain((buffer, offset, length) -> {}, 2);
    }
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
}
