package io.pushpop.bench.contest;

import io.pushpop.bench.contest.Scenario.Kind;
import io.pushpop.bench.contest.plot.Plot;
import java.util.LinkedHashMap;
import java.util.Map;

/** Which plots are drawn of a summary: those that it has something for. */
final class Plots {
  private static final int[] LENGTHS_OF_BARS = {8, 56};

  private final Map<String, Plot> plots = new LinkedHashMap<>();

  private Plots() {}

  /**
   * Names of files, without an ending, and what to draw in them: what ran in the usual way, since a
   * colour stands for a contender.
   */
  static Map<String, Plot> of(Summary all) {
    Summary summary = all.usual();
    Plots plots = new Plots();
    for (boolean boundsChecks : summary.checks()) {
      plots.addLatencies(summary, boundsChecks, Kind.ROUND_TRIP);
      plots.addLatencies(summary, boundsChecks, Kind.PACED);
    }
    for (int length : LENGTHS_OF_BARS) {
      ThroughputBars.of(summary, length)
          .ifPresent(plot -> plots.plots.put("throughput-" + length, plot));
    }
    for (boolean boundsChecks : summary.checks()) {
      plots.addStreams(new StreamPlots(summary, boundsChecks), boundsChecks);
    }
    return plots.plots;
  }

  private void addLatencies(Summary summary, boolean boundsChecks, Kind kind) {
    summary
        .scenarios(boundsChecks, kind)
        .forEach(
            (scenario, cells) -> {
              String name = kind == Kind.PACED ? "paced-" + scenario.rate() : "round-trip";
              plots.put(
                  named("latency-" + name, boundsChecks),
                  LatencyCurves.plot(scenario, boundsChecks, cells));
            });
  }

  private void addStreams(StreamPlots streams, boolean boundsChecks) {
    streams
        .elementsByLength()
        .ifPresent(plot -> plots.put(named("lengths-elements", boundsChecks), plot));
    streams
        .bytesByLength()
        .ifPresent(plot -> plots.put(named("lengths-bytes", boundsChecks), plot));
    streams
        .costByRing()
        .forEach((length, plot) -> plots.put(named("rings-" + length, boundsChecks), plot));
  }

  private static String named(String name, boolean boundsChecks) {
    return name + "-checks-" + Labels.onOrOff(boundsChecks);
  }
}
