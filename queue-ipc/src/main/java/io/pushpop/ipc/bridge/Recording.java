package io.pushpop.ipc.bridge;

import io.aeron.ChannelUri;
import io.aeron.ChannelUriStringBuilder;
import io.aeron.archive.client.AeronArchive;
import io.aeron.archive.client.RecordingDescriptorConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an archive knows of the recording of a ring. Its channel carries the id of the ring as its
 * alias, so that nobody has to read elements to find it.
 *
 * @param id of the recording
 * @param began when it began, in milliseconds; with the id it tells one recording from any other
 * @param start position in Aeron's stream of its first byte
 * @param stop position behind its last byte, or {@link AeronArchive#NULL_POSITION} while it goes on
 * @param initialTermId of the stream
 * @param termLength of the stream, in bytes
 * @param mtu of the stream, in bytes
 * @param ring id of the source ring
 */
record Recording(
    long id,
    long began,
    long start,
    long stop,
    int initialTermId,
    int termLength,
    int mtu,
    long ring) {
  private static final String ALIAS = "pushpop-";
  private static final int HEX = 16;

  /** The archive looks for a part of a channel, and finds others' aliases too. */
  private static final Pattern OURS = Pattern.compile(ALIAS + "(\\p{XDigit}{1,16})");

  /** Terms are short, since a receiver that comes back reads half of one again on the average. */
  private static final int MIN_TERM_LENGTH = 1 << 22;

  /** The longest message of Aeron's is an eighth of a term. */
  private static final int MESSAGES_PER_TERM = 8;

  private static final int MAX_TERM_LENGTH = 1 << 27;

  /** The recording of a stream that began first, or null. */
  static Recording find(AeronArchive archive, int stream) {
    Recording[] found = new Recording[1];
    RecordingDescriptorConsumer take =
        (session,
            correlation,
            id,
            began,
            stopped,
            start,
            stop,
            initialTermId,
            segmentLength,
            termLength,
            mtu,
            sessionOfStream,
            streamId,
            stripped,
            channel,
            identity) -> {
          Matcher alias = OURS.matcher(aliasOf(channel));
          if (found[0] == null && alias.matches()) {
            long ring = Long.parseUnsignedLong(alias.group(1), HEX);
            found[0] = new Recording(id, began, start, stop, initialTermId, termLength, mtu, ring);
          }
        };
    archive.listRecordingsForUri(0, Integer.MAX_VALUE, "alias=" + ALIAS, stream, take);
    return found[0];
  }

  /** The channel of a stream that is to be recorded for the first time. */
  static String newChannel(long ring, int longest) {
    long needed = Math.max(MIN_TERM_LENGTH, (long) longest * MESSAGES_PER_TERM);
    int termLength = (int) Math.min(Long.highestOneBit(needed - 1) << 1, MAX_TERM_LENGTH);
    return channel(ring).termLength(termLength).build();
  }

  /** The channel of a stream that goes on where the recording has stopped. */
  String extendingChannel() {
    return channel(ring).mtu(mtu).initialPosition(stop, initialTermId, termLength).build();
  }

  /** The channel to record of a publication. */
  static String recordedChannel(long ring, int session) {
    return channel(ring).sessionId(session).build();
  }

  boolean isSame(Recording other) {
    return other != null && id == other.id && began == other.began && ring == other.ring;
  }

  boolean isOpen() {
    return stop == AeronArchive.NULL_POSITION;
  }

  private static ChannelUriStringBuilder channel(long ring) {
    return new ChannelUriStringBuilder().media("ipc").alias(ALIAS + Long.toHexString(ring));
  }

  private static String aliasOf(String channel) {
    return ChannelUri.parse(channel).get("alias", "");
  }
}
