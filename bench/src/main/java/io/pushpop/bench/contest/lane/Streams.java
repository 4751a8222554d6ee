package io.pushpop.bench.contest.lane;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.FileChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;

/**
 * Opens one side of a stream. The receiver of a socket listens, then shows the lane's path, by
 * which the sender knows that it may connect. Both sides of a socket poll, as those of a ring do.
 */
final class Streams {
  private Streams() {}

  /** A stream socket with a path. */
  static Lane unixSocket(LaneSpec spec) throws IOException {
    if (spec.sending()) {
      awaitPath(spec.path());
      return polling(SocketChannel.open(UnixDomainSocketAddress.of(spec.path())), spec);
    }
    Path early = early(spec.path());
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(early));
      show(early, spec.path());
      return polling(server.accept(), spec);
    }
  }

  /** A TCP socket on the loopback interface, without Nagle's delay; the path holds the port. */
  static Lane tcpSocket(LaneSpec spec) throws IOException {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    if (spec.sending()) {
      awaitPath(spec.path());
      int port = Integer.parseInt(Files.readString(spec.path()));
      return polling(withoutDelay(SocketChannel.open(new InetSocketAddress(loopback, port))), spec);
    }
    try (ServerSocketChannel server = ServerSocketChannel.open()) {
      server.bind(new InetSocketAddress(loopback, 0));
      int port = ((InetSocketAddress) server.getLocalAddress()).getPort();
      show(Files.writeString(early(spec.path()), Integer.toString(port)), spec.path());
      return polling(withoutDelay(server.accept()), spec);
    }
  }

  /** A pipe with a path. Both sides block in it: a file channel knows no other way. */
  static Lane namedPipe(LaneSpec spec) throws IOException {
    makePipe(spec.path());
    StandardOpenOption way = spec.sending() ? StandardOpenOption.WRITE : StandardOpenOption.READ;
    return new StreamLane(FileChannel.open(spec.path(), way), spec.payload());
  }

  private static Lane polling(SocketChannel channel, LaneSpec spec) throws IOException {
    channel.configureBlocking(false);
    return new StreamLane(channel, spec.payload());
  }

  private static SocketChannel withoutDelay(SocketChannel channel) throws IOException {
    return channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
  }

  private static Path early(Path path) {
    return path.resolveSibling(path.getFileName() + ".early");
  }

  private static void show(Path early, Path path) throws IOException {
    Files.move(early, path, StandardCopyOption.ATOMIC_MOVE);
  }

  private static void awaitPath(Path path) throws IOException {
    try {
      while (Files.notExists(path)) {
        TimeUnit.MILLISECONDS.sleep(1); // the other JVM is still starting
      }
    } catch (InterruptedException e) {
      throw new IOException("interrupted while it waited for " + path, e);
    }
  }

  /** Makes the pipe, unless the other side has or does at this moment. */
  private static void makePipe(Path path) throws IOException {
    try {
      new ProcessBuilder("mkfifo", "-m", "600", path.toString())
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
    } catch (InterruptedException e) {
      throw new IOException("interrupted while it made " + path, e);
    }
    if (Files.notExists(path)) {
      throw new IOException("mkfifo made no " + path);
    }
  }
}
