package io.pushpop.ipc.bridge;

import io.aeron.Aeron;
import io.aeron.ControlledFragmentAssembler;
import io.aeron.ErrorCode;
import io.aeron.Image;
import io.aeron.archive.client.AeronArchive;
import io.aeron.archive.client.ArchiveException;
import io.aeron.exceptions.AeronException;
import io.aeron.exceptions.RegistrationException;
import io.aeron.exceptions.TimeoutException;
import io.aeron.logbuffer.ControlledFragmentHandler;
import io.aeron.logbuffer.ControlledFragmentHandler.Action;
import io.aeron.logbuffer.FrameDescriptor;
import io.aeron.logbuffer.Header;
import io.pushpop.ipc.QueueFile;
import io.pushpop.ipc.bridge.BridgeProtocol.Hello;
import io.pushpop.queue.Push;
import java.util.concurrent.TimeUnit;
import org.agrona.CloseHelper;
import org.agrona.DirectBuffer;
import org.agrona.LangUtil;

/**
 * Fills a ring from a recording that an {@link ArchiveSender} makes: every element of the source
 * ring, once, in order, from where the target left off, whoever is killed and restarted in between
 * and however long that takes. What that takes is kept in the target ring: of the push end the user
 * word says which ring it is filled from, and the mark up to which position of that ring all has
 * arrived.
 *
 * <p>Everything comes from the recording, also what was pushed a moment ago: the archive sends what
 * it has recorded, and goes on sending as it records. So no receiver ever has what the archive has
 * not, and a receiver that is slow, or away, holds up nobody.
 *
 * <p>While there is no archive, no recording, or nothing more in one that has stopped, it tries
 * again. Each try asks the archive, and waits for the answers, as long as Aeron's message timeout
 * each; otherwise {@link #doWork} never waits. One thread at a time uses this and the push end. The
 * push end, the file and the Aeron client are the caller's, who closes them after this; others may
 * push into the target before and after, not meanwhile.
 */
public final class ArchiveReceiver implements ReceivingSide {
  private static final int FRAGMENTS_PER_TURN = 256;
  private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
  private static final long UNKNOWN = -1;

  private final Aeron aeron;
  private final Push push;
  private final Admission admission;
  private final TargetRing target;
  private final ArchiveOptions options;
  private final ControlledFragmentAssembler assembler =
      new ControlledFragmentAssembler(this::onElements);
  private final ControlledFragmentHandler onFrame = this::onFrame;

  private AeronArchive.AsyncConnect connecting;
  private AeronArchive archive;
  private Recording recording;
  private Replay replay;
  private Image image;

  /** Behind the last message of the recording that was dealt with, or {@link #UNKNOWN}. */
  private long place = UNKNOWN;

  /** Whether elements of this recording may come in. */
  private boolean admitted;

  /** The furthest position of the source ring that was seen in the recording. */
  private long seen;

  private volatile boolean ended;
  private long nextTry;
  private String waitsFor = "";

  /** What was thrown while Aeron called, which would swallow it. */
  private Throwable failure;

  /**
   * A receiver.
   *
   * @param aeron a client; stays the caller's
   * @param file the ring file of the push end; stays the caller's
   * @param push the end to fill, which must not drop or conflate; stays the caller's, who uses it
   *     no more until this is closed
   * @param options which archive, which stream of it, and where this one listens
   * @throws IllegalArgumentException if the push end loses elements while the ring is full, or the
   *     options do not say where to listen
   */
  public ArchiveReceiver(Aeron aeron, QueueFile file, Push push, ArchiveOptions options) {
    TargetRing.requireLossless(push);
    if (options.channel() == null) {
      throw new IllegalArgumentException(
          "an archive must know where to send to: channel=null; name one (withChannel)");
    }
    this.aeron = aeron;
    this.push = push;
    this.admission = new Admission(file, push);
    this.target = new TargetRing(push);
    this.options = options;
    this.nextTry = System.nanoTime();
  }

