package io.pushpop.ipc.bridge;

import io.aeron.Aeron;
import io.aeron.ExclusivePublication;
import io.aeron.archive.client.AeronArchive;
import io.aeron.archive.codecs.SourceLocation;
import io.aeron.archive.status.RecordingPos;
import io.pushpop.ipc.QueueFile;
import io.pushpop.ipc.bridge.BridgeProtocol.Hello;
import io.pushpop.queue.Pop;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.agrona.CloseHelper;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.status.CountersReader;

/**
 * Drains a ring into a recording of Aeron Archive, from which any number of {@link ArchiveReceiver}
 * fill theirs, now or later. An element leaves the ring when the archive has written it to its
 * file, so whoever dies, it is in one of the two. A successor goes on with the same recording.
 *
 * <p>While the archive does not record, the ring fills, and its producer finds it full; receivers
 * are not waited for.
 *
 * <p>An {@link Agent}: {@link #doWork} never waits, and whoever calls it decides how to idle. One
 * thread at a time uses this and the pop end. The pop end, the file and the Aeron client are the
 * caller's, who closes them after this; the file stays open meanwhile.
 *
 * <p>The user word of the pop end is the bridge's: it says which ring this is, for good.
 */
public final class ArchiveSender implements Agent, AutoCloseable {
  private static final int ELEMENTS_PER_TURN = 256;

  private static final long LOOKING_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  private final QueueFile file;
  private final Pop pop;
  private final SourceCursor cursor;
  private final SourceRing ring;
  private final int longest;

  private final AeronArchive archive;
  private final ElementStream stream;
  private final StreamEnd end;
  private final CountersReader counters;
  private final int recordedCounter;
  private final long recording;

  private long hello = BridgeProtocol.NO_HELLO;

  /** Where that ends in Aeron's stream. */
  private long helloEnd;

  /** What the archive complained of last, or null. */
  private String complaint;

  /**
   * Once the archive has recorded the stream up to here, the ring is popped up to {@link
   * #awaitedInRing}. One such pair is enough: the next is taken when this one is reached.
   */
  private long awaitedInStream;

  private long awaitedInRing;

  private volatile boolean ended;
  private long sent;

  /**
   * A sender; the archive records when this returns. Waits for the archive's answers, as long as
   * Aeron's message timeout each.
   *
   * @param aeron a client of the driver that the archive uses; stays the caller's
   * @param file the ring file of the pop end; stays the caller's
   * @param pop the end to drain; stays the caller's, who uses it no more until this is closed
   * @param options which archive, and which stream of it
   * @throws BridgeRefusedException if the stream is recorded for another ring, or the ring has
   *     longer elements than Aeron carries
   * @throws BridgeDisconnectedException if the recording cannot be gone on with now
   * @throws io.aeron.exceptions.AeronException if the archive does not answer or cannot record
   */
  public ArchiveSender(Aeron aeron, QueueFile file, Pop pop, ArchiveOptions options) {
    this.file = file;
    this.pop = pop;
    this.cursor = new SourceCursor(pop);
    this.longest = SourceRing.longest(file, options.longest());
    this.ring = new SourceRing(pop);
    this.counters = aeron.countersReader();
    this.archive = AeronArchive.connect(options.archive(aeron));
    ElementStream made = null;
    boolean done = false;
    try {
      Recording known = Recording.find(archive, options.stream());
      requireFree(known, options.stream());
      String channel =
          known == null ? Recording.newChannel(ring.id(), longest) : known.extendingChannel();
      ExclusivePublication publication = aeron.addExclusivePublication(channel, options.stream());
      made = new ElementStream(publication, cursor, longest);
      record(known, publication);
      this.stream = made;
      this.end = new StreamEnd(pop, cursor, made);
      this.recordedCounter = awaitRecording(publication.sessionId());
      this.recording = RecordingPos.getRecordingId(counters, recordedCounter);
      requireFirst(options.stream());
      this.awaitedInStream = publication.position();
      this.awaitedInRing = cursor.position();
      done = true;
    } finally {
      if (!done) {
        CloseHelper.closeAll(made, archive);
      }
    }
    options.listener().onConnected("recording " + recording, pop.position());
  }

