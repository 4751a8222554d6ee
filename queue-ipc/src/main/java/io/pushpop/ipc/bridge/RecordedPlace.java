package io.pushpop.ipc.bridge;

import io.aeron.Aeron;
import io.aeron.Image;
import io.aeron.archive.client.AeronArchive;
import io.aeron.exceptions.TimeoutException;
import io.aeron.logbuffer.ControlledFragmentHandler.Action;
import io.aeron.logbuffer.FrameDescriptor;
import io.aeron.logbuffer.Header;
import org.agrona.DirectBuffer;

/**
 * Finds from where a recording must be replayed for a target that is full up to a position of the
 * source ring. Frames can be found at the starts of terms only, so those are halved again and again
 * for the last one whose first element is in the target.
 *
 * <p>Whichever term begins with an element that the target has, everything that it lacks comes
 * behind it, in order: a sender goes on with an element that is recorded already, or with the one
 * behind. So a replay from there is right even where positions of the ring go back, since a sender
 * has sent again what it did not know to be recorded; a term further back would be right too, only
 * slower.
 */
final class RecordedPlace {
  private static final int FRAGMENTS_PER_TURN = 16;
  private static final long NO_ELEMENT = Long.MAX_VALUE;

  private final Aeron aeron;
  private final AeronArchive archive;
  private final ArchiveOptions options;
  private final Recording recording;

  private long found;

  RecordedPlace(Aeron aeron, AeronArchive archive, ArchiveOptions options, Recording recording) {
    this.aeron = aeron;
    this.archive = archive;
    this.options = options;
    this.recording = recording;
  }

  /**
   * The place; waits for the archive.
   *
   * @param limit position up to which the stream is recorded
   * @param mark position of the source ring up to which all is in the target
   * @return position in the stream: the start of a term, or of the recording
   */
  long find(long limit, long mark) {
    long low = recording.start() / recording.termLength(); // its start, or the start of a term
    long high = (limit - 1) / recording.termLength() + 1;
    while (high - low > 1) {
      long middle = low + (high - low) / 2;
      if (firstElement(middle * recording.termLength(), limit) - mark <= 0) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return Math.max(recording.start(), low * recording.termLength());
  }

  /** Where in the source ring the first element ends that begins in a term. */
  private long firstElement(long term, long limit) {
    found = NO_ELEMENT;
    long length = Math.min(recording.termLength(), limit - term);
    Replay replay =
        new Replay(
            aeron, archive, recording.id(), term, length, options.channel(), options.stream());
    try {
      while (found == NO_ELEMENT && !replay.isOver()) {
        poll(replay.image());
      }
      if (replay.image() == null) {
        throw new TimeoutException(
            "the archive was asked for a replay, and nothing came: channel=" + options.channel());
      }
    } finally {
      replay.stop();
    }
    return found;
  }

  private void poll(Image image) {
    if (image == null || image.controlledPoll(this::onFrame, FRAGMENTS_PER_TURN) == 0) {
      Thread.yield();
    }
  }

  private Action onFrame(DirectBuffer buffer, int offset, int length, Header header) {
    boolean begins =
        (header.flags() & FrameDescriptor.BEGIN_FRAG_FLAG) == FrameDescriptor.BEGIN_FRAG_FLAG;
    if (begins && BridgeProtocol.isElements(header.reservedValue())) {
      found = BridgeProtocol.behindFirst(header.reservedValue());
      return Action.BREAK;
    }
    return Action.CONTINUE;
  }
}
