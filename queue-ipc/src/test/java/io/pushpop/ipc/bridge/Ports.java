package io.pushpop.ipc.bridge;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.SocketException;

/** Ports for a bridge. */
public final class Ports {
  private static final int ATTEMPTS = 100;

  private Ports() {}

  /** A port that is free, as the one above it is, where acknowledgements travel. */
  public static int free() throws IOException {
    SocketException last = null;
    for (int i = 0; i < ATTEMPTS; i++) {
      try (DatagramSocket first = new DatagramSocket()) {
        new DatagramSocket(first.getLocalPort() + 1).close();
        return first.getLocalPort();
      } catch (SocketException taken) {
        last = taken;
      }
    }
    throw last;
  }
}
