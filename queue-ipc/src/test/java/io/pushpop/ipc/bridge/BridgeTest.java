package io.pushpop.ipc.bridge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pushpop.queue.ElementHandler;
import io.pushpop.queue.Geometry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From ring to ring: everything, once, in order; whoever ends and begins anew. */
final class BridgeTest {
  private static final Geometry SMALL = Geometry.of(16, 64);
  private static final Geometry LARGE = Geometry.of(256, 64);

  @TempDir Path folder;

  private final List<Integer> arrived = new ArrayList<>();
  private final ElementHandler note =
      (buffer, offset, length) -> arrived.add(buffer.getInt(offset));

  @Test
  void elementsOfAllLengthsArriveOnceAndInOrder() throws IOException {
    mixedLengths("aeron:udp");
  }

  @Test
  void elementsOfAllLengthsArriveAlsoWithinAMachine() throws IOException {
    mixedLengths("aeron:ipc?term-length=1m");
  }

  private void mixedLengths(String media) throws IOException {
    // Up to many times what Aeron sends in one frame.
    try (Crossing crossing = new Crossing(folder, Geometry.of(256, 128), Geometry.of(512, 64))) {
      if (media.startsWith("aeron:ipc")) {
        crossing.channel = media;
      }
      crossing.send();
      crossing.receive();
      Random random = new Random(8);
      int longest = crossing.source.geometry().maxLength();
      List<Integer> lengths = new ArrayList<>(List.of(0, 1, 56, longest, 0, longest - 1));
      for (int i = 0; i < 2000; i++) {
        lengths.add(random.nextInt(10) == 0 ? random.nextInt(longest + 1) : random.nextInt(200));
      }
      int[] counts = new int[2]; // pushed, checked
      ElementHandler check =
          (buffer, offset, length) -> {
            int number = counts[1];
            assertEquals(lengths.get(number), length);
            for (int i = Integer.BYTES; i < length; i++) {
              assertEquals((byte) (number * 31 + i), buffer.getByte(offset + i));
            }
            counts[1]++;
          };
      crossing.until(
          () -> {
            while (counts[0] < lengths.size()
                && crossing.offer(counts[0], lengths.get(counts[0]))) {
              counts[0]++;
            }
            crossing.consumer.drain(check, 16);
            return counts[1] == lengths.size();
          });
      crossing.until(() -> crossing.popped() == crossing.producer.position());
      assertEquals(0, crossing.receiver.repeats());
    }
  }

  @Test
  void anElementIsPoppedWhenItIsInTheTargetAndNotBefore() throws IOException {
    try (Crossing crossing = new Crossing(folder, SMALL, LARGE)) {
      crossing.send();
      push(crossing, 0, 5);
      crossing.turns(100);
      assertEquals(0, crossing.popped(), "nobody receives");
      crossing.receive();
      crossing.until(() -> crossing.sender.sent() == 5);
      Crossing.until(() -> crossing.receiver.received() == 5, crossing.receiver);
      assertEquals(0, crossing.popped(), "the sender has not heard of it");
      crossing.until(() -> crossing.popped() == 5);
    }
  }

  @Test
  void aFullTargetFillsTheSourceAndItsProducerFindsItFull() throws IOException {
    try (Crossing crossing = new Crossing(folder, SMALL, SMALL)) {
      crossing.send();
      crossing.receive();
      int[] pushed = new int[1];
      crossing.until(
          () -> {
            while (crossing.offer(pushed[0], 56)) {
              pushed[0]++;
            }
            return pushed[0] == 30;
          });
      crossing.turns(1000);
      assertEquals(15, crossing.popped());
      assertFalse(crossing.producer.canPush());
      crossing.until(() -> crossing.consumer.drain(note, 100) >= 0 && arrived.size() == 30);
      assertEquals(numbers(0, 30), arrived);
    }
  }

  @Test
  void aReceiverThatEndsBeforeItHasAnsweredIsFollowedByOneThatKnowsWhatItHas() throws IOException {
    try (Crossing crossing = new Crossing(folder, LARGE, LARGE)) {
      bringUnheard(crossing);
      crossing.receive();
      bringTheRest(crossing);
      assertEquals(0, crossing.receiver.repeats(), "they are not even sent");
    }
  }

