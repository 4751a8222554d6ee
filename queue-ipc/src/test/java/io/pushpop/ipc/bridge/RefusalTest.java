package io.pushpop.ipc.bridge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pushpop.ipc.FileOptions;
import io.pushpop.ipc.QueueFile;
import io.pushpop.queue.EndOptions;
import io.pushpop.queue.Geometry;
import io.pushpop.queue.Overflow;
import io.pushpop.queue.Pop;
import io.pushpop.queue.Push;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rings that do not belong together: both sides say why, and what to do. */
final class RefusalTest {
  private static final Geometry RING = Geometry.of(64, 64);
  private static final FileOptions PLAIN = FileOptions.defaults();

  @TempDir Path folder;
  private Crossing crossing;

  @BeforeEach
  void cross() throws IOException {
    crossing = new Crossing(folder, RING, RING);
  }

  @AfterEach
  void close() {
    crossing.close();
  }

  @Test
  void anotherSourceThanTheTargetWasFilledFrom() throws IOException {
    fill(3);
    long first = word();
    crossing.source(RING, PLAIN);
    long second = refused("the target was filled from another ring: ring of source=0x");
    assertTrue(first != second, "two rings, two ids");
    assertTrue(
        crossing.heard.toString().contains(", of target=0x" + Long.toHexString(first)),
        crossing.heard::toString);
    assertTrue(
        crossing.heard.toString().contains("; fill it from that one again, or create a new target"),
        crossing.heard::toString);
  }

  @Test
  void elementsThatSomebodyElseHasPopped() throws IOException {
    fill(3);
    crossing.stopSending();
    push(5);
    try (Pop other = crossing.source.pop()) {
      assertEquals(2, other.drain((buffer, offset, length) -> {}, 2));
    }
    refused(
        "elements are missing that somebody else has popped from the source ring: position of"
            + " source=from 5, of target=up to 3; create a new target to go on without them");
  }

  @Test
  void aCopyOfTheSourceThatIsOlderThanWhatArrived() throws IOException {
    push(3);
    crossing.stopSending();
    crossing.send(); // gives it an id
    crossing.stopSending();
    Path copy = folder.resolve("copy");
    Files.copy(crossing.source.path(), copy);
    push(4);
    fill(0);
    crossing.stopSending();
    try (QueueFile old = QueueFile.open(copy);
        Pop pop = old.pop();
        BridgeSender sender = new BridgeSender(crossing.aeron, old, pop, crossing.options())) {
      String message =
          assertThrows(
                  BridgeRefusedException.class,
                  () -> Crossing.until(() -> false, sender, crossing.receiver))
              .getMessage();
      assertEquals(
          "the source ring is older than what was received from it, such as a copy put back:"
              + " position of source=up to 3, of target=up to 7; bring back the ring that was used,"
              + " or create a new target",
          message);
      assertEquals(0, pop.position(), "it stays as it was");
    }
  }

  @Test
  void anotherSchema() throws IOException {
    crossing.source(RING, PLAIN.withSchema("quotes 1"));
    crossing.target(RING, PLAIN.withSchema("trades 2"));
    refused(
        "both rings of a bridge must mean the same elements: schema of source=\"quotes 1\", of"
            + " target=\"trades 2\"; create the target with the schema of the source");
  }

  @Test
  void aSchemaOnOneSideAlone() throws IOException {
    crossing.source(RING, PLAIN.withSchema("quotes 1"));
    refused("schema of source=\"quotes 1\", of target=none;");
  }

  @Test
  void oneSchemaOnBothSidesIsFine() throws IOException {
    crossing.source(RING, PLAIN.withSchema("quotes \u00e9"));
    crossing.target(RING, PLAIN.withSchema("quotes \u00e9"));
    fill(3);
  }

  @Test
  void longerElementsThanTheTargetTakes() throws IOException {
    crossing.target(Geometry.of(32, 64), PLAIN);
    refused(
        "the source ring has longer elements than fit into the target: longest of source=2040, of"
            + " target=1016; give the target more or larger slots, or have the sender promise that"
            + " none is longer (--longest, withLongest)");
  }

  @Test
  void aPromiseThatNoneIsLongerIsTakenAndHeld() throws IOException {
    crossing.target(Geometry.of(32, 64), PLAIN);
    crossing.send(crossing.options().withLongest(100));
    crossing.receive();
    push(3);
    crossing.until(() -> crossing.popped() == 3);
    assertTrue(crossing.offer(4, 101));
    String message =
        assertThrows(BridgeRefusedException.class, () -> crossing.until(() -> false)).getMessage();
    assertEquals(
        "an element is longer than was promised: length=101, longest=100, position=3; promise more,"
            + " on a target that takes it, or skip the element",
        message);
    assertEquals(3, crossing.popped(), "it stays in the source");
  }

  @Test
  void aRingWhoseElementsAeronCannotCarry() throws IOException {
    crossing.source(Geometry.of(8192, 64), PLAIN);
    String message = assertThrows(BridgeRefusedException.class, () -> crossing.send()).getMessage();
    assertTrue(
        message.startsWith(
            "the ring may hold longer elements than Aeron carries on this channel: longest=262136,"
                + " Aeron's longest message=131072; give the channel longer terms"),
        message);
  }

  @Test
  void aPushEndThatLoses() {
    crossing.stopReceiving();
    EndOptions dropping = EndOptions.defaults().whenFull(Overflow.DROP_NEWEST);
    try (Push push = crossing.target.push(dropping)) {
      String message =
          assertThrows(
                  IllegalArgumentException.class,
                  () ->
                      new BridgeReceiver(crossing.aeron, crossing.target, push, crossing.options()))
              .getMessage();
      assertEquals(
          "a bridge loses nothing, and this push end drops or conflates while its queue is full;"
              + " take one that waits",
          message);
    }
  }

  @Test
  void theReceiverEndsTooOnceTheSenderHasHeard() throws IOException {
    anotherSchema();
    crossing.stopSending();
    assertThrows(BridgeRefusedException.class, () -> crossing.until(() -> false));
  }

  @Test
  void aStrangerOnTheStreamDoesNotDisturbThoseWhoAreConnected() throws IOException {
    fill(3);
    Path other = folder.resolve("other");
    try (QueueFile ring = QueueFile.create(other, RING);
        Pop pop = ring.pop();
        BridgeSender stranger = new BridgeSender(crossing.aeron, ring, pop, crossing.options())) {
      assertThrows(
          BridgeRefusedException.class,
          () -> Crossing.until(() -> false, stranger, crossing.receiver, crossing.sender));
    }
    push(4);
    crossing.until(() -> crossing.popped() == 7);
  }

  /** Sends so many elements from ring to ring. */
  private void fill(int elements) {
    crossing.receive();
    crossing.send();
    push(elements);
    long all = crossing.producer.position();
    crossing.until(() -> crossing.popped() == all);
  }

  private void push(int elements) {
    for (int i = 0; i < elements; i++) {
      assertTrue(crossing.offer(i, 56));
    }
  }

  /** Has the receiver refuse the source, by a sentence with this in it; returns the source's id. */
  private long refused(String words) {
    crossing.receive();
    crossing.send();
    String message =
        assertThrows(BridgeRefusedException.class, () -> crossing.until(() -> false)).getMessage();
    assertTrue(message.contains(words), message);
    assertTrue(crossing.heard.contains("refused: " + message), crossing.heard::toString);
    crossing.stopSending();
    return word();
  }

  /** Id of the source, as its pop end keeps it. */
  private long word() {
    crossing.stopSending();
    try (Pop pop = crossing.source.pop()) {
      return new SourceRing(pop).id();
    }
  }
}
