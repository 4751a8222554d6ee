package io.pushpop.bench.torture;

import java.util.SplittableRandom;
import picocli.CommandLine.Option;

/** What the chances of a run follow from, so that it can be repeated. */
final class Seed {
  @Option(names = "--seed", description = "The seed of a run to be repeated (default: a new one).")
  private Long seed;

  /** The one that was asked for, or a new one. */
  long choose() {
    return seed != null ? seed : new SplittableRandom().nextInt(Integer.MAX_VALUE);
  }
}
