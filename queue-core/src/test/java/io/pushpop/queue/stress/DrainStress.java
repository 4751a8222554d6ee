package io.pushpop.queue.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import io.pushpop.queue.Permit;
import io.pushpop.queue.Pop;
import io.pushpop.queue.Push;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** All pairs together: may a drain see elements out of order, or one without those before it? */
@JCStressTest
@Outcome(id = "0", expect = ACCEPTABLE, desc = "too early")
@Outcome(id = "1", expect = ACCEPTABLE, desc = "the first")
@Outcome(id = "12", expect = ACCEPTABLE, desc = "the first two")
@Outcome(id = "123", expect = ACCEPTABLE, desc = "all")
@State
public class DrainStress {
  private final TwoMappings ring = new TwoMappings(8, 5);
  private final Push push = ring.push();
  private final Pop pop = ring.pop();

  /** Pushes one after the other; the second takes two slots. */
  @Actor
  public void producer() {
    write(1, 8);
    write(2, 40);
    write(3, 8);
  }

  /**
   * Drains twice.
   *
   * @param result digits of the elements
   */
  @Actor
  public void consumer(I_Result result) {
    for (int i = 0; i < 2; i++) {
      pop.drain(
          (buffer, offset, length) -> result.r1 = result.r1 * 10 + (int) buffer.getLong(offset), 4);
    }
  }

  private void write(int value, int length) {
    Permit permit = push.tryReserve(length);
    permit.buffer().putLong(permit.offset(), value);
    permit.push(length);
  }
}
