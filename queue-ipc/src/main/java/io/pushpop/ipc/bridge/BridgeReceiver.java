package io.pushpop.ipc.bridge;

import io.aeron.Aeron;
import io.aeron.ControlledFragmentAssembler;
import io.aeron.Image;
import io.aeron.Subscription;
import io.aeron.logbuffer.ControlledFragmentHandler;
import io.aeron.logbuffer.ControlledFragmentHandler.Action;
import io.aeron.logbuffer.Header;
import io.pushpop.ipc.QueueFile;
import io.pushpop.ipc.bridge.BridgeProtocol.Hello;
import io.pushpop.queue.Push;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.agrona.DirectBuffer;
import org.agrona.LangUtil;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.SystemNanoClock;

/**
 * Fills a ring with what a {@link BridgeSender} sends: every element of the source ring, once, in
 * order, whoever is killed and restarted in between. What that takes is kept in the target ring: of
 * the push end the user word says which ring it is filled from, and the mark up to which position
 * of that ring all has arrived.
 *
 * <p>While the target is full, what comes waits in Aeron's buffers, then in the source ring.
 *
 * <p>An Agrona agent: {@link #doWork} never waits, and whoever calls it decides how to idle. One
 * thread at a time uses this and the push end. The push end, the file and the Aeron client are the
 * caller's, who closes them after this; others may push into the target before and after, not
 * meanwhile.
 */
public final class BridgeReceiver implements ReceivingSide {
  private static final int FRAGMENTS_PER_TURN = 256;

  /** How often the sender hears something, whatever happens. */
  private static final long ANSWER_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  /**
   * How soon it hears that something has arrived. An answer for each datagram would have the driver
   * send two where it sends one.
   */
  private static final long ACK_NANOS = TimeUnit.MICROSECONDS.toNanos(200);

  /** The part of a source ring that may wait for an answer: then it comes at once. */
  private static final int UNANSWERED_PART = 4;

  /** How long a sender that was refused is told so, if it does not go before. */
  private static final long REFUSING_NANOS = TimeUnit.SECONDS.toNanos(2);

  /** How long it may take before the first of these answers finds somebody who listens. */
  private static final long UNHEARD_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final TargetRing target;
  private final Admission admission;
  private final BridgeListener listener;
  private final NanoClock clock;
  private final Subscription subscription;
  private final ReturnStream answers;
  private final ControlledFragmentAssembler assembler =
      new ControlledFragmentAssembler(this::onElements);
  private final ControlledFragmentHandler onFrame = this::onFrame;
  private final Consumer<Image> answerImage = this::answer;

  /** The image of the hello that is followed, or null. */
  private Image followed;

  private long hello = BridgeProtocol.NO_HELLO;
  private long ring;

  private volatile boolean ended;

  /** Whether there is something to acknowledge. */
  private boolean due;

  /** What was acknowledged last, and how far beyond it an answer may wait. */
  private long answered;

  private long mayWait;

  private long lastAnswer;

  /** The image of the hello that was refused last, or null; and why. */
  private Image refused;

  private long refusedHello;
  private long refusedRing;
  private String refusal;

  /** Whether an answer that says so has gone out, and when there are enough of them. */
  private boolean refusalSaid;

  private long refusedUntil;

  /** What was thrown while Aeron called, which would swallow it. */
  private Throwable failure;

  /**
   * A receiver; its streams are there when this returns.
   *
   * @param aeron a client; stays the caller's
   * @param file the ring file of the push end; stays the caller's
   * @param push the end to fill, which must not drop or conflate; stays the caller's, who uses it
   *     no more until this is closed
   * @param options where from
   * @throws IllegalArgumentException if the push end loses elements while the ring is full
   * @throws io.aeron.exceptions.AeronException if the driver does not make the streams
   */
  public BridgeReceiver(Aeron aeron, QueueFile file, Push push, BridgeOptions options) {
    this(aeron, file, push, options, SystemNanoClock.INSTANCE);
  }

  /** A receiver for which time passes as a clock says. */
  BridgeReceiver(Aeron aeron, QueueFile file, Push push, BridgeOptions options, NanoClock clock) {
    this.clock = clock;
    TargetRing.requireLossless(push);
    this.target = new TargetRing(push);
    this.admission = new Admission(file, push);
    this.listener = options.listener();
    this.answers = new ReturnStream(aeron, options);
    boolean done = false;
    try {
      this.subscription = aeron.addSubscription(options.channel(), options.stream());
      done = true;
    } finally {
      if (!done) {
        answers.close();
      }
    }
    this.lastAnswer = clock.nanoTime() - ANSWER_NANOS;
  }

  /**
   * Pushes what has come, as far as there is room, and says so to the sender.
   *
   * @return how much was done; 0 if there was nothing to do
   * @throws BridgeRefusedException if a sender had to be refused, was told so or could not be told
   *     for ten seconds, and no other one is there
   * @throws BridgeDisconnectedException if Aeron carries no further
   */
  @Override
  public int doWork() {
    AeronStreams.requireOpen(subscription);
    answers.requireOpen();
    if (followed != null && followed.isClosed()) {
      lose();
    }
    int work = subscription.controlledPoll(onFrame, FRAGMENTS_PER_TURN);
    if (failure != null) {
      Throwable thrown = failure;
      failure = null;
      LangUtil.rethrowUnchecked(thrown);
    }
    long now = clock.nanoTime();
    long quiet = now - lastAnswer;
    if (due && (quiet >= ACK_NANOS || target.position() - answered >= mayWait)
        || quiet >= ANSWER_NANOS) {
      answer(now);
    }
    return work;
  }

