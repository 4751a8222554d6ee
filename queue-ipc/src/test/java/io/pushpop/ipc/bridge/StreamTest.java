package io.pushpop.ipc.bridge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aeron.ExclusivePublication;
import io.aeron.FragmentAssembler;
import io.aeron.Subscription;
import io.aeron.driver.status.PublisherLimit;
import io.aeron.driver.status.StreamCounter;
import io.aeron.logbuffer.Header;
import io.pushpop.ipc.FileOptions;
import io.pushpop.ipc.bridge.BridgeProtocol.Hello;
import io.pushpop.queue.Geometry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.status.CountersReader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One side alone, against a peer that says and leaves out what it likes. */
final class StreamTest {
  private static final Geometry RING = Geometry.of(64, 64);
  private static final long ID = 0x55L << 32;

  @TempDir Path folder;
  private final UnsafeBuffer words = new UnsafeBuffer(new byte[1000]);
  private final List<Integer> arrived = new ArrayList<>();
  private Crossing crossing;

  @BeforeEach
  void cross() throws IOException {
    crossing = new Crossing(folder, RING, RING);
    crossing.channel = "aeron:ipc?term-length=64k";
    // Time passes for the sender where a test has it pass: seconds of silence mean something.
    long now = System.nanoTime();
    crossing.clock = () -> now;
  }

  @AfterEach
  void close() {
    crossing.close();
  }

  @Test
  void elementsCountOnlyBehindAHelloOfTheirOwnStream() {
    crossing.receive();
    try (ExclusivePublication early = publication();
        ExclusivePublication late = publication()) {
      element(early, 1, 1);
      hello(late, 7);
      element(early, 2, 2);
      element(late, 1, 3);
      crossing.until(() -> crossing.receiver.received() == 1);
      element(early, 3, 4);
      element(late, 2, 5);
      crossing.until(() -> crossing.receiver.received() == 2);
    }
    assertArrived(3, 5);
  }

  @Test
  void aHelloThatComesLateIsThatOfAPredecessor() {
    crossing.receive();
    try (ExclusivePublication dead = publication();
        ExclusivePublication alive = publication()) {
      hello(alive, 8);
      element(alive, 1, 1);
      crossing.until(() -> crossing.receiver.received() == 1);
      hello(dead, 7);
      element(dead, 2, 2);
      crossing.turns(100);
      element(alive, 2, 3);
      crossing.until(() -> crossing.receiver.received() == 2);
    }
    assertArrived(1, 3);
  }

  @Test
  void whatIsInTheTargetAlreadyIsDroppedAndCounted() {
    crossing.receive();
    try (ExclusivePublication publication = publication()) {
      hello(publication, 7);
      element(publication, 1, 1);
      element(publication, 3, 2);
      hello(publication, 8);
      element(publication, 1, 1);
      element(publication, 3, 2);
      element(publication, 4, 3);
      crossing.until(() -> crossing.receiver.received() == 3);
      assertEquals(2, crossing.receiver.repeats());
    }
    assertArrived(1, 2, 3);
  }

  @Test
  void aSenderWhoseHelloWasNotHeardIsAnsweredSo() {
    crossing.receive();
    int[] heard = new int[1];
    try (ExclusivePublication publication = publication();
        Subscription answers = crossing.aeron.addSubscription(crossing.channel, ~Crossing.STREAM)) {
      element(publication, 1, 1);
      crossing.until(
          () -> {
            answers.poll(
                (buffer, offset, length, header) -> {
                  assertEquals(BridgeProtocol.ACK, BridgeProtocol.kind(buffer, offset));
                  assertEquals(BridgeProtocol.NO_HELLO, BridgeProtocol.number(buffer, offset));
                  assertEquals(publication.sessionId(), BridgeProtocol.session(buffer, offset));
                  if (BridgeProtocol.passed(buffer, offset) == publication.position()) {
                    heard[0]++;
                  }
                },
                10);
            return heard[0] == 3;
          });
    }
  }

  @Test
  void anotherVersionIsRefusedWithBoth() {
    crossing.receive();
    try (ExclusivePublication publication = publication()) {
      helloOfAnotherVersion(publication);
      String message =
          assertThrows(BridgeRefusedException.class, () -> crossing.until(() -> false))
              .getMessage();
      assertEquals(
          "the sender speaks another version of the bridge's protocol: version of source=1, of"
              + " target=2; bring both sides to the same release",
          message);
    }
  }

