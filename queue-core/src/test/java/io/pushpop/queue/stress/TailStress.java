package io.pushpop.queue.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import io.pushpop.queue.Permit;
import io.pushpop.queue.Pop;
import io.pushpop.queue.Push;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * TAIL: may a producer write over an element that the consumer still reads? The ring of two slots
 * is full; both slots come free for the producer only by tail.
 */
@JCStressTest
@Outcome(id = "41, 0", expect = ACCEPTABLE, desc = "still full")
@Outcome(id = "41, 1", expect = ACCEPTABLE, desc = "room after the pop")
@Outcome(id = "41, 2", expect = ACCEPTABLE, desc = "room for two, one after the other")
@State
public class TailStress {
  private final TwoMappings ring = new TwoMappings(2, 3);
  private final Push push = ring.push();
  private final Pop pop = ring.pop();

  /** Fills the ring. */
  public TailStress() {
    write(41);
  }

  /**
   * Pops, reading the element twice.
   *
   * @param result what was read, 0 if it changed meanwhile
   */
  @Actor
  public void consumer(II_Result result) {
    pop.tryPop(
        (buffer, offset, length) -> {
          long first = buffer.getLong(offset);
          for (int i = 0; i < 10; i++) {
            Thread.onSpinWait();
          }
          long last = buffer.getLong(offset + 16);
          result.r1 = first == last ? (int) first : 0;
        });
    pop.tryPop((buffer, offset, length) -> {});
  }

  /**
   * Pushes into what comes free.
   *
   * @param result how many
   */
  @Actor
  public void producer(II_Result result) {
    for (int i = 0; i < 2; i++) {
      if (write(99)) {
        result.r2++;
      }
    }
  }

  private boolean write(long value) {
    Permit permit = push.tryReserve();
    if (permit == null) {
      return false;
    }
    permit.buffer().putLong(permit.offset(), value);
    permit.buffer().putLong(permit.offset() + 8, value);
    permit.buffer().putLong(permit.offset() + 16, value);
    permit.push(24);
    return true;
  }
}
