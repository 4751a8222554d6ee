package io.pushpop.bench.contest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.pushpop.bench.contest.lane.Contender;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class SummaryTest {

  @Test
  void theMedianIsTheMiddleOrBetweenTheTwoInTheMiddle() {
    assertEquals(3, Median.of(DoubleStream.of(9, 1, 3)));
    assertEquals(4, Median.of(DoubleStream.of(9, 1, 3, 5)));
    assertEquals(7, Median.of(DoubleStream.of(7)));
  }

  @Test
  void roundsOfOneContenderInOneScenarioMakeOneCell() {
    Cell cell =
        Summary.of(MadeUp.rates(true, Scenario.oneWay(8), Contender.PUSHPOP, 50, 40, 70))
            .cells()
            .get(0);
    assertEquals(3, cell.rounds());
    assertEquals(50, cell.median());
    assertEquals(40, cell.lowest());
    assertEquals(70, cell.highest());
    assertEquals(60, cell.spreadPercent());
    assertNull(cell.ratio());
    assertNull(cell.percentOfLimit());
    assertNull(cell.latency());
  }

  @Test
  void streamsAreComparedWithAgronaAndWithBareLines() {
    List<Outcome> outcomes = new ArrayList<>();
    outcomes.addAll(MadeUp.rates(true, Scenario.oneWay(8), Contender.PUSHPOP, 60));
    outcomes.addAll(MadeUp.rates(true, Scenario.oneWay(8), Contender.AGRONA, 40));
    outcomes.addAll(MadeUp.rates(true, Scenario.oneWay(8), Contender.BARE_LINES, 80));
    outcomes.addAll(MadeUp.rates(false, Scenario.oneWay(8), Contender.PUSHPOP, 90));
    outcomes.addAll(MadeUp.rates(false, Scenario.oneWay(56), Contender.BARE_LINES, 10));
    List<Cell> cells = Summary.of(outcomes).cells();
    assertEquals(1.5, cells.get(0).ratio());
    assertEquals(75, cells.get(0).percentOfLimit());
    assertEquals(1, cells.get(1).ratio());
    assertEquals(2, cells.get(2).ratio());
    assertEquals(100, cells.get(2).percentOfLimit());
    assertNull(cells.get(3).ratio(), "the reference ran with the other setting only");
    assertNull(cells.get(3).percentOfLimit(), "the limit ran with another length only");
  }

  @Test
  void roundTripsAreComparedWithBareFlagsAndPacedOnesWithAgrona() {
    List<Outcome> outcomes = new ArrayList<>();
    outcomes.addAll(MadeUp.latencies(true, Scenario.roundTrip(), Contender.PUSHPOP, 300));
    outcomes.addAll(MadeUp.latencies(true, Scenario.roundTrip(), Contender.BARE, 200, 200));
    outcomes.addAll(MadeUp.latencies(true, Scenario.paced(1000), Contender.PUSHPOP, 100));
    outcomes.addAll(MadeUp.latencies(true, Scenario.paced(1000), Contender.AGRONA, 400));
    List<Cell> cells = Summary.of(outcomes).cells();
    assertEquals(1.5, cells.get(0).ratio(), 0.01);
    assertEquals(0.25, cells.get(2).ratio(), 0.01);
  }

  @Test
  void percentilesAreMediansOfTheRoundsAndTheMaximumIsOfAll() {
    Percentiles latency =
        Summary.of(MadeUp.latencies(true, Scenario.roundTrip(), Contender.BARE, 100, 900, 200))
            .cells()
            .get(0)
            .latency();
    assertEquals(200, latency.p50());
    assertEquals(200, latency.p99());
    assertEquals(20_000, latency.p9999(), 20);
    assertEquals(90_000, latency.max(), 90);
  }
}
