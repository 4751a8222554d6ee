package io.pushpop.ipc.bridge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aeron.ExclusivePublication;
import io.aeron.Subscription;
import io.pushpop.ipc.bridge.BridgeProtocol.Hello;
import io.pushpop.queue.Geometry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
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
      BridgeProtocol.write(new Hello(7, ID, 0, 0, 56, 64, null), words);
      words.putInt(8, 2);
      offer(publication, 40, BridgeProtocol.HELLO);
      String message =
          assertThrows(BridgeRefusedException.class, () -> crossing.until(() -> false))
              .getMessage();
      assertEquals(
          "the sender speaks another version of the bridge's protocol: version of source=2, of"
              + " target=1; bring both sides to the same release",
          message);
    }
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
      assertFalse(crossing.heard.contains("unanswered"), "at once, not after seconds");
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

  private ExclusivePublication publication() {
    ExclusivePublication publication =
        crossing.aeron.addExclusivePublication(crossing.channel, Crossing.STREAM);
    crossing.until(publication::isConnected);
    return publication;
  }

  private Subscription subscription() {
    return crossing.aeron.addSubscription(crossing.channel, Crossing.STREAM);
  }

  private void hello(ExclusivePublication publication, long number) {
    BridgeProtocol.write(new Hello(number, ID, 0, 10, 56, 64, null), words);
    offer(publication, BridgeProtocol.HELLO_LENGTH, BridgeProtocol.HELLO);
  }

  private void element(ExclusivePublication publication, long behind, int number) {
    words.putInt(0, number);
    offer(publication, Integer.BYTES, behind);
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
}
