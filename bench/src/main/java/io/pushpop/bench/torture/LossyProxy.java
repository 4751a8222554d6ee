package io.pushpop.bench.torture;

import io.pushpop.bench.jvm.ParentWatch;
import io.pushpop.bench.jvm.SharedPage;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * A child JVM through which all datagrams go between two hosts, and where some are lost: by chance,
 * or all that come one way through a door that is cut. What comes at a port of its own goes to the
 * same port and more of the other host, from a socket for each who sent; what that answers goes
 * back.
 *
 * <pre>{@code
 *          port                    port of the other host
 * sender ------> door --- drops ------> receiver
 *        <------      --- drops <------
 * }</pre>
 */
final class LossyProxy {
  /** Of Ethernet and beyond: no datagram is longer. */
  private static final int LONGEST_DATAGRAM = 65_536;

  private static final int BUFFER_LENGTH = 4 << 20;

  /** What its socket buffers hold is forwarded before it looks at the others. */
  private static final int TURN = 64;

  private static final long LOOK_MILLIS = 100;

  /** Which way a datagram goes. */
  enum Way {
    THERE,
    BACK
  }

  private final Selector selector = Selector.open();
  private final ByteBuffer datagram = ByteBuffer.allocateDirect(LONGEST_DATAGRAM);
  private final ProxyAccount account;
  private final SplittableRandom random;
  private final double loss;

  private LossyProxy(ProxyAccount account, SplittableRandom random, double loss)
      throws IOException {
    this.account = account;
    this.random = random;
    this.loss = loss;
  }

  /**
   * Words for its command.
   *
   * @param page for the account, which is there
   * @param loss probability with which a datagram is lost
   * @param from address of its own
   * @param to address of the other host
   * @param ports pairs of its own port, a door, and the other host's
   */
  static List<String> arguments(
      Path page, long seed, double loss, String from, String to, int... ports) {
    List<String> words =
        new ArrayList<>(
            List.of(page.toString(), Long.toString(seed), Double.toString(loss), from, to));
    for (int port : ports) {
      words.add(Integer.toString(port));
    }
    return words;
  }

  /**
   * Forwards until the parent ends it.
   *
   * @param args as {@link #arguments} makes them
   * @throws IOException if a port is taken
   */
  public static void main(String[] args) throws IOException {
    ParentWatch.haltWithParent(() -> {});
    ProxyAccount account = new ProxyAccount(SharedPage.open(Path.of(args[0])));
    LossyProxy proxy =
        new LossyProxy(
            account, new SplittableRandom(Long.parseLong(args[1])), Double.parseDouble(args[2]));
    for (int i = 5; i < args.length; i += 2) {
      proxy.open(
          (i - 5) / 2,
          new InetSocketAddress(args[3], Integer.parseInt(args[i])),
          new InetSocketAddress(args[4], Integer.parseInt(args[i + 1])));
    }
    account.open();
    proxy.run();
  }

  private void open(int number, InetSocketAddress own, InetSocketAddress target)
      throws IOException {
    DatagramChannel channel = channel().bind(own);
    channel.register(selector, SelectionKey.OP_READ, new Door(number, channel, target));
  }

  private void run() throws IOException {
    while (true) {
      selector.select(key -> forward((Side) key.attachment()), LOOK_MILLIS);
    }
  }

  private void forward(Side side) {
    try {
      for (int i = 0; i < TURN && side.forward(); i++) {
        // The selector is asked once for so many.
      }
    } catch (PortUnreachableException e) {
      // Nobody is there yet, or not any more: lost, as on any network.
    } catch (IOException e) {
      throw new IllegalStateException("cannot forward a datagram", e);
    }
  }

  private boolean isLost(int door, Way way) {
    boolean lost = account.isCut(door, way) || random.nextDouble() < loss;
    account.count(way, lost);
    return lost;
  }

  private static DatagramChannel channel() throws IOException {
    DatagramChannel channel = DatagramChannel.open();
    channel.configureBlocking(false);
    channel.setOption(StandardSocketOptions.SO_RCVBUF, BUFFER_LENGTH);
    channel.setOption(StandardSocketOptions.SO_SNDBUF, BUFFER_LENGTH);
    return channel;
  }

  /** A socket that datagrams come in at. */
  private interface Side {
    /** Takes one datagram, if there is one, and lets it go where it is to go, or not. */
    boolean forward() throws IOException;
  }

  /** Where datagrams come to that go to the other host. */
  private final class Door implements Side {
    private final int number;
    private final DatagramChannel channel;
    private final InetSocketAddress target;
    private final Map<SocketAddress, DatagramChannel> ways = new HashMap<>();

    Door(int number, DatagramChannel channel, InetSocketAddress target) {
      this.number = number;
      this.channel = channel;
      this.target = target;
    }

    @Override
    public boolean forward() throws IOException {
      datagram.clear();
      SocketAddress from = channel.receive(datagram);
      if (from == null) {
        return false;
      }
      DatagramChannel way = ways.get(from);
      if (way == null) {
        way = channel().connect(target);
        ways.put(from, way);
        way.register(selector, SelectionKey.OP_READ, new Answers(number, way, channel, from));
      }
      if (!isLost(number, Way.THERE)) {
        way.write(datagram.flip());
      }
      return true;
    }
  }

  /** Where the other host's answers come to, for one who sent. */
  private final class Answers implements Side {
    private final int number;
    private final DatagramChannel way;
    private final DatagramChannel door;
    private final SocketAddress to;

    Answers(int number, DatagramChannel way, DatagramChannel door, SocketAddress to) {
      this.number = number;
      this.way = way;
      this.door = door;
      this.to = to;
    }

    @Override
    public boolean forward() throws IOException {
      datagram.clear();
      if (way.receive(datagram) == null) {
        return false;
      }
      if (!isLost(number, Way.BACK)) {
        door.send(datagram.flip(), to);
      }
      return true;
    }
  }
}
