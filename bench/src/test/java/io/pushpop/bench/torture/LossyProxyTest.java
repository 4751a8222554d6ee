package io.pushpop.bench.torture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pushpop.bench.jvm.ChildJvm;
import io.pushpop.bench.jvm.SharedPage;
import io.pushpop.bench.torture.LossyProxy.Way;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What passes the proxy, and what does not. */
class LossyProxyTest {
  private static final int PATIENCE_MILLIS = 60_000;

  /** For what must not come; that it would not come later either is not to be shown. */
  private static final int SILENCE_MILLIS = 200;

  private final Workplace workplace = Workplace.open();
  private final InetAddress here = InetAddress.getLoopbackAddress();
  private DatagramSocket target;
  private int port;

  @TempDir Path folder;

  @BeforeEach
  void openTarget() throws SocketException {
    target = socket();
    port = Ports.free(1);
  }

  @AfterEach
  void closeAll() throws IOException {
    target.close();
    workplace.close();
  }

  @Test
  void whatItForwardsIsAnsweredToWhoSentIt() throws Exception {
    ProxyAccount account = start(0);
    try (DatagramSocket one = socket();
        DatagramSocket other = socket()) {
      send(one, 1);
      send(other, 2);
      answerTwice();
      assertEquals(-1, receive(one));
      assertEquals(-2, receive(other));
    }
    for (Way way : Way.values()) {
      assertEquals(2, account.came(way));
      assertEquals(0, account.lost(way));
    }
  }

  @Test
  void aWayThatIsCutLetsNothingThroughAndTheOtherOneDoes() throws Exception {
    ProxyAccount account = start(0);
    try (DatagramSocket sender = socket()) {
      send(sender, 1);
      SocketAddress back = receiveFrom();
      account.cut(0, Way.THERE, true);
      send(sender, 2);
      await(account, Way.THERE, 2);
      assertSilence(target);
      target.send(datagram(3, back));
      assertEquals(3, receive(sender));
      account.cut(0, Way.THERE, false);
      send(sender, 4);
      assertEquals(4, receive(target));
      assertEquals(1, account.lost(Way.THERE));
      account.cut(0, Way.BACK, true);
      target.send(datagram(5, back));
      await(account, Way.BACK, 2);
      assertSilence(sender);
      assertEquals(1, account.lost(Way.BACK));
    }
  }

  @Test
  void ofAThousandItLosesAboutSoManyAsItIsTold() throws Exception {
    ProxyAccount account = start(0.01);
    long lost = 0;
    try (DatagramSocket sender = socket()) {
      for (int i = 1; i <= 1000; i++) {
        send(sender, i);
        await(account, Way.THERE, i);
        if (account.lost(Way.THERE) == lost) {
          assertEquals(i, receive(target));
        }
        lost = account.lost(Way.THERE);
      }
    }
    assertTrue(lost >= 2 && lost <= 30, "lost of 1000: " + lost);
    assertSilence(target);
  }

  private ProxyAccount start(double loss) throws IOException, StoppedException {
    Path page = folder.resolve("page");
    ProxyAccount account = new ProxyAccount(SharedPage.create(page));
    String address = here.getHostAddress();
    workplace.start(
        ChildJvm.command(
            List.of(),
            List.of("-XX:TieredStopAtLevel=1"),
            LossyProxy.class,
            LossyProxy.arguments(page, 1, loss, address, address, port, target.getLocalPort())));
    Patience.await(account::isOpen, () -> {}, "its port open", () -> "it is not");
    return account;
  }

  private static void await(ProxyAccount account, Way way, long came) throws StoppedException {
    Patience.await(
        () -> account.came(way) == came,
        () -> {},
        came + " datagrams at the proxy",
        () -> "" + account.came(way));
  }

  private void answerTwice() throws IOException {
    for (int i = 0; i < 2; i++) {
      DatagramPacket packet = datagram(0, null);
      target.receive(packet);
      int number = ByteBuffer.wrap(packet.getData()).getInt();
      target.send(datagram(-number, packet.getSocketAddress()));
    }
  }

  private SocketAddress receiveFrom() throws IOException {
    DatagramPacket packet = datagram(0, null);
    target.receive(packet);
    return packet.getSocketAddress();
  }

  private void send(DatagramSocket socket, int number) throws IOException {
    socket.send(datagram(number, new InetSocketAddress(here, port)));
  }

  private static int receive(DatagramSocket socket) throws IOException {
    DatagramPacket packet = datagram(0, null);
    socket.receive(packet);
    return ByteBuffer.wrap(packet.getData()).getInt();
  }

  private static void assertSilence(DatagramSocket socket) throws SocketException {
    socket.setSoTimeout(SILENCE_MILLIS);
    assertThrows(SocketTimeoutException.class, () -> receive(socket));
    socket.setSoTimeout(PATIENCE_MILLIS);
  }

  private static DatagramPacket datagram(int number, SocketAddress to) {
    byte[] bytes = ByteBuffer.allocate(Integer.BYTES).putInt(number).array();
    return to == null
        ? new DatagramPacket(bytes, bytes.length)
        : new DatagramPacket(bytes, bytes.length, to);
  }

  private DatagramSocket socket() throws SocketException {
    DatagramSocket socket = new DatagramSocket(new InetSocketAddress(here, 0));
    socket.setSoTimeout(PATIENCE_MILLIS);
    return socket;
  }
}
