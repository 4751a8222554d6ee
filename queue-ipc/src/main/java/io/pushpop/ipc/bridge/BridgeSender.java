package io.pushpop.ipc.bridge;

import io.aeron.Aeron;
import io.aeron.Image;
import io.aeron.Subscription;
import io.aeron.logbuffer.FragmentHandler;
import io.aeron.logbuffer.Header;
import io.pushpop.ipc.QueueFile;
import io.pushpop.ipc.bridge.BridgeProtocol.Hello;
import io.pushpop.queue.Pop;
import java.util.concurrent.TimeUnit;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.SystemNanoClock;

/**
 * Drains a ring into an Aeron publication, for one {@link BridgeReceiver}. An element leaves the
 * ring when the receiver has said that it is in the target ring, so whoever dies, it is in one of
 * the two; and the receiver knows what it has, so it comes into the target once.
 *
 * <p>While nobody receives, or the target is full, the ring fills, and its producer finds it full.
 *
 * <p>An {@link Agent}: {@link #doWork} never waits, and whoever calls it decides how to idle. One
 * thread at a time uses this and the pop end. The pop end, the file and the Aeron client are the
 * caller's, who closes them after this; the file stays open meanwhile.
 *
 * <p>The user word of the pop end is the bridge's: it says which ring this is, for good.
 */
public final class BridgeSender implements Agent, AutoCloseable {
  private static final int ELEMENTS_PER_TURN = 256;
  private static final int ANSWERS_PER_TURN = 16;

  /** A receiver answers ten times a second. */
  private static final long SILENCE_NANOS = TimeUnit.SECONDS.toNanos(5);

  private final QueueFile file;
  private final Pop pop;
  private final SourceCursor cursor;
  private final SourceRing ring;
  private final int longest;
  private final BridgeListener listener;
  private final NanoClock clock;

  private final ElementStream stream;
  private final StreamEnd end;
  private final Subscription answers;

  // Once, not anew for each use.
  private final FragmentHandler onAnswer = this::onAnswer;

  /** Number of the hello that was said last and may still be followed. */
  private long hello = BridgeProtocol.NO_HELLO;

  /** Where that ends in Aeron's stream. */
  private long helloEnd;

  /** When it was said, or when the receiver was last heard to be still on its way to it. */
  private long helloSaid;

  /** Whether it was told that hellos are not answered. */
  private boolean unansweredSaid;

  /** Whether a receiver follows it; elements flow only then. */
  private boolean followed;

  /** Who follows it: whoever answered first; the session of its answers. */
  private int follower;

  private String peer;

  /** Whether it was told that somebody else answers too. */
  private boolean secondSaid;

  private volatile boolean ended;
  private long sent;

  // What answers said since the last turn: Aeron would swallow what is thrown where they are heard.

  private boolean heard;
  private boolean answered;
  private boolean missed;
  private boolean endHeard;
  private Image second;
  private long acknowledged;
  private String refusal;
  private long lastAnswer;

  /**
   * A sender; its streams are there when this returns.
   *
   * @param aeron a client; stays the caller's
   * @param file the ring file of the pop end; stays the caller's
   * @param pop the end to drain; stays the caller's, who uses it no more until this is closed
   * @param options where to
   * @throws BridgeRefusedException if the ring has longer elements than Aeron carries on this
   *     channel
   * @throws io.aeron.exceptions.AeronException if the driver does not make the streams
   */
  public BridgeSender(Aeron aeron, QueueFile file, Pop pop, BridgeOptions options) {
    this(aeron, file, pop, options, SystemNanoClock.INSTANCE);
  }

  /** A sender for which time passes as a clock says. */
  BridgeSender(Aeron aeron, QueueFile file, Pop pop, BridgeOptions options, NanoClock clock) {
    this.clock = clock;
    this.file = file;
    this.pop = pop;
    this.listener = options.listener();
    this.longest = SourceRing.longest(file, options.longest());
    this.ring = new SourceRing(pop);
    this.cursor = new SourceCursor(pop);
    this.stream =
        new ElementStream(
            aeron.addExclusivePublication(options.channel(), options.stream()), cursor, longest);
    this.end = new StreamEnd(pop, cursor, stream);
    boolean done = false;
    try {
      this.answers = aeron.addSubscription(options.ackSubscription(), options.ackStream());
      done = true;
    } finally {
      if (!done) {
        stream.close();
      }
    }
  }