  @Test
  void aRefusalIsSaidForTwoSecondsFromTheFirstTimeThatSomebodyListens() {
    refuseWhileNobodyListens();
    crossing.passReceiving(TimeUnit.SECONDS.toNanos(9));
    crossing.turns(200);
    try (Subscription answers =
        crossing.aeron.addSubscription(crossing.channel, ~Crossing.STREAM)) {
      int[] refusals = new int[1];
      crossing.until(this::canAnswer);
      crossing.passReceiving(TimeUnit.MILLISECONDS.toNanos(100));
      crossing.until(
          () -> {
            answers.poll(
                (buffer, offset, length, header) -> {
                  assertEquals(BridgeProtocol.REFUSED, BridgeProtocol.kind(buffer, offset));
                  refusals[0]++;
                },
                10);
            return refusals[0] == 1;
          });
      crossing.passReceiving(TimeUnit.SECONDS.toNanos(2));
      crossing.turns(200);
      crossing.passReceiving(TimeUnit.MILLISECONDS.toNanos(100));
      assertThrows(BridgeRefusedException.class, () -> crossing.until(() -> false));
    }
  }

  @Test
  void whoNeverListensIsRefusedAllTheSame() {
    refuseWhileNobodyListens();
    crossing.passReceiving(TimeUnit.SECONDS.toNanos(11));
    assertThrows(BridgeRefusedException.class, () -> crossing.until(() -> false));
  }

  @Test
  void aSenderThatIsToldThatItsHelloWasPassedOverSaysAnother() {
    crossing.send();
    List<Long> hellos = new ArrayList<>();
    try (Subscription stream = subscription();
        ExclusivePublication answers =
            crossing.aeron.addExclusivePublication(crossing.channel, ~Crossing.STREAM)) {
      crossing.until(() -> listen(stream, hellos) == 1);
      long passed = stream.imageAtIndex(0).position();
      int session = stream.imageAtIndex(0).sessionId();
      answer(answers, session, BridgeProtocol.NO_HELLO, passed - 1, 0);
      crossing.turns(200);
      assertEquals(1, listen(stream, hellos), "it may still come to it");
      answer(answers, session, BridgeProtocol.NO_HELLO, passed, 0);
      crossing.until(() -> listen(stream, hellos) == 2);
      assertTrue(hellos.get(1) > hellos.get(0));
      assertEquals(List.of(), crossing.heard, "at once, not after seconds");
    }
  }

  @Test
  void onlyAnAnswerToTheLastHelloIsBelievedAndNoFurtherThanWhatWasSent() {
    assertTrue(crossing.offer(1, 56) && crossing.offer(2, 56));
    crossing.send();
    List<Long> hellos = new ArrayList<>();
    try (Subscription stream = subscription();
        ExclusivePublication answers =
            crossing.aeron.addExclusivePublication(crossing.channel, ~Crossing.STREAM)) {
      crossing.until(() -> listen(stream, hellos) == 1);
      int session = stream.imageAtIndex(0).sessionId();
      answer(answers, session, hellos.get(0), 0, 0);
      crossing.until(() -> crossing.sender.sent() == 2);
      // One after another, since only the last answer of a turn is heeded.
      answer(answers, session, hellos.get(0) - 1, 0, 1);
      crossing.turns(200);
      assertEquals(0, crossing.popped(), "another hello");
      answer(answers, session + 1, hellos.get(0), 0, 1);
      crossing.turns(200);
      assertEquals(0, crossing.popped(), "another sender");
      answer(answers, session, hellos.get(0), 0, 3);
      crossing.turns(200);
      assertEquals(0, crossing.popped(), "more than was sent");
      answer(answers, session, hellos.get(0), 0, 1);
      crossing.until(() -> crossing.popped() == 1);
    }
  }

  @Test
  void anAnswerThatTheRingCannotHaveGivenRiseToIsRefused() {
    assertTrue(crossing.offer(1, 100)); // positions 0 and 1
    crossing.send();
    List<Long> hellos = new ArrayList<>();
    try (Subscription stream = subscription();
        ExclusivePublication answers =
            crossing.aeron.addExclusivePublication(crossing.channel, ~Crossing.STREAM)) {
      crossing.until(() -> listen(stream, hellos) == 1);
      answer(answers, stream.imageAtIndex(0).sessionId(), hellos.get(0), 0, 1);
      String message =
          assertThrows(BridgeRefusedException.class, () -> crossing.until(() -> false))
              .getMessage();
      assertEquals(
          "the receiver has what this ring never held: position of the receiver=1, next element of"
              + " the ring at=2; fill the target from the ring that it was filled from, or create a"
              + " new one",
          message);
      assertEquals(0, crossing.popped());
    }
  }