  /**
   * Pushes what has come, as far as there is room; without a stream, asks the archive for one.
   *
   * @return how much was done; 0 if there was nothing to do
   * @throws BridgeRefusedException if the recording and the target do not belong together
   * @throws BridgeDisconnectedException if the Aeron client is closed
   * @throws io.aeron.exceptions.AeronException if the driver refuses the channel for good
   */
  @Override
  public int doWork() {
    if (aeron.isClosed()) {
      throw AeronStreams.closed(options.channel(), options.stream());
    }
    if (replay == null) {
      return begin(System.nanoTime());
    }
    String complaint = Unasked.hear(archive);
    if (complaint != null) {
      waitFor("the archive says: " + complaint);
    }
    if (image == null) {
      return awaitImage();
    }
    int work = image.controlledPoll(onFrame, FRAGMENTS_PER_TURN);
    if (failure != null) {
      Throwable thrown = failure;
      failure = null;
      LangUtil.rethrowUnchecked(thrown);
    }
    if (work == 0 && replay.isOver()) {
      endReplay();
    }
    return work;
  }

  @Override
  public String roleName() {
    return "archive-receiver";
  }

  @Override
  public boolean isEnded() {
    return ended;
  }

  @Override
  public boolean isConnected() {
    return image != null;
  }

  @Override
  public long received() {
    return target.received();
  }

  @Override
  public long repeats() {
    return target.repeats();
  }

  /** Closes the streams. The archive keeps what has not arrived, for the next receiver. */
  @Override
  public void close() {
    CloseHelper.closeAll(replay, connecting, archive);
    replay = null;
    connecting = null;
    archive = null;
  }

  private int begin(long now) {
    if (now - nextTry < 0) {
      return 0;
    }
    try {
      if (archive == null) {
        if (connecting == null) {
          connecting = AeronArchive.asyncConnect(options.archive(aeron));
        }
        archive = connecting.poll();
        if (archive == null) {
          return 0;
        }
        connecting = null;
      }
      nextTry = now + RETRY_NANOS;
      return replayRest() ? 1 : 0;
    } catch (RegistrationException refusal) {
      if (refusal.errorCode() == ErrorCode.INVALID_CHANNEL) {
        throw refusal;
      }
      disconnect(refusal);
    } catch (ArchiveException refusal) {
      if (refusal.errorCode() == ArchiveException.INVALID_POSITION) {
        place = UNKNOWN; // a recording that lost its end, and has grown another
        admitted = false;
      } else {
        disconnect(refusal);
      }
    } catch (AeronException failure) {
      disconnect(failure);
    }
    return 0;
  }

  /** Asks for what is not here; false if there is nothing. */
  private boolean replayRest() {
    Recording found = Recording.find(archive, options.stream());
    if (found == null) {
      waitFor("the archive has no recording of this stream: stream=" + options.stream());
      return false;
    }
    String stranger = admission.refusalOfRing(found.ring(), admitted);
    if (stranger != null) {
      throw new BridgeRefusedException(stranger);
    }
    long limit = found.isOpen() ? archive.getMaxRecordedPosition(found.id()) : found.stop();
    if (limit <= found.start()) {
      waitFor("nothing is recorded yet: recording=" + found.id());
      return false;
    }
    if (!found.isSame(recording) || place > limit) {
      place = UNKNOWN;
      admitted = false;
    }
    if (place == limit && !found.isOpen()) {
      waitFor("the recording has stopped, and all of it is here: recording=" + found.id());
      return false;
    }
    if (place == UNKNOWN) {
      recording = found;
      seen = 0;
      place = push.mark() == 0 ? found.start() : placeOf(found, limit);
    }
    replay =
        new Replay(
            aeron,
            archive,
            found.id(),
            place,
            AeronArchive.REPLAY_ALL_AND_FOLLOW,
            options.channel(),
            options.stream());
    waitsFor = "";
    return true;
  }

  private long placeOf(Recording found, long limit) {
    return new RecordedPlace(aeron, archive, options, found).find(limit, push.mark());
  }

