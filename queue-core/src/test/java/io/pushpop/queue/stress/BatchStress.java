package io.pushpop.queue.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import io.pushpop.queue.Batch;
import io.pushpop.queue.Pop;
import io.pushpop.queue.Push;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/**
 * HEAD and STAMP of a batch: may a consumer see a part of it, or the later elements, whose stamps
 * are stored early, before the first? A batch is given up before the one that counts, so that all
 * those stamps lie there already.
 */
@JCStressTest
@Outcome(id = "0", expect = ACCEPTABLE, desc = "too early")
@Outcome(id = "1", expect = ACCEPTABLE, desc = "the first, seen by its stamp")
@Outcome(id = "12", expect = ACCEPTABLE, desc = "the first two")
@Outcome(id = "123", expect = ACCEPTABLE, desc = "all")
@State
public class BatchStress {
  private final TwoMappings ring = new TwoMappings(4, 6);
  private final Push push = ring.push();
  private final Pop pop = ring.pop();

  /** Looks in vain, and gives a batch up. */
  public BatchStress() {
    pop.canPop();
    stage(7).close();
  }

  /** Pushes three elements at once. */
  @Actor
  public void producer() {
    stage(1).push();
  }

  /**
   * Pops up to three.
   *
   * @param result their digits
   */
  @Actor
  public void consumer(I_Result result) {
    for (int i = 0; i < 3; i++) {
      pop.tryPop(
          (buffer, offset, length) -> result.r1 = result.r1 * 10 + (int) buffer.getLong(offset));
    }
  }

  private Batch stage(int first) {
    Batch batch = push.tryReserveBatch(3);
    for (int i = first; i < first + 3; i++) {
      batch.buffer().putLong(batch.offset(), i);
      batch.stage(8);
    }
    return batch;
  }
}
