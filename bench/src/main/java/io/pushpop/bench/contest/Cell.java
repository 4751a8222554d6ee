package io.pushpop.bench.contest;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.pushpop.bench.contest.lane.Contender;
import java.util.List;

/**
 * All rounds of one contender in one scenario, with one setting of the bounds checks, in one
 * variant.
 *
 * @param rounds how many results there are
 * @param median in the unit of the scenario, as are lowest and highest
 * @param ratio of the median to that of the scenario's reference, or null if that did not run
 * @param percentOfLimit of what bare cache lines carry, or null if they did not run
 * @param latency null where the scenario measures a rate
 * @param cpuPercent of one core that the receiving thread took, or null where it is never idle
 * @param results of the rounds
 */
record Cell(
    boolean boundsChecks,
    Scenario scenario,
    Contender contender,
    Variant variant,
    int rounds,
    double median,
    double lowest,
    double highest,
    Double ratio,
    Double percentOfLimit,
    Percentiles latency,
    Double cpuPercent,
    @JsonIgnore List<Result> results) {

  static Cell of(
      boolean boundsChecks,
      Scenario scenario,
      Contender who,
      Variant variant,
      List<Result> results) {
    List<Latency> latencies =
        scenario.isLatency() ? results.stream().map(Result::latency).toList() : List.of();
    return new Cell(
        boundsChecks,
        scenario,
        who,
        variant,
        results.size(),
        Median.of(results.stream().mapToDouble(Result::value)),
        results.stream().mapToDouble(Result::value).min().orElseThrow(),
        results.stream().mapToDouble(Result::value).max().orElseThrow(),
        null,
        null,
        latencies.isEmpty() ? null : Percentiles.of(latencies),
        results.stream().anyMatch(result -> result.cpuPercent() == null)
            ? null
            : Median.of(results.stream().mapToDouble(Result::cpuPercent)),
        results);
  }

  /** The same, compared with the reference and with the limit, where there are such. */
  Cell comparedWith(Cell reference, Cell limit) {
    return new Cell(
        boundsChecks,
        scenario,
        contender,
        variant,
        rounds,
        median,
        lowest,
        highest,
        reference == null ? null : median / reference.median,
        limit == null ? null : 100 * median / limit.median,
        latency,
        cpuPercent,
        results);
  }

  /** Who ran with what. */
  @JsonIgnore
  String who() {
    return variant.titleOf(contender.title());
  }

  /** How far the rounds lie apart, as a percentage of the median. */
  @JsonProperty
  double spreadPercent() {
    return 100 * (highest - lowest) / median;
  }

  /** The name of the scenario. */
  @JsonProperty
  String title() {
    return scenario.title();
  }

  /** The unit of median, lowest and highest. */
  @JsonProperty
  String unit() {
    return scenario.unit();
  }
}
