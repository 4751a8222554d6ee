package io.pushpop.bench.torture;

import io.pushpop.queue.End;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/**
 * What is done to a ring once: one side or both are killed, or one is asked to close its end, and
 * successors take over.
 *
 * @param victims whose ends will be left, in this order
 * @param clean whether they are asked, not killed
 * @param delayNanos from the last takeover to the first kill
 * @param gapNanos from the first kill to the second, if there is one
 * @param flowing whether to wait until elements flow before the delay begins
 * @param asking whether to wait until the peers see their new peers
 */
record Round(
    List<End> victims,
    boolean clean,
    long delayNanos,
    long gapNanos,
    boolean flowing,
    boolean asking) {

  private static final long LONGEST_GAP_NANOS = TimeUnit.MICROSECONDS.toNanos(300);

  /** Delays up to one of these: many kills meet code that has only just begun, some do not. */
  private static final long[] LONGEST_DELAYS_NANOS = {
    TimeUnit.MICROSECONDS.toNanos(500),
    TimeUnit.MILLISECONDS.toNanos(5),
    TimeUnit.MILLISECONDS.toNanos(30),
    TimeUnit.MILLISECONDS.toNanos(300)
  };

  /**
   * Draws the next round.
   *
   * @param random that all rounds of a run come from
   * @param mostKills that this one may have: 1 or more
   */
  static Round draw(SplittableRandom random, int mostKills) {
    int who = random.nextInt(5);
    boolean both = who == 4;
    boolean clean = random.nextInt(6) == 0;
    boolean pushFirst = random.nextBoolean();
    List<End> order = pushFirst ? List.of(End.PUSH, End.POP) : List.of(End.POP, End.PUSH);
    return new Round(
        both && !clean && mostKills > 1 ? order : order.subList(0, 1),
        clean,
        random.nextLong(LONGEST_DELAYS_NANOS[random.nextInt(LONGEST_DELAYS_NANOS.length)]),
        random.nextLong(LONGEST_GAP_NANOS),
        random.nextBoolean(),
        random.nextBoolean());
  }

  /** How many processes it kills. */
  int kills() {
    return clean ? 0 : victims.size();
  }
}
