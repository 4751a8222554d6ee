package io.pushpop.bench.torture;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The short form of {@code scripts/bridge-torture} where nobody dies. */
class BridgeTortureTest {
  @BeforeAll
  static void requireNamespaces() throws IOException, StoppedException {
    Namespaces.assumePermitted();
  }

  @Test
  void elementsOfAllLengthsComeToAnotherHostOnceAndInOrder() {
    assertEquals(0, bridge("--only=plain", "--seed=7"));
  }

  @Test
  void whatANetworkLosesIsSentAgain() {
    assertEquals(0, bridge("--only=loss", "--seed=8"));
  }

  @Test
  void aLinkThatIsCutForTwoSecondsLosesNothing() {
    assertEquals(0, bridge("--only=cut", "--seed=9"));
  }

  private static int bridge(String trouble, String seed) {
    return Verdict.execute(
        new BridgeTorture(), trouble, seed, "--hosts=namespaces", "--elements=5000");
  }
}