  /**
   * Pops what is recorded, and sends what there is, as far as it may.
   *
   * @return how much was done; 0 if there was nothing to do
   * @throws BridgeRefusedException if an element is too long
   * @throws BridgeDisconnectedException if the archive records no more, or Aeron carries no further
   * @throws io.pushpop.queue.CorruptQueueException if what lies in the ring is no element
   */
  @Override
  public int doWork() {
    stream.requireOpen();
    hearArchive();
    long recordedInStream = counters.getCounterValue(recordedCounter);
    if (!RecordingPos.isActive(counters, recordedCounter, recording)) {
      throw stopped(); // and the value may be that of somebody else
    }
    int work = popRecorded(recordedInStream);
    if (hello == BridgeProtocol.NO_HELLO || stream.isInLaterTermThan(helloEnd)) {
      return work + sayHello();
    }
    int count = stream.send(ELEMENTS_PER_TURN);
    if (count > 0) {
      sent += count;
      end.forget();
      ended = false;
      return work + count;
    }
    work += end.say(hello, System.nanoTime());
    ended = end.isSaid() && recordedInStream - end.behind() >= 0;
    return work;
  }

  @Override
  public String roleName() {
    return "archive-sender";
  }

  /**
   * Whether the push end was closed, and all that it pushed, and that no more comes, is recorded.
   * False again when another producer pushes. May be asked by any thread.
   *
   * @return true if so
   */
  public boolean isEnded() {
    return ended;
  }

  /**
   * How many elements were sent to the archive by this. For the thread that runs this.
   *
   * @return the count
   */
  public long sent() {
    return sent;
  }

  /** Closes the stream; the recording ends there. What is not popped stays in the ring. */
  @Override
  public void close() {
    CloseHelper.closeAll(stream, archive);
  }

  @Override
  public void onClose() {
    close();
  }

  private void requireFree(Recording known, int streamId) {
    if (known == null) {
      return;
    }
    if (known.ring() != ring.id()) {
      throw new BridgeRefusedException(
          "the archive has recorded another ring on this stream: stream="
              + streamId
              + ", recording="
              + known.id()
              + ", ring recorded=0x"
              + Long.toHexString(known.ring())
              + ", this ring=0x"
              + Long.toHexString(ring.id())
              + "; take another stream, or another archive");
    }
    if (known.isOpen()) {
      throw new BridgeDisconnectedException(
          "the archive still records for a predecessor that did not end: recording="
              + known.id()
              + "; Aeron notices that it is dead after its client liveness timeout");
    }
  }

  /** Two who found nothing, and both began. */
  private void requireFirst(int streamId) {
    Recording first = Recording.find(archive, streamId);
    if (first == null || first.id() != recording) {
      throw new BridgeDisconnectedException(
          "another sender began to record on this stream at the same time: stream="
              + streamId
              + ", recording="
              + recording
              + "; make a new bridge, which will find what the other one has recorded");
    }
  }

  private void record(Recording known, ExclusivePublication publication) {
    String channel = Recording.recordedChannel(ring.id(), publication.sessionId());
    int streamId = publication.streamId();
    if (known == null) {
      archive.startRecording(channel, streamId, SourceLocation.LOCAL, true);
    } else {
      archive.extendRecording(known.id(), channel, streamId, SourceLocation.LOCAL, true);
    }
  }

  /** The archive has a counter for each recording, once it is at work. */
  private int awaitRecording(int session) {
    long deadline = System.nanoTime() + archive.context().messageTimeoutNs();
    while (true) {
      int counter = RecordingPos.findCounterIdBySession(counters, session, archive.archiveId());
      if (counter != CountersReader.NULL_COUNTER_ID) {
        return counter;
      }
      hearArchive();
      if (complaint != null
          || System.nanoTime() - deadline > 0
          || Thread.currentThread().isInterrupted()) {
        throw new BridgeDisconnectedException(
            "the archive does not record: " + (complaint == null ? "no answer" : complaint));
      }
      LockSupport.parkNanos(LOOKING_NANOS);
    }
  }

  private BridgeDisconnectedException stopped() {
    hearArchive();
    return new BridgeDisconnectedException(
        "the archive has stopped recording: recording="
            + recording
            + (complaint == null ? "" : ", it says: " + complaint)
            + "; what is not recorded stays in the ring: see that the archive runs and its folder has"
            + " room, and make a new bridge, which goes on with the recording");
  }

  private void hearArchive() {
    String said = Unasked.hear(archive);
    if (said != null) {
      complaint = said;
    }
  }

  private int popRecorded(long recordedInStream) {
    if (recordedInStream - awaitedInStream < 0) {
      return 0;
    }
    int work = awaitedInRing == pop.position() ? 0 : 1;
    cursor.popTo(awaitedInRing);
    awaitedInStream = stream.position(); // if that was closed just now, nobody asks again
    awaitedInRing = cursor.position();
    return work;
  }

  /** Again in each term, so that a new target can begin with what was not purged. */
  private int sayHello() {
    Hello next = ring.nextHello(pop, file, longest);
    long result = stream.sayHello(next);
    if (result <= 0) {
      return 0;
    }
    ring.helloSaid();
    hello = next.number();
    helloEnd = result;
    return 1;
  }
}
