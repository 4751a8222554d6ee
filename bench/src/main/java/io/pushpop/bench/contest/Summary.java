package io.pushpop.bench.contest;

import io.pushpop.bench.contest.Scenario.Kind;
import io.pushpop.bench.contest.lane.Contender;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What all rounds came out as, one cell for each contender in each scenario. */
final class Summary {
  private final List<Cell> cells;

  private Summary(List<Cell> cells) {
    this.cells = cells;
  }

  static Summary of(List<Outcome> outcomes) {
    Map<Key, List<Result>> results = new LinkedHashMap<>();
    for (Outcome outcome : outcomes) {
      Race race = outcome.race();
      Key key = new Key(race.boundsChecks(), race.scenario(), race.variant(), race.contender());
      results.computeIfAbsent(key, absent -> new ArrayList<>()).add(outcome.result());
    }
    Map<Key, Cell> cells = new LinkedHashMap<>();
    results.forEach(
        (key, rounds) ->
            cells.put(
                key, Cell.of(key.boundsChecks, key.scenario, key.contender, key.variant, rounds)));
    List<Cell> compared = new ArrayList<>();
    cells.forEach(
        (key, cell) ->
            compared.add(
                cell.comparedWith(
                    cells.get(key.of(reference(key.scenario.kind()))),
                    cells.get(key.of(Contender.BARE_LINES)))));
    return new Summary(compared);
  }

  /** What the others are compared with: the limit of round trips, else Agrona's ring. */
  static Contender reference(Kind kind) {
    return kind == Kind.ROUND_TRIP ? Contender.BARE : Contender.AGRONA;
  }

  /** Every cell, in the order in which they ran. */
  List<Cell> cells() {
    return cells;
  }

  /** What ran in the usual way. */
  Summary usual() {
    return new Summary(
        cells.stream().filter(cell -> cell.variant().equals(Variant.USUAL)).toList());
  }

  /** The settings of the bounds checks that ran. */
  List<Boolean> checks() {
    return cells.stream().map(Cell::boundsChecks).distinct().toList();
  }

  /** Scenarios and their cells, of one setting of the bounds checks and one kind of scenario. */
  Map<Scenario, List<Cell>> scenarios(boolean boundsChecks, Kind kind) {
    Map<Scenario, List<Cell>> scenarios = new LinkedHashMap<>();
    of(boundsChecks, kind)
        .forEach(
            cell ->
                scenarios.computeIfAbsent(cell.scenario(), first -> new ArrayList<>()).add(cell));
    return scenarios;
  }

  /** Contenders and their cells, of one setting of the bounds checks and one kind of scenario. */
  Map<Contender, List<Cell>> contenders(boolean boundsChecks, Kind kind) {
    Map<Contender, List<Cell>> contenders = new LinkedHashMap<>();
    of(boundsChecks, kind)
        .forEach(
            cell ->
                contenders.computeIfAbsent(cell.contender(), first -> new ArrayList<>()).add(cell));
    return contenders;
  }

  private Stream<Cell> of(boolean boundsChecks, Kind kind) {
    return cells.stream()
        .filter(cell -> cell.boundsChecks() == boundsChecks && cell.scenario().kind() == kind);
  }

  private record Key(
      boolean boundsChecks, Scenario scenario, Variant variant, Contender contender) {
    Key of(Contender other) {
      return new Key(boundsChecks, scenario, variant, other);
    }
  }
}
