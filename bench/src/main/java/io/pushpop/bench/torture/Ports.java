package io.pushpop.bench.torture;

import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports for those who are to open them later: none of those that Linux gives to whoever does not
 * name one, from 32768 on, since any of them may be taken again meanwhile.
 */
final class Ports {
  private static final int LOWEST = 10_000;
  private static final int END = 32_768;
  private static final int MAX_ATTEMPTS = 1000;

  private Ports() {}

  /**
   * Looks for some.
   *
   * @param count how many that follow each other
   * @return the first of them; all are free on this host now
   */
  static int free(int count) {
    for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      int first = ThreadLocalRandom.current().nextInt(LOWEST, END - count);
      if (areFree(first, count)) {
        return first;
      }
    }
    throw new IllegalStateException("there are no " + count + " ports in a row that are free");
  }

  private static boolean areFree(int first, int count) {
    List<DatagramSocket> sockets = new ArrayList<>();
    try {
      for (int i = 0; i < count; i++) {
        sockets.add(
            new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), first + i)));
      }
      return true;
    } catch (SocketException taken) {
      return false;
    } finally {
      sockets.forEach(DatagramSocket::close);
    }
  }
}