  @Test
  void elementsThatAreThereTravelInOneMessageAndOneAloneAsItIs() {
    crossing.offer(1, 56);
    crossing.offer(2, 100); // two slots
    crossing.offer(3, 0);
    crossing.send();
    try (Conversation receiver = new Conversation()) {
      receiver.follow(0);
      crossing.until(() -> crossing.sender.sent() == 3);
      crossing.offer(4, 20);
      crossing.until(() -> crossing.sender.sent() == 4);
      crossing.until(() -> receiver.listen() == 3);
      assertEquals(List.of(-1L, 5L), receiver.values, "behind the first, and behind the only one");
      assertEquals(List.of(3 * 8 + 156, 20), receiver.lengths);
    }
  }

  @Test
  void whatCouldNotBeSentIsNotTakenForSentAndComesOnceTheReceiverReads() {
    crossing.send();
    try (Conversation receiver = new Conversation()) {
      receiver.follow(0);
      int pushed = fillStream(receiver);
      long sent = crossing.sender.sent();
      assertTrue(pushed - sent > 1, "some wait to be sent");
      receiver.answer(receiver.hello(), sent + 1);
      crossing.turns(200);
      assertEquals(sent, crossing.popped(), "more than was sent");
      crossing.until(() -> receiver.listen() > 0 && receiver.elements == pushed);
      receiver.answer(receiver.hello(), pushed);
      crossing.until(() -> crossing.popped() == pushed);
    }
  }

  @Test
  void aHelloThatFindsNoRoomIsTheSameUntilItIsSaidAndWhatWaitedIsForgotten() {
    crossing.send();
    try (Conversation receiver = new Conversation()) {
      receiver.follow(0);
      int pushed = fillStream(receiver);
      long sent = crossing.sender.sent();
      receiver.answer(BridgeProtocol.NO_HELLO, sent); // with all of the stream passed
      crossing.turns(200);
      crossing.until(() -> receiver.listen() > 0 && receiver.hellos.size() == 2);
      assertEquals(receiver.hellos.get(0) + 1, receiver.hellos.get(1));
      assertEquals(sent, receiver.elements);
      receiver.answer(receiver.hello(), sent);
      crossing.until(() -> receiver.listen() > 0 && receiver.elements == pushed);
      assertEquals(sent + 1, Math.abs(receiver.values.get(receiver.values.size() - 1)));
    }
  }

  @Test
  void whoDoesNotAnswerForSecondsIsToldOnceAndEachNewHelloIsAnother() {
    crossing.send();
    try (Conversation receiver = new Conversation()) {
      for (int hellos = 2; hellos < 5; hellos++) {
        crossing.turns(50);
        assertEquals(hellos - 1, receiver.hellosHeard(), "not before");
        crossing.pass(TimeUnit.SECONDS.toNanos(6));
        int expected = hellos;
        crossing.until(() -> receiver.hellosHeard() == expected);
      }
      assertEquals(List.of("unanswered on " + crossing.channel), crossing.heard);
      receiver.answer(receiver.hello(), 0);
      crossing.until(() -> crossing.heard.contains("connected at 0"));
    }
  }

  @Test
  void aReceiverThatFallsSilentIsLost() {
    crossing.send();
    try (Conversation receiver = new Conversation()) {
      receiver.follow(0);
      crossing.turns(50);
      crossing.pass(TimeUnit.SECONDS.toNanos(6));
      crossing.until(() -> crossing.heard.contains("disconnected"));
      crossing.until(() -> receiver.hellosHeard() == 2);
    }
  }

  @Test
  void aSecondReceiverIsToldOnceAndNotWaitedFor() {
    crossing.offer(1, 56);
    crossing.offer(2, 56);
    crossing.send();
    try (Conversation first = new Conversation();
        Conversation second = new Conversation()) {
      first.follow(0);
      crossing.until(() -> crossing.sender.sent() == 2);
      crossing.until(() -> second.hellosHeard() == 1);
      second.answer(second.hello(), 2);
      crossing.until(() -> crossing.heard.size() == 2);
      second.answer(second.hello(), 2);
      crossing.turns(200);
      assertEquals(0, crossing.popped());
      assertEquals(List.of("connected at 0", "second receiver aeron:ipc"), crossing.heard);
      first.answer(first.hello(), 1);
      crossing.until(() -> crossing.popped() == 1);
    }
  }

