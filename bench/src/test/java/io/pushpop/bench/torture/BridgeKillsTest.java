package io.pushpop.bench.torture;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** The short form of {@code scripts/bridge-torture} where sides and drivers die. */
class BridgeKillsTest {
  @Test
  void aSenderAndAReceiverThatAreKilledLoseNothingAndRepeatNothing() {
    assertEquals(0, bridge("--only=kills", "--kills=4", "--seed=10"));
  }

  @Test
  void mediaDriversThatAreKilledLoseNothingAndRepeatNothing() {
    assertEquals(0, bridge("--only=drivers", "--kills=3", "--seed=11"));
  }

  private static int bridge(String trouble, String kills, String seed) {
    return Verdict.execute(new BridgeTorture(), trouble, kills, seed, "--hosts=loopback");
  }
}
