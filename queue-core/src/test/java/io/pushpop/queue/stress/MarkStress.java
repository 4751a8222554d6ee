package io.pushpop.queue.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import io.pushpop.queue.CorruptQueueException;
import io.pushpop.queue.Pop;
import io.pushpop.queue.Push;
import org.agrona.concurrent.UnsafeBuffer;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * MARK: may anybody who checks the marks see one ahead of head, while a push end is at work? What
 * else is read of marks is read by the next holder of the push end, after this one is gone.
 */
@JCStressTest
@Outcome(id = "1, 4", expect = ACCEPTABLE, desc = "sound whenever they are looked at")
@State
public class MarkStress {
  private final TwoMappings ring = new TwoMappings(4, 7);
  private final Push push = ring.push();
  private final Pop pop = ring.pop();
  private final UnsafeBuffer element = new UnsafeBuffer(new byte[8]);

  /**
   * Marks and pushes.
   *
   * @param result the mark of the last
   */
  @Actor
  public void producer(II_Result result) {
    for (int i = 1; i <= 4; i++) {
      push.mark(i);
      push.tryPush(element, 0, 8);
      pop.tryPop((buffer, offset, length) -> {});
    }
    result.r2 = (int) push.mark();
  }

  /**
   * Looks from outside.
   *
   * @param result 1 if all is well
   */
  @Actor
  public void observer(II_Result result) {
    try {
      ring.view().checkMarks();
      result.r1 = 1;
    } catch (CorruptQueueException e) {
      result.r1 = 0;
    }
  }
}