  @Test
  void ofSeveralElementsInAMessageThoseThatAreInTheTargetAreDropped() {
    crossing.receive();
    try (ExclusivePublication publication = publication()) {
      hello(publication, 7);
      several(publication, 1, 3, 4);
      hello(publication, 8);
      several(publication, 1, 3, 4, 6);
      crossing.until(() -> crossing.receiver.received() == 4);
      assertEquals(3, crossing.receiver.repeats());
    }
    assertArrived(1, 3, 4, 6);
  }

  @Test
  void aMessageOfSeveralElementsForWhichTheTargetHasNoRoomIsGoneOnWithWhereItStopped()
      throws IOException {
    crossing.target(Geometry.of(4, 64), FileOptions.defaults());
    crossing.receive();
    long[] told = new long[1];
    try (ExclusivePublication publication = publication();
        Subscription answers = crossing.aeron.addSubscription(crossing.channel, ~Crossing.STREAM)) {
      hello(publication, 7);
      several(publication, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
      crossing.until(
          () -> {
            answers.poll((b, offset, l, h) -> told[0] = BridgeProtocol.position(b, offset), 10);
            return told[0] == 3;
          });
      assertArrived(1, 2, 3);
      crossing.until(() -> crossing.receiver.received() == 6);
      hello(publication, 8);
      several(publication, 9, 10, 11);
      crossing.until(
          () -> {
            crossing.consumer.drain((b, offset, l) -> arrived.add(b.getInt(offset)), 100);
            return arrived.size() == 11;
          });
      assertEquals(2, crossing.receiver.repeats());
    }
    assertArrived(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);
  }

  @Test
  void aMessageThatWasTakenInPartIsForgottenWithItsSender() throws IOException {
    crossing.target(Geometry.of(4, 64), FileOptions.defaults());
    crossing.receive();
    try (ExclusivePublication dead = publication();
        ExclusivePublication alive = publication()) {
      hello(dead, 7);
      several(dead, 1, 2, 3, 4, 5);
      crossing.until(() -> crossing.receiver.received() == 3);
      hello(alive, 8);
      several(alive, 4, 5, 6);
      crossing.until(() -> crossing.heard.contains("disconnected"));
      assertArrived(1, 2, 3);
      crossing.until(() -> crossing.receiver.received() == 6);
    }
    assertArrived(1, 2, 3, 4, 5, 6);
  }

  @Test
  void aMessageThatOnlyPretendsToHoldSeveralElementsIsRefused() {
    crossing.receive();
    try (ExclusivePublication publication = publication()) {
      hello(publication, 7);
      words.putInt(0, 5);
      words.putInt(4, 0);
      offer(publication, 12, -1);
      String message =
          assertThrows(BridgeRefusedException.class, () -> crossing.until(() -> false))
              .getMessage();
      assertEquals(
          "what comes is no bridge's: a message of several elements ends in the middle of one:"
              + " length=5, bytes left=12; see who else sends on this channel and stream",
          message);
      assertEquals(0, crossing.receiver.received());
    }
  }

  /** Pushes until nothing more can be sent, although all that was sent is acknowledged. */
  private int fillStream(Conversation receiver) {
    int pushed = 0;
    long sent = -1;
    while (sent < crossing.sender.sent()) {
      sent = crossing.sender.sent();
      receiver.answer(receiver.hello(), sent);
      crossing.turns(50);
      while (crossing.offer(pushed, 56)) {
        pushed++;
      }
      crossing.turns(50);
    }
    return pushed;
  }

  private ExclusivePublication publication() {
    ExclusivePublication publication =
        crossing.aeron.addExclusivePublication(crossing.channel, Crossing.STREAM);
    crossing.until(publication::isConnected);
    return publication;
  }

  private Subscription subscription() {
    return crossing.aeron.addSubscription(crossing.channel, Crossing.STREAM);
  }

  /** Time stands still for the receiver from here on. */
  private void refuseWhileNobodyListens() {
    long now = System.nanoTime();
    crossing.receivingClock = () -> now;
    crossing.receive();
    helloOfAnotherVersion(publication());
    crossing.until(() -> !crossing.heard.isEmpty());
  }

  /** Whether the driver lets the receiver answer: a while after somebody listens. */
  private boolean canAnswer() {
    CountersReader counters = crossing.aeron.countersReader();
    boolean[] can = new boolean[1];
    counters.forEach(
        (id, type, key, label) ->
            can[0] |=
                type == PublisherLimit.PUBLISHER_LIMIT_TYPE_ID
                    && key.getInt(StreamCounter.STREAM_ID_OFFSET) == ~Crossing.STREAM
                    && counters.getCounterValue(id) > 0);
    return can[0];
  }

  private void helloOfAnotherVersion(ExclusivePublication publication) {
    BridgeProtocol.write(new Hello(7, ID, 0, 0, 56, 64, null), words);
    words.putInt(8, 1);
    offer(publication, 40, BridgeProtocol.HELLO);
  }

  private void hello(ExclusivePublication publication, long number) {
    BridgeProtocol.write(new Hello(number, ID, 0, 10, 56, 64, null), words);
    offer(publication, BridgeProtocol.HELLO_LENGTH, BridgeProtocol.HELLO);
  }

  private void element(ExclusivePublication publication, long behind, int number) {
    words.putInt(0, number);
    offer(publication, Integer.BYTES, behind);
  }

  /** Sends elements of four bytes, which are these positions, in one message. */
  private void several(ExclusivePublication publication, int... behinds) {
    Parcel parcel = new Parcel(words.capacity());
    for (int behind : behinds) {
      words.putInt(0, behind);
      parcel.add(words, 0, Integer.BYTES, behind);
    }
    parcel.buffer().getBytes(parcel.offset(), words, 0, parcel.length());
    offer(publication, parcel.length(), parcel.reservedValue());
  }

  private void offer(ExclusivePublication publication, int length, long value) {
    crossing.until(() -> publication.offer(words, 0, length, (term, offset, frame) -> value) > 0);
  }

  private void answer(
      ExclusivePublication answers, int session, long number, long passed, long position) {
    long ring = crossing.ringId();
    int length =
        BridgeProtocol.write(
            BridgeProtocol.ACK, session, number, ring, passed, position, "", words);
    crossing.until(() -> answers.offer(words, 0, length) > 0);
  }

  /** Notes the numbers of the hellos that have come, and tells how many there are by now. */
  private static int listen(Subscription stream, List<Long> hellos) {
    stream.poll(
        (buffer, offset, length, header) -> {
          if (header.reservedValue() == BridgeProtocol.HELLO) {
            hellos.add(BridgeProtocol.helloNumber(buffer, offset));
          }
        },
        10);
    return hellos.size();
  }

  private void assertArrived(Integer... numbers) {
    crossing.consumer.drain((buffer, offset, length) -> arrived.add(buffer.getInt(offset)), 100);
    assertEquals(List.of(numbers), arrived);
  }

  /** A receiver that reads and answers when it is told to. */
  private final class Conversation implements AutoCloseable {
    private final Subscription stream = subscription();
    private final FragmentAssembler assembler = new FragmentAssembler(this::onMessage);
    private final ExclusivePublication answers =
        crossing.aeron.addExclusivePublication(crossing.channel, ~Crossing.STREAM);
    final List<Long> hellos = new ArrayList<>();

    /** Reserved values and lengths of messages of elements, and how many elements that were. */
    final List<Long> values = new ArrayList<>();

    final List<Integer> lengths = new ArrayList<>();
    int elements;

    /** Awaits a hello, and answers it. */
    void follow(long position) {
      crossing.until(() -> hellosHeard() == 1);
      answer(hello(), position);
      crossing.until(() -> crossing.heard.contains("connected at " + position));
    }

    long hello() {
      return hellos.get(hellos.size() - 1);
    }

    int hellosHeard() {
      listen();
      return hellos.size();
    }

    /** Reads what has come; returns how many messages have come by now. */
    int listen() {
      stream.poll(assembler, 10);
      return hellos.size() + values.size();
    }

    private void onMessage(DirectBuffer buffer, int offset, int length, Header header) {
      long value = header.reservedValue();
      if (value == BridgeProtocol.HELLO) {
        hellos.add(BridgeProtocol.helloNumber(buffer, offset));
        return;
      }
      values.add(value);
      lengths.add(length);
      elements += BridgeProtocol.isSeveral(value) ? parts(buffer, offset, length) : 1;
    }

    private int parts(DirectBuffer buffer, int offset, int length) {
      int count = 0;
      for (int at = 0; at < length; count++) {
        int element = BridgeProtocol.partLength(buffer, offset + at, length - at);
        at += BridgeProtocol.PART_HEADER_LENGTH + element;
      }
      return count;
    }

    /** Answers as one who has read the whole stream. */
    void answer(long number, long position) {
      int session = stream.imageAtIndex(0).sessionId();
      StreamTest.this.answer(answers, session, number, Long.MAX_VALUE, position);
    }

    @Override
    public void close() {
      answers.close();
      stream.close();
    }
  }
}
