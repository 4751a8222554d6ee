package io.pushpop.queue.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import io.pushpop.queue.End;
import io.pushpop.queue.Pop;
import io.pushpop.queue.Push;
import org.agrona.concurrent.UnsafeBuffer;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/**
 * USER-WORD: may anybody see a word before what its end did first? The word of each end tells how
 * far that end has come. One thread has both ends, so that two cores are enough.
 */
@JCStressTest
@Outcome(id = "0, 0, [012]", expect = ACCEPTABLE, desc = "neither word yet")
@Outcome(id = "[01], 1, [12]", expect = ACCEPTABLE, desc = "a word, and no less than it tells of")
@Outcome(id = "[012], 2, 2", expect = ACCEPTABLE, desc = "a word, and no less than it tells of")
@State
public class UserWordStress {
  private static final long START = 7;

  private final TwoMappings ring = new TwoMappings(4, START);
  private final Push push = ring.push();
  private final Pop pop = ring.pop();
  private final UnsafeBuffer element = new UnsafeBuffer(new byte[8]);

  /** Pushes and pops, and says so. */
  @Actor
  public void ends() {
    for (int i = 0; i < 2; i++) {
      push.tryPush(element, 0, 8);
      push.userWord(push.position() - START);
      pop.tryPop((buffer, offset, length) -> {});
      pop.userWord(pop.position() - START);
    }
  }

  /**
   * Looks from outside.
   *
   * @param result what was popped by its word, what was pushed by its word, and what was pushed
   */
  @Actor
  public void observer(III_Result result) {
    result.r1 = (int) ring.view().userWord(End.POP);
    result.r2 = (int) ring.view().userWord(End.PUSH);
    result.r3 = (int) (ring.view().counters().head() - START);
  }
}
