package io.pushpop.bench.contest;

import io.pushpop.bench.contest.machine.Environment;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Why figures may not be believed, in sentences. */
final class Warnings {
  private static final double HIGH_LOAD = 0.5;
  private static final double HIGH_STEAL_PERCENT = 1;
  private static final double HIGH_SPREAD_PERCENT = 30;

  private final List<String> sentences = new ArrayList<>();

  private Warnings() {}

  /**
   * All there is to say.
   *
   * @param stealPercent during the races; null if not known
   * @param distances of the cores; null if nothing was run
   */
  static List<String> of(
      Environment environment, Double stealPercent, Summary summary, Distances distances) {
    Warnings warnings = new Warnings();
    warnings.aboutCores(environment);
    warnings.aboutNoise(environment, stealPercent);
    if (distances != null && distances.areWide()) {
      warnings.aboutDistances(distances);
    }
    warnings.aboutRounds(summary.cells());
    return List.copyOf(warnings.sentences);
  }

  private void aboutCores(Environment environment) {
    List<Integer> pinned = environment.pinned();
    if (pinned.isEmpty()) {
      add(
          "The sides were %s. They share cores, or wander between them; believe no figure.",
          environment.pinning());
    } else if (environment.cores().size() == 2) {
      add(
          "There are but 2 cores: whatever else runs takes its turns on them, compilers and"
              + " collectors of the JVMs included. That shows in the high percentiles.");
    }
    if (Boolean.TRUE.equals(environment.smtSiblings())) {
      add(
          "Cores %d and %d are SMT siblings, two threads of one core: they share its caches, so"
              + " that no cache line had to move, and its units.",
          pinned.get(0), pinned.get(1));
    }
  }

  private void aboutNoise(Environment environment, Double stealPercent) {
    Double load = environment.loadAverage();
    if (load != null && load > HIGH_LOAD) {
      add("The load average before the races was %.2f: something else ran, or still runs.", load);
    }
    if (stealPercent != null && stealPercent > HIGH_STEAL_PERCENT) {
      add("The hypervisor gave %.1f %% of the CPU time to others during the races.", stealPercent);
    }
    String governor = environment.governor();
    if (!governor.equals("performance") && !governor.equals("unknown")) {
      add("The clock rate is governed by \"%s\" and not by \"performance\".", governor);
    }
  }

  private void aboutDistances(Distances distances) {
    add(
        "The cores of the two sides lay between %.0f and %.0f ns apart, from one race to the next:"
            + " something moves them, a hypervisor mostly. Compare races with --cores-apart, or use"
            + " a machine of your own.",
        distances.lowest(), distances.highest());
  }

  private void aboutRounds(List<Cell> cells) {
    if (cells.stream().anyMatch(cell -> cell.rounds() == 1)) {
      add("There was but one round: how far rounds lie apart is not known.");
    }
    List<Cell> wide =
        cells.stream().filter(cell -> cell.spreadPercent() > HIGH_SPREAD_PERCENT).toList();
    wide.stream()
        .max(Comparator.comparingDouble(Cell::spreadPercent))
        .ifPresent(
            widest ->
                add(
                    "In %d of %d cells the rounds lie more than %.0f %% of the median apart; the"
                        + " widest, %s in %s with bounds checks %s, %.0f %%.",
                    wide.size(),
                    cells.size(),
                    HIGH_SPREAD_PERCENT,
                    widest.who(),
                    widest.scenario().title(),
                    Labels.onOrOff(widest.boundsChecks()),
                    widest.spreadPercent()));
  }

  private void add(String sentence, Object... facts) {
    sentences.add(String.format(Locale.ROOT, sentence, facts));
  }
}