  @Override
  public String roleName() {
    return "bridge-receiver";
  }

  /**
   * Whether the sender has said that no more comes, and been answered so. False again when it sends
   * more, or another begins. May be asked by any thread.
   *
   * @return true if so
   */
  @Override
  public boolean isEnded() {
    return ended;
  }

  @Override
  public boolean isConnected() {
    return followed != null;
  }

  @Override
  public long received() {
    return target.received();
  }

  @Override
  public long repeats() {
    return target.repeats();
  }

  /** Closes the streams. The sender keeps what was not acknowledged, for the next receiver. */
  @Override
  public void close() {
    subscription.close();
    answers.close();
  }

  private Action onFrame(DirectBuffer buffer, int offset, int length, Header header) {
    try {
      long value = header.reservedValue();
      if (value == BridgeProtocol.HELLO) {
        onHello(buffer, offset, length, (Image) header.context());
        return Action.CONTINUE;
      }
      if (header.context() != followed) {
        return Action.CONTINUE; // of somebody who has not begun, or begun anew elsewhere
      }
      if (value == BridgeProtocol.END) {
        onEnd(BridgeProtocol.readEnd(buffer, offset, length));
        return Action.CONTINUE;
      }
      return assembler.onFragment(buffer, offset, length, header);
    } catch (RuntimeException | Error thrown) {
      return fail(thrown);
    }
  }

  /** Leaves the frame where it is, so that nothing is passed over; {@link #doWork} throws. */
  private Action fail(Throwable thrown) {
    failure = thrown;
    return Action.ABORT;
  }

  private void onHello(DirectBuffer buffer, int offset, int length, Image image) {
    if (!BridgeProtocol.isHello(buffer, offset, length)) {
      return;
    }
    long number = BridgeProtocol.helloNumber(buffer, offset);
    long from = BridgeProtocol.helloRing(buffer, offset);
    if (followed != null && from == ring && number - hello <= 0) {
      return; // what a predecessor of the sender said comes late
    }
    Hello said = BridgeProtocol.readHello(buffer, offset, length);
    String reason =
        said == null
            ? Admission.otherVersion(BridgeProtocol.version(buffer, offset))
            : admission.refusal(said, followed != null);
    if (followed != null && (reason == null || followed == image)) {
      lose();
    }
    if (reason == null) {
      follow(said, image);
    } else {
      refuse(number, from, image, reason);
    }
  }

  private void follow(Hello said, Image image) {
    target.goOnAt(admission.admit(said));
    followed = image;
    hello = said.number();
    ring = said.ring();
    mayWait = said.slots() / UNANSWERED_PART;
    due = true;
    listener.onConnected(image.sourceIdentity(), target.position());
  }

  private void refuse(long number, long from, Image image, String reason) {
    refused = image;
    refusedHello = number;
    refusedRing = from;
    refusal = reason;
    refusalSaid = false;
    refusedUntil = clock.nanoTime() + UNHEARD_NANOS;
    due = true;
    listener.onRefused(reason);
  }

  private void onEnd(long number) {
    if (number == hello) {
      ended = true;
      due = true;
    }
  }

  private Action onElements(DirectBuffer buffer, int offset, int length, Header header) {
    long before = target.position();
    boolean isTaken;
    try {
      isTaken = target.take(buffer, offset, length, header.reservedValue());
    } catch (RuntimeException | Error thrown) {
      return fail(thrown); // here, or the assembler would not know that the frame comes again
    }
    if (isTaken || target.position() != before) {
      due = true;
      if (ended) {
        ended = false;
      }
    }
    return isTaken ? Action.CONTINUE : Action.ABORT; // then it comes again, and what follows waits
  }

  private void lose() {
    Image lost = followed;
    followed = null;
    hello = BridgeProtocol.NO_HELLO;
    ended = false;
    assembler.clear();
    target.forget();
    listener.onDisconnected(lost.sourceIdentity());
  }

  /** Answers everybody who sends, so that a sender whose hello was not heard gets to know it. */
  private void answer(long now) {
    lastAnswer = now;
    due = false;
    answered = target.position();
    subscription.forEachImage(answerImage);
    if (refused != null && (refused.isClosed() || now - refusedUntil > 0)) {
      refused = null;
      if (followed == null) {
        throw new BridgeRefusedException(refusal);
      }
    }
  }

  private void answer(Image image) {
    if (image == followed) {
      int kind = ended ? BridgeProtocol.ENDED : BridgeProtocol.ACK;
      due |= !answers.offer(kind, image, hello, ring, target.position(), "");
    } else if (image == refused) {
      boolean said =
          answers.offer(BridgeProtocol.REFUSED, image, refusedHello, refusedRing, 0, refusal);
      if (said && !refusalSaid) {
        refusalSaid = true;
        refusedUntil = lastAnswer + REFUSING_NANOS;
      }
    } else {
      answers.offer(BridgeProtocol.ACK, image, BridgeProtocol.NO_HELLO, 0, 0, "");
    }
  }
}
