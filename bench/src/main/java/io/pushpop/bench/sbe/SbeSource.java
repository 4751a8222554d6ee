package io.pushpop.bench.sbe;

import io.pushpop.bench.itch.Decoder;
import io.pushpop.bench.itch.MessageCounts;
import io.pushpop.bench.itch.MessageSource;
import io.pushpop.bench.itch.MessageType;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Messages of ITCH in the words of the schema. What the schema has no message for (system events,
 * the directory of stocks, unknown types: nothing that changes a book) is kept back and counted.
 *
 * <p>What is not carried over: the tracking number of each message, and the reference of a trade,
 * which is 0 since 2014. For one thread. Allocates nothing once it runs.
 */
public final class SbeSource implements MessageSource {
  private static final int NOT_LOCATED = -2;

  private final MessageSource itch;
  private final long limit;
  private final MessageCounts keptBack;
  private final MessageCounts counts = new MessageCounts();
  private final Normaliser normaliser = new Normaliser();
  private final UnsafeBuffer message = new UnsafeBuffer(new byte[1 << Character.SIZE]);
  private long taken;
  private MessageType pendingType;
  private long pendingNanos;
  private int pendingLength = NOT_LOCATED;

  /**
   * A source before its first message.
   *
   * @param itch where the messages come from; closed with this one
   * @param limit messages to take from it at most, kept back or not
   * @param keptBack counts those that are kept back
   */
  public SbeSource(MessageSource itch, long limit, MessageCounts keptBack) {
    this.itch = itch;
    this.limit = limit;
    this.keptBack = keptBack;
  }

  @Override
  public int nextLength() {
    if (pendingLength == NOT_LOCATED) {
      locate();
    }
    return pendingLength;
  }

  @Override
  public long nextTimestampNanos() {
    nextLength();
    return pendingNanos;
  }

  @Override
  public int next(MutableDirectBuffer buffer, int offset) {
    int length = nextLength();
    if (length != END) {
      normaliser.write(pendingType, message, buffer, offset);
      counts.add(pendingType);
      pendingLength = NOT_LOCATED;
    }
    return length;
  }

  /**
   * Counts of the messages written so far, by the types that they had in ITCH.
   *
   * @return always the same object
   */
  @Override
  public MessageCounts counts() {
    return counts;
  }

  @Override
  public double progress() {
    return itch.progress();
  }

  @Override
  public boolean isTorn() {
    return itch.isTorn();
  }

  @Override
  public int tornTailBytes() {
    return itch.tornTailBytes();
  }

  @Override
  public void close() {
    itch.close();
  }

  private void locate() {
    while (itch.nextLength() != END && taken < limit) {
      pendingNanos = itch.nextTimestampNanos();
      int length = itch.next(message, 0);
      taken++;
      byte code = Decoder.type(message, 0);
      MessageType type = MessageType.of(code, length);
      int normalised = type == null ? Normaliser.NO_MESSAGE : Normaliser.length(type);
      if (normalised != Normaliser.NO_MESSAGE) {
        pendingType = type;
        pendingLength = normalised;
        return;
      }
      keptBack.add(code, length);
    }
    pendingLength = END;
  }
}
