package io.pushpop.bench.torture;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The short form of {@code scripts/bridge-torture} where nobody dies. */
class BridgeTortureTest {
  private static final String ELEMENTS = "--elements=5000";

  /**
   * One in a hundred datagrams is lost, and some must be, each way. Of these elements, 1,800 come
   * back at the least (a status message for 32 KB, an answer for a quarter of the ring, a question
   * for each that was lost): none of those is lost in 0.99^1800 of all runs, 1.4e-8.
   */
  private static final String MANY = "--elements=60000";

  @BeforeAll
  static void requireNamespaces() throws IOException, StoppedException {
    Namespaces.assumePermitted();
  }

  @Test
  void elementsOfAllLengthsComeToAnotherHostOnceAndInOrder() {
    assertEquals(0, bridge("--only=plain", "--seed=7", ELEMENTS));
  }

  @Test
  void whatANetworkLosesIsSentAgain() {
    assertEquals(0, bridge("--only=loss", "--seed=8", MANY));
  }

  @Test
  void aLinkThatIsCutForTwoSecondsLosesNothing() {
    assertEquals(0, bridge("--only=cut", "--seed=9", ELEMENTS));
  }

  private static int bridge(String trouble, String seed, String elements) {
    return Verdict.execute(new BridgeTorture(), trouble, seed, "--hosts=namespaces", elements);
  }
}