  @Test
  void aSenderThatEndsBeforeItHasHeardIsFollowedByOneThatIsToldWhereToGoOn() throws IOException {
    try (Crossing crossing = new Crossing(folder, LARGE, LARGE)) {
      bringUnheard(crossing);
      crossing.send();
      bringTheRest(crossing);
      assertTrue(crossing.heard.contains("connected at 10"), crossing.heard::toString);
      assertEquals(0, crossing.receiver.repeats(), "they are not even sent");
    }
  }

  @Test
  void whoeverEndsAgainAndAgainEverythingArrivesOnceAndInOrder() throws IOException {
    try (Crossing crossing = new Crossing(folder, SMALL, SMALL)) {
      Random random = new Random(5);
      int[] pushed = new int[1];
      crossing.send();
      crossing.receive();
      for (int round = 0; round < 40; round++) {
        if (random.nextBoolean()) {
          crossing.send();
        }
        if (random.nextBoolean()) {
          crossing.receive();
        }
        int goal = arrived.size() + random.nextInt(200);
        crossing.until(
            () -> {
              while (crossing.offer(pushed[0], 20)) {
                pushed[0]++;
              }
              crossing.consumer.drain(note, 5);
              return arrived.size() >= goal;
            });
      }
      crossing.until(() -> crossing.consumer.drain(note, 9) >= 0 && arrived.size() == pushed[0]);
      assertEquals(numbers(0, pushed[0]), arrived);
    }
  }

  @Test
  void aStreamEndsOnceThePushEndIsClosedAndEverythingHasArrived() throws IOException {
    try (Crossing crossing = new Crossing(folder, LARGE, LARGE)) {
      crossing.send();
      crossing.receive();
      push(crossing, 0, 3);
      crossing.until(() -> crossing.popped() == 3);
      crossing.turns(100);
      assertFalse(crossing.receiver.isEnded());
      crossing.producer.close();
      crossing.until(() -> crossing.sender.isEnded());
      assertTrue(crossing.receiver.isEnded());
      crossing.producer = crossing.source.push();
      push(crossing, 3, 4);
      crossing.until(() -> crossing.popped() == 4);
      assertFalse(crossing.sender.isEnded(), "another producer goes on");
      assertFalse(crossing.receiver.isEnded());
    }
  }

  @Test
  void aSenderThatComesLateToAnEndSaysIt() throws IOException {
    try (Crossing crossing = new Crossing(folder, LARGE, LARGE)) {
      push(crossing, 0, 3);
      crossing.producer.close();
      crossing.send();
      crossing.receive();
      crossing.until(() -> crossing.sender.isEnded());
      crossing.receive();
      crossing.until(() -> crossing.receiver.isEnded());
    }
  }

  @Test
  void aClientThatIsClosedIsASentence() throws IOException {
    try (Crossing crossing = new Crossing(folder, LARGE, LARGE)) {
      crossing.send();
      crossing.receive();
      crossing.aeron.close();
      String message =
          assertThrows(BridgeDisconnectedException.class, () -> crossing.sender.doWork())
              .getMessage();
      assertEquals(
          "Aeron has closed this stream, since its driver is gone or its client was closed: channel="
              + crossing.channel
              + ", stream=1001; make a new bridge over a new client: what is not acknowledged is sent"
              + " again",
          message);
      assertNotNull(
          assertThrows(BridgeDisconnectedException.class, () -> crossing.receiver.doWork()));
    }
  }

  /** Ten elements come into the target, and the sender does not hear of it. */
  private static void bringUnheard(Crossing crossing) {
    crossing.send();
    crossing.receive();
    push(crossing, 0, 10);
    crossing.until(() -> crossing.sender.sent() == 10);
    Crossing.until(() -> crossing.receiver.received() == 10, crossing.receiver);
    assertEquals(0, crossing.popped());
  }

  private void bringTheRest(Crossing crossing) {
    push(crossing, 10, 20);
    crossing.until(() -> crossing.popped() == 20);
    crossing.consumer.drain(note, 100);
    assertEquals(numbers(0, 20), arrived);
  }

  private static void push(Crossing crossing, int from, int to) {
    for (int i = from; i < to; i++) {
      assertTrue(crossing.offer(i, 56));
    }
  }

  private static List<Integer> numbers(int from, int to) {
    List<Integer> numbers = new ArrayList<>();
    for (int i = from; i < to; i++) {
      numbers.add(i);
    }
    return numbers;
  }
}
