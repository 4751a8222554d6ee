package io.pushpop.ipc.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pushpop.ipc.EndStatus;
import io.pushpop.ipc.Parking;
import io.pushpop.ipc.cli.WatchedFile.Seen;
import io.pushpop.queue.Geometry;
import io.pushpop.queue.Losses;
import io.pushpop.queue.PeerState.State;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** From looks to figures, and from figures to words, with looks that nobody took. */
final class WatchFiguresTest {
  private static final long SECOND = 1_000_000_000;
  private static final Geometry GEOMETRY = Geometry.of(1024, 64);
  private static final int CAPACITY = GEOMETRY.capacity();
  private static final EndStatus ATTACHED =
      new EndStatus(State.ATTACHED, 4194304, 12, 1, Parking.FUTEX);
  private static final EndStatus DEAD = new EndStatus(State.DEAD, 77, 1, 1, Parking.FUTEX);
  private static final EndStatus DETACHED = new EndStatus(State.DETACHED, 78, 2, 1, Parking.FUTEX);
  private static final EndStatus ABSENT = new EndStatus(State.ABSENT, 0, 0, 0, Parking.FUTEX);

  private static final Losses NOTHING_LOST = new Losses(0, 0, 0, 0, 0);

  private final Looks looks = new Looks(GEOMETRY, 4 * SECOND);

  @Test
  void oneLookHasNoRates() {
    looks.add(5, 700, 200);
    Figures figures = figures();
    assertEquals(500, figures.depth());
    assertEquals(500, figures.low());
    assertEquals(500, figures.high());
    assertEquals(0, figures.push().rate());
    assertEquals(0, figures.pop().rate());
    assertEquals(0, figures.owedNanos());
    assertFalse(figures.push().moved());
  }

  @Test
  void ratesAndWaitsAreThoseOfTheLastSeconds() {
    // Ten seconds at nothing, then two at 1000 and 500 slots a second: of the last four, half.
    for (int second = 0; second <= 10; second++) {
      looks.add(second * SECOND, 0, 0);
    }
    looks.add(11 * SECOND, 1000, 500);
    looks.add(12 * SECOND, 1000 + CAPACITY - 500, 1000 - 500);
    Figures figures = figures();
    assertEquals((500 + CAPACITY) / 4.0, figures.push().rate());
    assertEquals(500 / 4.0, figures.pop().rate());
    assertEquals(3 / 5.0, figures.pop().waiting());
    assertEquals(1 / 5.0, figures.push().waiting());
    assertEquals(0, figures.low());
    assertEquals(CAPACITY, figures.high());
    assertEquals(SECOND, figures.pop().idleNanos());
    assertEquals(SECOND, figures.owedNanos());
    assertTrue(figures.pop().moved());
  }

  @Test
  void aRingThatIsNearlyFullOrEmptyMakesSomebodyWait() {
    int part = CAPACITY / 32;
    looks.add(0, part, 0);
    looks.add(1, part + 1, 0);
    looks.add(2, CAPACITY - part - 1, 0);
    looks.add(3, CAPACITY - part, 0);
    assertEquals(1 / 4.0, figures().pop().waiting());
    assertEquals(1 / 4.0, figures().push().waiting());
  }

  @Test
  void nothingIsOwedByAPopThatFoundNothing() {
    looks.add(0, 10, 10);
    looks.add(60 * SECOND, 10, 10);
    assertEquals(0, figures().owedNanos());
    assertEquals(60 * SECOND, figures().pop().idleNanos());
    looks.add(61 * SECOND, 11, 10);
    assertEquals(SECOND, figures().owedNanos());
    looks.add(62 * SECOND, 12, 11);
    assertEquals(0, figures().owedNanos());
  }

  @Test
  void theVerdictSaysWhoWaitsForWhom() {
    String stuck = "the pop side is stuck, it took nothing for 12 s";
    verdict("GOOD flows: both sides keep up", queue(500, 0, 0.1, 0.2, ATTACHED, ATTACHED));
    verdict("GOOD pop waits: the push side is slow", queue(500, 0, 0.1, 0.7, ATTACHED, ATTACHED));
    verdict("SLOW push waits: the pop side is slow", queue(500, 0, 0.7, 0.1, ATTACHED, ATTACHED));
    verdict("BROKEN STUCK: push waits: " + stuck, queue(CAPACITY, 12, 1, 0, ATTACHED, ATTACHED));
    verdict(
        "BROKEN STUCK: " + stuck + "; slots left to pop: 500",
        queue(500, 12, 0, 0, ATTACHED, ATTACHED));
    verdict(
        "BROKEN DEAD: the process of the push end is gone; nothing is left to pop",
        queue(0, 0, 0, 1, DEAD, ATTACHED));
    verdict(
        "BROKEN DEAD: the process of the pop end is gone; slots left to pop: 1,023",
        queue(CAPACITY, 12, 1, 0, ATTACHED, DEAD));
    verdict(
        "BROKEN DEAD: both ends' processes are gone; slots left to pop: 500",
        queue(500, 12, 0, 0, DEAD, DEAD));
    verdict(
        "BROKEN push waits: there is no pop side; slots left to pop: 1,023",
        queue(CAPACITY, 12, 1, 0, ATTACHED, ABSENT));
    verdict(
        "SLOW there is no push side; slots left to pop: 500",
        queue(500, 0, 0, 0, DETACHED, ATTACHED));
    verdict(
        "SLOW nobody is attached; nothing is left to pop", queue(0, 0, 0, 1, DETACHED, DETACHED));
    looks.add(0, 3, 3);
    looks.add(12 * SECOND, 3, 3);
    verdict("GOOD idle: empty, and nothing was pushed for 12 s", figures());
  }

