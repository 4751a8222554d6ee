package io.pushpop.bench.contest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pushpop.bench.contest.lane.Contender;
import io.pushpop.bench.contest.plot.Curve.Point;
import java.util.List;
import org.junit.jupiter.api.Test;

class LatencyCurvesTest {

  @Test
  void theCurveIsTheMedianOfTheRoundsAtEveryPercentile() {
    Cell cell =
        Summary.of(MadeUp.latencies(true, Scenario.roundTrip(), Contender.BARE, 100, 900, 200))
            .cells()
            .get(0);
    List<Point> points = LatencyCurves.of(cell).points();
    assertEquals(new Point(1, 200), points.get(0));
    for (Point point : points) {
      if (point.x() < 800 || point.x() > 1200) { // the curve has steps
        assertEquals(point.x() < 1000 ? 200 : 20_000, point.y(), 20, point.toString());
      }
    }
    assertEquals(20_000, points.get(points.size() - 1).y(), 20, "it ends with the slowest");
  }

  @Test
  void whoReportsNoCurveIsNotDrawn() {
    Latency percentiles = new Latency(1, 2, 3, 4, 5, 6, List.of());
    Race race = new Race(Contender.C_RING, Scenario.roundTrip(), true, 1, Variant.USUAL);
    Outcome outcome = new Outcome(race, new Result(1, 10, percentiles, null, null, MadeUp.NEAR), 0);
    List<Cell> cells = Summary.of(List.of(outcome)).cells();
    assertEquals(List.of(), LatencyCurves.plot(Scenario.roundTrip(), true, cells).curves());
  }

  @Test
  void percentilesTimesAndLengthsAreWrittenShort() {
    assertEquals("0 %", Labels.percentile(1));
    assertEquals("90 %", Labels.percentile(10));
    assertEquals("99 %", Labels.percentile(100));
    assertEquals("99.9 %", Labels.percentile(1000));
    assertEquals("99.9999 %", Labels.percentile(1_000_000));
    assertEquals("100 ns", Labels.time(100));
    assertEquals("10 µs", Labels.time(10_000));
    assertEquals("1 ms", Labels.time(1_000_000));
    assertEquals("22.5 µs", Labels.time(22_495));
    assertEquals("105 ms", Labels.time(104_988_671));
    assertEquals("10 s", Labels.time(1e10));
    assertEquals("512 B", Labels.bytes(512));
    assertEquals("10 kB", Labels.bytes(10_000));
    assertEquals("100 MB", Labels.bytes(1e8));
  }
}
