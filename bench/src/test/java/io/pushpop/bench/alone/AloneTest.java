package io.pushpop.bench.alone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collection;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** That the benchmarks run, and that what they measure allocates nothing. */
class AloneTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "PushAndPop.inPlace",
        "Quotes.raw",
        "Quotes.copied",
        "Quotes.chronicle",
        "Quotes.sbe",
        "Quotes.sbeWord"
      })
  void aPushAndAPopAllocateNothing(String benchmark) throws RunnerException {
    // JMH wants the machine for itself, so that times are true; this test looks at none.
    System.setProperty("jmh.ignoreLock", "true");
    Options options =
        new OptionsBuilder()
            .include("\\." + benchmark + "$")
            .param("place", Ring.Place.FILE.name())
            .param("length", "56")
            .addProfiler(GCProfiler.class)
            .forks(1)
            .warmupIterations(2)
            .warmupTime(TimeValue.milliseconds(150))
            .measurementIterations(4)
            .measurementTime(TimeValue.milliseconds(100))
            .verbosity(VerboseMode.SILENT)
            .shouldFailOnError(true)
            .build();
    Collection<RunResult> results = new Runner(options).run();
    assertEquals(1, results.size());
    double bytes =
        results
            .iterator()
            .next()
            .getSecondaryResults()
            .get("gc.alloc.rate.norm")
            .getStatistics()
            .getMin();
    // Not 0: JMH itself allocates, some hundred bytes an iteration of millions of operations. The
    // least of all: what allocates does so in each, and who compiles late on a busy machine does
    // not.
    assertTrue(bytes < 0.1, "B/op=" + bytes);
  }
}
