package io.pushpop.bench.torture;

import io.pushpop.bench.jvm.Programs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Two hosts that share nothing but a link: network namespaces joined by a veth pair. Where those
 * are not to be had, this host is both, and its loopback is the link.
 *
 * <p>A namespace has no name: it is there for as long as a process holds it, {@code cat}, which
 * waits for a word from this one. So nothing is left behind, whichever way this process ends.
 */
final class TwoHosts {
  private static final String HOLDER = "cat";
  private static final String LINK = "pushpop";
  private static final String LOOPBACK = "127.0.0.1";

  /** One of the two. */
  enum Host {
    SENDING("10.99.0.1"),
    RECEIVING("10.99.0.2");

    private final String address;

    Host(String address) {
      this.address = address;
    }
  }

  private final Map<Host, Process> holders = new EnumMap<>(Host.class);

  private TwoHosts() {}

  /** This host, twice. */
  static TwoHosts onLoopback() {
    return new TwoHosts();
  }

  /**
   * Two namespaces, linked.
   *
   * @param workplace where their holders run, and end with it
   * @throws IOException if this is not permitted here, with what the system says
   */
  static TwoHosts inNamespaces(Workplace workplace) throws IOException, StoppedException {
    for (String program : List.of("unshare", "nsenter", "ip")) {
      if (!Programs.has(program)) {
        throw new IOException("there is no " + program + "; install util-linux and iproute2");
      }
    }
    run(List.of("unshare", "--user", "--map-root-user", "--net", "true"));
    TwoHosts hosts = new TwoHosts();
    // Whoever may not make network namespaces may do so as the root of a user namespace: both in
    // the same one, since only its root may join them.
    hosts.hold(workplace, Host.SENDING, "unshare", "--user", "--map-root-user", "--net");
    hosts.hold(workplace, Host.RECEIVING, hosts.enter(Host.SENDING, "unshare", "--net"));
    hosts.link();
    return hosts;
  }

  /** Whether they are two, whose link can be cut. */
  boolean areNamespaces() {
    return !holders.isEmpty();
  }

  /** Where a host is found by the other one. */
  String address(Host host) {
    return areNamespaces() ? host.address : LOOPBACK;
  }

  /** Words before a command that is to run on a host. */
  List<String> prefix(Host host) {
    return areNamespaces() ? List.of(enter(host)) : List.of();
  }

  /** Takes the cable out. */
  void cut() throws IOException {
    set("down");
  }

  /** Puts the cable in again. */
  void mend() throws IOException {
    set("up");
  }

  @Override
  public String toString() {
    return areNamespaces() ? "two network namespaces" : "this host as both";
  }

  private void hold(Workplace workplace, Host host, String... words)
      throws IOException, StoppedException {
    List<String> command = new ArrayList<>(List.of(words));
    command.add(HOLDER);
    Process holder = workplace.start(command);
    Path running = Path.of("/proc", Long.toString(holder.pid()), "comm");
    // It is what it shall become once it is in its namespace.
    Patience.await(
        () -> !holder.isAlive() || HOLDER.equals(read(running)),
        () -> {},
        "a network namespace for the " + host + " host",
        () -> read(running));
    if (!holder.isAlive()) {
      throw new IOException(command + " ended with exit code " + holder.exitValue());
    }
    holders.put(host, holder);
  }

  private void link() throws IOException {
    String there = Long.toString(holders.get(Host.RECEIVING).pid());
    ip(Host.SENDING, "link", "add", LINK, "type", "veth", "peer", "name", LINK, "netns", there);
    for (Host host : Host.values()) {
      ip(host, "link", "set", "lo", "up");
      ip(host, "addr", "add", host.address + "/24", "dev", LINK);
      ip(host, "link", "set", LINK, "up");
    }
  }

  private void set(String state) throws IOException {
    ip(Host.RECEIVING, "link", "set", LINK, state);
  }

  private void ip(Host host, String... words) throws IOException {
    List<String> command = new ArrayList<>(prefix(host));
    command.add("ip");
    command.addAll(List.of(words));
    run(command);
  }

  private String[] enter(Host host, String... words) {
    List<String> command =
        new ArrayList<>(
            List.of(
                "nsenter",
                "--target",
                Long.toString(holders.get(host).pid()),
                "--user",
                "--preserve-credentials",
                "--net"));
    command.addAll(List.of(words));
    return command.toArray(String[]::new);
  }

  private static String read(Path path) {
    try {
      return Files.readString(path).strip();
    } catch (IOException e) {
      return "nothing: " + e; // It has just ended.
    }
  }

  private static void run(List<String> command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String said =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    try {
      if (process.waitFor() != 0) {
        throw new IOException(String.join(" ", command) + ": " + said);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted in " + command, e);
    }
  }
}