  /**
   * Hears what has arrived, pops that, and sends what there is, as far as it may.
   *
   * @return how much was done; 0 if there was nothing to do
   * @throws BridgeRefusedException if the receiver refuses this ring, or an element is too long
   * @throws BridgeDisconnectedException if Aeron carries no further
   * @throws io.pushpop.queue.CorruptQueueException if what lies in the ring is no element
   */
  @Override
  public int doWork() {
    stream.requireOpen();
    AeronStreams.requireOpen(answers);
    long now = clock.nanoTime();
    int work = answers.poll(onAnswer, ANSWERS_PER_TURN);
    if (refusal != null) {
      throw new BridgeRefusedException(refusal);
    }
    if (missed) {
      missed = false;
      lose();
    }
    if (heard) {
      heard = false;
      helloSaid = now;
    }
    if (second != null) {
      saySecond();
    }
    if (answered) {
      heed(now);
    } else if (followed && (now - lastAnswer > SILENCE_NANOS || !stream.isConnected())) {
      lose();
    }
    if (!followed && hello != BridgeProtocol.NO_HELLO && now - helloSaid > SILENCE_NANOS) {
      sayUnanswered();
      lose();
    }
    if (hello == BridgeProtocol.NO_HELLO) {
      return work + sayHello(now);
    }
    return followed ? work + send(now) : work;
  }

  @Override
  public String roleName() {
    return "bridge-sender";
  }

  /**
   * Whether the push end was closed, all that it pushed is in the target, and the receiver knows
   * that no more comes. False again when another producer pushes. May be asked by any thread.
   *
   * @return true if so
   */
  public boolean isEnded() {
    return ended;
  }

  /**
   * How many elements were sent by this, those that were sent again counted again. For the thread
   * that runs this.
   *
   * @return the count
   */
  public long sent() {
    return sent;
  }

  /** Closes the streams. What is not acknowledged stays in the ring, for the next sender. */
  @Override
  public void close() {
    answers.close();
    stream.close();
  }

  @Override
  public void onClose() {
    close();
  }

  private void sayUnanswered() {
    if (!unansweredSaid) {
      unansweredSaid = true;
      listener.onUnanswered(answers.channel());
    }
  }

  private void saySecond() {
    String other = second.sourceIdentity();
    second = null;
    if (!secondSaid) {
      secondSaid = true;
      listener.onSecondReceiver(other);
    }
  }

  private int sayHello(long now) {
    if (!stream.isConnected()) {
      return 0;
    }
    stream.rewind();
    Hello next = ring.nextHello(pop, file, longest);
    long result = stream.sayHello(next);
    if (result <= 0) {
      return 0;
    }
    ring.helloSaid();
    hello = next.number();
    helloEnd = result;
    helloSaid = now;
    return 1;
  }

  private void onAnswer(DirectBuffer buffer, int offset, int length, Header header) {
    if (!BridgeProtocol.isAnswer(buffer, offset, length)
        || BridgeProtocol.session(buffer, offset) != stream.sessionId()
        || hello == BridgeProtocol.NO_HELLO) {
      return;
    }
    long number = BridgeProtocol.number(buffer, offset);
    int kind = BridgeProtocol.kind(buffer, offset);
    if (number != hello || BridgeProtocol.ring(buffer, offset) != ring.id()) {
      // A receiver that came too late for this hello, or has lost it again, asks for another so.
      missed |= BridgeProtocol.passed(buffer, offset) - helloEnd >= 0;
      // One whose ring is full may take long to come to it.
      heard = true;
    } else if (kind == BridgeProtocol.REFUSED) {
      refusal = BridgeProtocol.text(buffer, offset, length);
    } else {
      acknowledge(kind, BridgeProtocol.position(buffer, offset), header);
    }
  }

  private void acknowledge(int kind, long position, Header header) {
    if (peer == null) {
      follower = header.sessionId();
      peer = ((Image) header.context()).sourceIdentity();
    } else if (follower != header.sessionId()) {
      second = (Image) header.context();
      return;
    }
    answered = true;
    acknowledged = position;
    endHeard = kind == BridgeProtocol.ENDED;
  }

  /** Pops what has arrived; the first answer to a hello tells where to go on. */
  private void heed(long now) {
    answered = false;
    lastAnswer = now;
    if (!followed) {
      long at = cursor.advanceTo(acknowledged);
      if (at != acknowledged && acknowledged - pop.position() > 0) {
        throw new BridgeRefusedException(
            "the receiver has what this ring never held: position of the receiver="
                + acknowledged
                + ", next element of the ring at="
                + at
                + "; fill the target from the ring that it was filled from, or create a new one");
      }
      followed = true;
      unansweredSaid = false;
      listener.onConnected(peer, acknowledged);
    }
    cursor.popTo(acknowledged);
    // An answer to the end before the last would stand at an earlier position.
    ended = endHeard && end.isSaid() && acknowledged == cursor.position();
  }

  /** Whoever followed the last hello does so no more: the next thing to say is another. */
  private void lose() {
    hello = BridgeProtocol.NO_HELLO;
    end.forget();
    ended = false;
    answered = false;
    secondSaid = false;
    String lost = peer;
    peer = null;
    if (followed) {
      followed = false;
      listener.onDisconnected(lost);
    }
  }

  private int send(long now) {
    int count = stream.send(ELEMENTS_PER_TURN);
    if (count > 0) {
      sent += count;
      end.forget();
      ended = false;
      return count;
    }
    return end.say(hello, now);
  }
}
