package io.pushpop.bench.torture;

import io.pushpop.queue.End;
import java.io.IOException;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;

/** One ring's trial: rounds of kills, then a clean end, and the account. */
final class Trial {
  private final TwoSides sides;
  private final SplittableRandom random;
  private int kills;
  private int closes;
  private long takenNanos;

  /**
   * A trial.
   *
   * @param sides that nobody has come up on yet
   * @param random that the rounds come from
   */
  Trial(TwoSides sides, SplittableRandom random) {
    this.sides = sides;
    this.random = random;
  }

  /**
   * Does all rounds.
   *
   * @param planned how many kills
   * @return what was done, and came of it
   * @throws Violation if the queue broke a promise
   */
  Tally run(int planned) throws IOException, StoppedException {
    sides.begin();
    takenNanos = System.nanoTime();
    while (kills < planned) {
      run(Round.draw(random, planned - kills));
    }
    finish();
    return tally();
  }

  /** What was done so far. */
  Tally tally() {
    PopJournal journal = sides.popJournal();
    long handled = journal.handled();
    return new Tally(kills, closes, handled, Math.max(0, journal.deliveries() - handled));
  }

  private void run(Round round) throws IOException, StoppedException {
    for (End victim : round.victims()) {
      sides.side(victim).bringUpNext();
    }
    if (round.flowing()) {
      awaitFlow();
      takenNanos = System.nanoTime();
    }
    awaitNanos(takenNanos + round.delayNanos());
    if (round.clean()) {
      close(round.victims().get(0));
    } else {
      kill(round);
    }
    if (round.victims().size() == 1) {
      ask(round.victims().get(0));
    }
    for (End victim : round.victims()) {
      sides.side(victim).takeOver(sides::check);
    }
    takenNanos = System.nanoTime();
    if (round.asking()) {
      for (End victim : round.victims()) {
        ask(victim);
      }
    }
  }

  private void kill(Round round) throws StoppedException {
    long first = System.nanoTime();
    for (End victim : round.victims()) {
      sides.side(victim).kill();
      awaitNanos(first + round.gapNanos());
    }
    kills += round.kills();
    for (End victim : round.victims()) {
      sides.side(victim).awaitKilled(sides::check);
    }
  }

  private void close(End victim) throws StoppedException {
    closes++;
    sides.side(victim).orderClose();
    sides.side(victim).awaitClosed(sides::check);
  }

  /** The peer of an end must see that end as it is now. */
  private void ask(End end) throws StoppedException {
    Succession asked = sides.side(end.peer());
    asked.line().ask(sides.side(end).state());
    Patience.await(
        asked.line()::isAnswered,
        sides::check,
        "the " + end.peer() + " side sees " + sides.side(end).state(),
        () -> "it does not");
  }

  private void awaitFlow() throws StoppedException {
    PopJournal journal = sides.popJournal();
    long before = journal.deliveries();
    Patience.await(
        () -> journal.deliveries() > before,
        sides::check,
        "an element arrives, as both ends are held",
        () -> "none since element " + journal.handled());
  }

  private void finish() throws StoppedException {
    sides.side(End.POP).line().orderFinish();
    sides.side(End.POP).expectClose();
    sides.side(End.PUSH).line().orderFinish();
    sides.side(End.PUSH).orderClose();
    sides.awaitEnd();
  }

  private static void awaitNanos(long deadline) {
    for (long left = deadline - System.nanoTime(); left > 0; left = deadline - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }
}
