package io.pushpop.bench.torture;

import io.pushpop.bench.torture.TwoHosts.Host;

/** The processes of a bridge. */
enum BridgeRole {
  SENDER(Host.SENDING, "send", "source"),
  RECEIVER(Host.RECEIVING, "receive", "target"),
  SENDERS_DRIVER(Host.SENDING, null, null),
  RECEIVERS_DRIVER(Host.RECEIVING, null, null);

  private final Host host;
  private final String command;
  private final String ring;

  BridgeRole(Host host, String command, String ring) {
    this.host = host;
    this.command = command;
    this.ring = ring;
  }

  /** Where it runs. */
  Host host() {
    return host;
  }

  /** Whether it is a media driver, which has no ring. */
  boolean isDriver() {
    return ring == null;
  }

  /** What it is to {@code pushpop bridge}. */
  String command() {
    return command;
  }

  /** Name of the file whose end it holds. */
  String ring() {
    return ring;
  }
}