  private int awaitImage() {
    image = replay.image();
    if (image != null) {
      options.listener().onConnected(image.sourceIdentity(), push.mark());
      return 1;
    }
    if (replay.isOver() || !archive.controlResponsePoller().subscription().isConnected()) {
      waitFor("the archive was asked for a replay, and nothing came: channel=" + options.channel());
      endReplay();
    }
    return 0;
  }

  /** The next one begins behind what was dealt with. */
  private void endReplay() {
    Image lost = image;
    replay.close();
    replay = null;
    image = null;
    assembler.clear();
    target.forget();
    if (lost != null) {
      options.listener().onDisconnected(lost.sourceIdentity());
    }
  }

  private void disconnect(AeronException reason) {
    CloseHelper.quietCloseAll(connecting, archive);
    connecting = null;
    archive = null;
    nextTry = System.nanoTime() + RETRY_NANOS;
    waitFor(
        reason instanceof TimeoutException
            ? "the archive does not answer: control=" + options.control()
            : "the archive refuses: " + withoutNumbers(reason.getMessage()));
  }

  /** Aeron's sentence, without the number of the request, which is another each time. */
  private static String withoutNumbers(String message) {
    int begin = message.indexOf(", error: ");
    return begin < 0 ? message : message.substring(begin + ", error: ".length());
  }

  private void waitFor(String reason) {
    if (!reason.equals(waitsFor)) {
      waitsFor = reason;
      options.listener().onWaiting(reason);
    }
  }

  private Action onFrame(DirectBuffer buffer, int offset, int length, Header header) {
    try {
      Action action = onMessage(buffer, offset, length, header);
      boolean ends =
          (header.flags() & FrameDescriptor.END_FRAG_FLAG) == FrameDescriptor.END_FRAG_FLAG;
      if (ends && action != Action.ABORT) {
        place = header.position();
      }
      return action;
    } catch (RuntimeException | Error thrown) {
      return fail(thrown);
    }
  }

  private Action onMessage(DirectBuffer buffer, int offset, int length, Header header) {
    long value = header.reservedValue();
    if (value == BridgeProtocol.HELLO) {
      ended = false;
      onHello(buffer, offset, length);
      return Action.CONTINUE;
    }
    if (value == BridgeProtocol.END) {
      ended = true;
      return Action.CONTINUE;
    }
    return assembler.onFragment(buffer, offset, length, header);
  }

  /** Leaves the frame where it is, so that nothing is passed over; {@link #doWork} throws. */
  private Action fail(Throwable thrown) {
    failure = thrown;
    return Action.ABORT;
  }

  private void onHello(DirectBuffer buffer, int offset, int length) {
    if (!BridgeProtocol.isHello(buffer, offset, length)) {
      return;
    }
    Hello said = BridgeProtocol.readHello(buffer, offset, length);
    if (said == null) {
      throw new BridgeRefusedException(
          Admission.otherVersion(BridgeProtocol.version(buffer, offset)));
    }
    long position = admitted ? target.position() : push.mark();
    String reason = admission.refusalOfRecorded(said, admitted, position, seen);
    if (reason != null) {
      throw new BridgeRefusedException(reason);
    }
    if (!admitted) {
      admit(admission.admit(said));
    }
  }

  private void admit(long position) {
    admitted = true;
    target.goOnAt(position);
  }

  private Action onElements(DirectBuffer buffer, int offset, int length, Header header) {
    try {
      if (ended) {
        ended = false; // also while there is no room for it
      }
      long value = header.reservedValue();
      if (!admitted) {
        if (push.mark() == 0) {
          return Action.CONTINUE; // the beginning was purged: a new target begins at a hello
        }
        long behind = BridgeProtocol.behindFirst(value);
        if (behind - push.mark() > 0) {
          throw new BridgeRefusedException(Admission.missing("before " + behind, push.mark()));
        }
        admit(push.mark());
      }
      if (!target.take(buffer, offset, length, value)) {
        return Action.ABORT; // it comes again, and what is behind it waits
      }
      seen = Math.max(seen, target.came());
    } catch (RuntimeException | Error thrown) {
      return fail(thrown); // here, or the assembler would not know that the frame comes again
    }
    return Action.CONTINUE;
  }
}
