package io.pushpop.bench.torture;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** The short form of {@code scripts/torture}, {@code scripts/soak} and {@code scripts/doze}. */
class TortureTest {
  @Test
  void fiftyKillsLoseNothingAndTearNothing() {
    assertEquals(
        0, Verdict.execute(new Torture(), "--kills=50", "--kills-per-ring=17", "--seed=3"));
  }

  @Test
  void aSmallRingCarriesMixedLengthsBetweenTwoJvms() {
    assertEquals(0, Verdict.execute(new Soak(), "--slots=8", "--elements=200000", "--seed=4"));
  }

  @Test
  void aLargeRingCarriesMixedLengthsBetweenTwoJvms() {
    assertEquals(0, Verdict.execute(new Soak(), "--slots=65536", "--elements=200000", "--seed=5"));
  }

  @Test
  void twoJvmsThatFallAsleepForEachElementAreWokenEachTime() {
    assertEquals(0, Verdict.execute(new Doze(), "--elements=100000", "--seed=6"));
  }
}
