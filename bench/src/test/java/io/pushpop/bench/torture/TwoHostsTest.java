package io.pushpop.bench.torture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pushpop.bench.torture.TwoHosts.Host;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Hosts that share a link and nothing else. */
class TwoHostsTest {
  @Test
  void eachHasANetworkOfItsOwnWhichIsGoneOnceTheWorkplaceIs() throws Exception {
    Set<String> networks = new HashSet<>();
    networks.add(Files.readSymbolicLink(Path.of("/proc/self/ns/net")).toString());
    List<String> late;
    try (Workplace workplace = Workplace.open()) {
      TwoHosts hosts = Namespaces.open(workplace);
      for (Host host : Host.values()) {
        networks.add(run(hosts.prefix(host), "readlink", "/proc/self/ns/net"));
      }
      late = hosts.prefix(Host.RECEIVING);
    }
    assertEquals(3, networks.size(), networks::toString);
    assertTrue(run(late, "true").contains("No such file"), "there is nothing to enter any more");
  }

  @Test
  void aLinkThatIsCutHasNoCarrierUntilItIsMended() throws Exception {
    try (Workplace workplace = Workplace.open()) {
      TwoHosts hosts = Namespaces.open(workplace);
      awaitLink(hosts, "state UP");
      hosts.cut();
      awaitLink(hosts, "NO-CARRIER");
      hosts.mend();
      awaitLink(hosts, "state UP");
    }
  }

  /** The kernel takes its time to notice. */
  private static void awaitLink(TwoHosts hosts, String state) throws StoppedException {
    Patience.await(
        () -> link(hosts).contains(state), () -> {}, "a link with " + state, () -> link(hosts));
  }

  private static String link(TwoHosts hosts) {
    return run(hosts.prefix(Host.SENDING), "ip", "link", "show", "pushpop");
  }

  private static String run(List<String> prefix, String... words) {
    List<String> command = new ArrayList<>(prefix);
    command.addAll(List.of(words));
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