  @Test
  void agesAreAsExactAsPeopleNeedThem() {
    assertEquals("0.0 s", Verdict.age(0));
    assertEquals("9.9 s", Verdict.age(9_900_000_000L));
    assertEquals("99 s", Verdict.age(99 * SECOND));
    assertEquals("1 min", Verdict.age(100 * SECOND));
    assertEquals("99 min", Verdict.age(5999 * SECOND));
    assertEquals("1 h", Verdict.age(6000 * SECOND));
  }

  @Test
  void theWidestLinesFitInEightyColumns() {
    Geometry geometry = Geometry.of(1 << 26, 16);
    int capacity = geometry.capacity();
    Figures.Side side = new Figures.Side(ATTACHED, 123_456_789, 1, 5999 * SECOND, false);
    Losses losses = new Losses(1_000_000_000, 1_000_000_000, 1_000_000, 65_536, 0);
    Figures queue =
        new Figures(
            geometry, 1L << 40, (1L << 40) - capacity, capacity, capacity, 0, side, side, losses);
    Path path = Path.of("/dev/shm/" + "a".repeat(200));
    assertEquals(
        List.of(
            "..." + "a".repeat(33) + "  67,108,864 slots of 16 B, replaced 2 times",
            "  push waits: the pop side is slow",
            "  [##########]  67,108,863 of 67,108,863 in use, low 67,108,863, high 67,108,863",
            "        state         pid    gen       slots/s  waited on     last progress",
            "  push  ATTACHED  4194304     12   123,456,789  full  100%  over 99 min ago",
            "  pop   ATTACHED  4194304     12   123,456,789  empty 100%  over 99 min ago",
            "  schema  " + "s".repeat(63),
            "  skipped by the pop side: 1,099,511,627,776 elements",
            "  lost  1000000000 dropped, 1000000000 conflated, 1000000 abandoned; 65536 wait"),
        WatchText.lines(new Seen(path, 2, "s".repeat(63), 1L << 40, queue, null)));
  }

  @Test
  void theBarShowsWhatIsAndWhatHasBeen() {
    assertEquals("[" + ".".repeat(42) + "]  0 of 1,023 in use, low 0, high 0", bar(0, 0));
    assertEquals("[#" + ".".repeat(41) + "]  1 of 1,023 in use, low 0, high 1", bar(1, 1));
    assertEquals(
        "[" + "#".repeat(18) + "-".repeat(18) + "]  511 of 1,023 in use, low 0, high 1,023",
        bar(511, CAPACITY));
    assertEquals(
        "[" + "#".repeat(33) + "-]  1,022 of 1,023 in use, low 0, high 1,023",
        bar(CAPACITY - 1, CAPACITY));
  }

  private static String bar(int depth, int high) {
    Figures.Side side = new Figures.Side(ATTACHED, 0, 0, 0, true);
    Figures queue = new Figures(GEOMETRY, depth, 0, 0, high, 0, side, side, NOTHING_LOST);
    String line = WatchText.lines(new Seen(Path.of("/ring"), 0, null, 0, queue, null)).get(2);
    assertEquals(80, line.length());
    return line.strip();
  }

  private Figures figures() {
    return looks.figures(ATTACHED, ATTACHED, NOTHING_LOST);
  }

  private static Figures queue(
      int depth, int owedSeconds, double full, double empty, EndStatus push, EndStatus pop) {
    return new Figures(
        GEOMETRY,
        depth,
        0,
        0,
        CAPACITY,
        owedSeconds * SECOND,
        new Figures.Side(push, 1, full, 0, true),
        new Figures.Side(pop, 1, empty, 0, true),
        NOTHING_LOST);
  }

  private static void verdict(String expected, Figures figures) {
    Verdict verdict = Verdict.of(figures);
    assertEquals(expected, verdict.kind() + " " + verdict.sentence());
  }
}
