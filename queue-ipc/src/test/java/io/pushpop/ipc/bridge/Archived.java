package io.pushpop.ipc.bridge;

import io.aeron.archive.Archive;
import io.aeron.archive.ArchiveThreadingMode;
import io.aeron.archive.client.AeronArchive;
import io.aeron.driver.status.PublisherPos;
import io.aeron.driver.status.StreamCounter;
import io.pushpop.ipc.QueueFile;
import io.pushpop.queue.Geometry;
import io.pushpop.queue.Pop;
import io.pushpop.queue.Push;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.agrona.CloseHelper;
import org.agrona.concurrent.status.CountersReader;

/** Two rings and an archive between them, which works only while it is let. */
final class Archived implements AutoCloseable {
  static final int SEGMENT_LENGTH = 1 << 22;

  final Crossing crossing;
  final List<String> heard = new ArrayList<>();
  final List<Throwable> errors = new ArrayList<>();
  String control = "aeron:ipc";
  long lowStorage = SEGMENT_LENGTH;
  long pingNanos = TimeUnit.SECONDS.toNanos(1);
  ArchiveSender sender;
  ArchiveReceiver receiver;
  private Path folder;
  private int folders;
  private Pop pop;
  private Push push;
  private Archive archive;
  private Thread worker;
  private volatile boolean isHosted;
  private final ReentrantLock letting = new ReentrantLock();

  Archived(Path folder, Geometry of, Geometry into) throws IOException {
    crossing = new Crossing(folder, of, into);
    this.folder = folder.resolve("archive");
    boolean done = false;
    try {
      host();
      done = true;
    } finally {
      if (!done) {
        crossing.close();
      }
    }
  }

  /** Runs the archive. */
  void host() {
    archive =
        Archive.launch(
            new Archive.Context()
                .aeronDirectoryName(crossing.driver.aeronDirectoryName())
                .archiveDirectoryName(folder.toString())
                .archiveClientContext(
                    new AeronArchive.Context()
                        .controlResponseChannel("aeron:udp?endpoint=localhost:0"))
                .replicationChannel("aeron:udp?endpoint=localhost:0")
                .controlChannelEnabled(false)
                .recordingEventsEnabled(false)
                .segmentFileLength(SEGMENT_LENGTH)
                .lowStorageSpaceThreshold(lowStorage)
                .sessionLivenessCheckIntervalNs(pingNanos)
                .recordChecksum(new RecordChecksum())
                .threadingMode(ArchiveThreadingMode.INVOKER)
                .errorHandler(errors::add));
    isHosted = true;
    worker = new Thread(this::work);
    worker.start();
  }

  /** Ends the archive. */
  void unhost() {
    isHosted = false;
    if (letting.isHeldByCurrentThread()) {
      unstall();
    }
    try {
      worker.join();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    CloseHelper.closeAll(archive);
  }

  /** Takes from here on what an archive has left in its folder that is killed now. */
  void killArchive() throws IOException {
    Path left = folder.resolveSibling("archive" + ++folders);
    Files.createDirectory(left);
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        if (!file.getFileName().toString().equals("archive-mark.dat")) {
          Files.copy(file, left.resolve(file.getFileName()));
        }
      }
    }
    unhost();
    folder = left;
    host();
  }

  /** Has the archive stand still. */
  void stall() {
    letting.lock();
  }

  /** Has it go on. */
  void unstall() {
    letting.unlock();
  }

  private void work() {
    while (isHosted) {
      letting.lock();
      try {
        if (isHosted && archive.invoker().invoke() == 0) {
          LockSupport.parkNanos(10_000);
        }
      } finally {
        letting.unlock();
      }
    }
  }

  ArchiveOptions options() {
    return ArchiveOptions.of(control, Crossing.STREAM)
        .withListener(
            new BridgeListener() {
              @Override
              public void onConnected(String peer, long position) {
                heard.add("connected at " + position);
              }

              @Override
              public void onDisconnected(String peer) {
                heard.add("disconnected");
              }

              @Override
              public void onWaiting(String sentence) {
                heard.add("waiting: " + sentence);
              }
            });
  }

  /** Begins to send, or begins anew as after a crash. */
  void send() {
    send(crossing.source);
  }

  /** The same, from another ring. */
  void send(QueueFile source) {
    stopSending();
    pop = source.pop();
    long deadline = System.nanoTime() + Crossing.PATIENCE_NANOS;
    while (sender == null) {
      try {
        sender = new ArchiveSender(crossing.aeron, source, pop, options());
      } catch (BridgeDisconnectedException predecessor) {
        // The archive hears of its end by and by.
        if (!predecessor.getMessage().contains("predecessor") || System.nanoTime() > deadline) {
          throw predecessor;
        }
        Thread.yield();
      }
    }
  }

  void stopSending() {
    CloseHelper.closeAll(sender, pop);
    sender = null;
    pop = null;
  }

  /** Begins to receive, or begins anew as after a crash. */
  void receive() {
    stopReceiving();
    push = crossing.target.push();
    receiver =
        new ArchiveReceiver(
            crossing.aeron, crossing.target, push, options().withChannel(crossing.channel));
  }

  void stopReceiving() {
    CloseHelper.closeAll(receiver, push);
    receiver = null;
    push = null;
  }

  /** Lets both sides work until something is so. */
  void until(BooleanSupplier isSo) {
    Crossing.until(isSo, sender, receiver);
  }

  /** A client of the archive. */
  AeronArchive client() {
    return AeronArchive.connect(options().archive(crossing.aeron));
  }

  /** How many clients there are to whom the archive has said more bytes than this. */
  int answersBeyond(long bytes) {
    int[] clients = new int[1];
    CountersReader counters = crossing.aeron.countersReader();
    counters.forEach(
        (id, type, key, label) -> {
          if (type == PublisherPos.PUBLISHER_POS_TYPE_ID
              && key.getInt(StreamCounter.STREAM_ID_OFFSET)
                  == AeronArchive.Configuration.controlResponseStreamId()
              && counters.getCounterValue(id) > bytes) {
            clients[0]++;
          }
        });
    return clients[0];
  }

  Recording recording() {
    try (AeronArchive client = client()) {
      return Recording.find(client, Crossing.STREAM);
    }
  }

  @Override
  public void close() {
    stopSending();
    stopReceiving();
    unhost();
    crossing.close();
  }
}
