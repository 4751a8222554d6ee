package io.pushpop.ipc.bridge;

import java.net.DatagramSocket;
import java.net.SocketException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Ports for a bridge: none of those that Linux gives to whoever does not name one, from 32768 on,
 * since any of them may be taken again before the bridge opens it.
 */
public final class Ports {
  private static final int LOWEST = 10_000;
  private static final int END = 32_768;

  /** From somewhere else in each JVM, and not the same one again in this one. */
  private static final AtomicInteger NEXT =
      new AtomicInteger(ThreadLocalRandom.current().nextInt(LOWEST, END - 1));

  private Ports() {}

  /** A port that is free, as the one above it is, where acknowledgements travel. */
  public static int free() {
    for (int looks = LOWEST; looks < END; looks += 2) {
      int port = NEXT.getAndUpdate(last -> last + 2 < END ? last + 2 : LOWEST);
      if (isFree(port) && isFree(port + 1)) {
        return port;
      }
    }
    throw new IllegalStateException("no two ports in a row are free below " + END);
  }

  private static boolean isFree(int port) {
    try {
      new DatagramSocket(port).close();
      return true;
    } catch (SocketException taken) {
      return false;
    }
  }
}
