package io.pushpop.bench.torture;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;

/** Network namespaces for a test, which is skipped where they are not permitted. */
final class Namespaces {
  private Namespaces() {}

  /** Two of them, linked. */
  static TwoHosts open(Workplace workplace) throws StoppedException {
    try {
      return TwoHosts.inNamespaces(workplace);
    } catch (IOException e) {
      return abort("skipped: no network namespaces here: " + e.getMessage());
    }
  }

  /** Only looks whether there could be some. */
  static void assumePermitted() throws IOException, StoppedException {
    try (Workplace workplace = Workplace.open()) {
      open(workplace);
    }
  }
}
