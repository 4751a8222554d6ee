package io.pushpop.ipc.bridge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aeron.Publication;
import io.aeron.archive.client.AeronArchive;
import io.aeron.archive.client.ArchiveException;
import io.pushpop.ipc.FileOptions;
import io.pushpop.ipc.QueueFile;
import io.pushpop.queue.ElementHandler;
import io.pushpop.queue.Geometry;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * From ring to ring through an archive: everything, once, in order, whenever the receiver comes.
 */
final class ArchiveTest {
  private static final Geometry SMALL = Geometry.of(16, 64);
  private static final Geometry LARGE = Geometry.of(256, 64);

  /** Slots of elements of which a term holds about two thousand. */
  private static final Geometry WIDE = Geometry.of(64, 2048);

  private static final int WIDE_LENGTH = 2000;

  /** Elements that take three terms and a half. */
  private static final int THREE_TERMS = 7_000;

  /** Instead of the number of the next element, where nobody knows which is the first. */
  private static final int PURGED = -1;

  @TempDir Path folder;

  private int pushed;
  private int arrived;
  private int length = 56;

  private final ElementHandler check =
      (buffer, offset, length) -> {
        if (arrived == PURGED) {
          arrived = buffer.getInt(offset);
        }
        assertEquals(arrived, buffer.getInt(offset));
        assertEquals(this.length, length);
        assertEquals((byte) (arrived * 31 + length - 1), buffer.getByte(offset + length - 1));
        arrived++;
      };

  @Test
  void whatIsRecordedLeavesTheRingAndComesOnceToAReceiverThatComesLater() throws Exception {
    try (Archived archived = new Archived(folder, SMALL, SMALL)) {
      archived.send();
      pushAndRecord(archived, 1_000);
      archived.receive();
      receiveAll(archived);
      pushAndReceive(archived, 2_000);
      assertEquals(2_000, archived.receiver.received());
      assertEquals(0, archived.receiver.repeats());
    }
  }

  @Test
  void elementsOfAllLengthsComeOutOfTheRecordingAsTheyWentIn() throws Exception {
    try (Archived archived = new Archived(folder, Geometry.of(256, 128), Geometry.of(512, 64))) {
      archived.send();
      Random random = new Random(9);
      int longest = archived.crossing.source.geometry().maxLength();
      int[] lengths = random.ints(500, 0, longest + 1).toArray();
      lengths[0] = 0;
      lengths[1] = longest;
      ElementHandler compare =
          (buffer, offset, length) -> {
            assertEquals(lengths[arrived], length);
            for (int i = Integer.BYTES; i < length; i++) {
              assertEquals((byte) (arrived * 31 + i), buffer.getByte(offset + i));
            }
            arrived++;
          };
      archived.receive();
      archived.until(
          () -> {
            while (pushed < lengths.length && archived.crossing.offer(pushed, lengths[pushed])) {
              pushed++;
            }
            archived.crossing.consumer.drain(compare, 16);
            return arrived == lengths.length;
          });
    }
  }

  @Test
  void anElementIsPoppedWhenItIsRecordedAndNotBefore() throws Exception {
    try (Archived archived = new Archived(folder, LARGE, LARGE)) {
      archived.send();
      push(archived, 1);
      archived.until(() -> archived.crossing.popped() == 1);
      archived.stall();
      try {
        push(archived, 5);
        archived.until(() -> archived.sender.sent() == 5);
        for (int i = 0; i < 1_000; i++) {
          archived.sender.doWork();
        }
        assertEquals(1, archived.crossing.popped(), "the archive has not written them");
      } finally {
        archived.unstall();
      }
      archived.until(() -> archived.crossing.popped() == 5);
    }
  }

  @Test
  void aReceiverGoesOnFromItsPositionWithoutAReplayFromTheStart() throws Exception {
    goOnFromTheLastTerm(WIDE_LENGTH, THREE_TERMS);
  }

  @Test
  void aReceiverGoesOnFromItsPositionAlsoWhereElementsAreSeveralToAMessage() throws Exception {
    int part = 8;
    goOnFromTheLastTerm(WIDE_LENGTH / part, part * THREE_TERMS);
  }

  private void goOnFromTheLastTerm(int elementLength, int threeTerms) throws Exception {
    length = elementLength;
    try (Archived archived = new Archived(folder, WIDE, WIDE)) {
      archived.send();
      archived.receive();
      pushAndReceive(archived, threeTerms);
      archived.stopReceiving();
      pushAndRecord(archived, 2 * threeTerms);
      archived.receive();
      receiveAll(archived);
      assertEquals(threeTerms, archived.receiver.received());
      int termful = Archived.SEGMENT_LENGTH / elementLength;
      long repeats = archived.receiver.repeats();
      assertTrue(repeats > 0 && repeats < termful, () -> "repeats=" + repeats);
    }
  }

  @Test
  void aSenderThatBeginsAnewGoesOnWithTheRecordingAndItsReceiverStays() throws Exception {
    try (Archived archived = new Archived(folder, SMALL, SMALL)) {
      archived.send();
      archived.receive();
      pushAndReceive(archived, 100);
      Recording first = archived.recording();
      for (int round = 1; round <= 3; round++) {
        push(archived, pushed + 10); // may be recorded, and not popped
        archived.send();
        pushAndReceive(archived, pushed + 100);
      }
      assertTrue(archived.recording().isSame(first));
      assertEquals(pushed, archived.receiver.received());
      assertEquals(pushed, arrived);
      assertTrue(archived.heard.contains("disconnected"), archived.heard::toString);
      long repeats = archived.receiver.repeats();
      assertTrue(repeats <= 3 * 15, () -> "it goes on where it was: repeats=" + repeats);
    }
  }

  @Test
  void whatWasRecordedTwiceComesOnce() throws Exception {
    try (Archived archived = new Archived(folder, LARGE, LARGE)) {
      archived.send();
      archived.stall();
      try {
        push(archived, 10);
        archived.until(() -> archived.sender.sent() == 10);
      } finally {
        archived.unstall();
      }
      archived.stopSending(); // it was recorded, and nobody has popped it
      assertEquals(0, archived.crossing.popped());
      archived.send();
      pushAndRecord(archived, 20);
      archived.receive();
      receiveAll(archived);
      assertEquals(10, archived.receiver.repeats());
    }
  }

  @Test
  void anArchiveThatIsKilledHasWhatItSaidWasRecorded() throws Exception {
    length = 4_000;
    UnsafeBuffer zeros = new UnsafeBuffer(new byte[length]);
    try (Archived archived = new Archived(folder, Geometry.of(64, 4096), Geometry.of(64, 4096))) {
      archived.send();
      archived.receive();
      for (int round = 0; round < 5; round++) {
        pushAndRecord(archived, pushed + 7);
        // The end of the last one lies in another page, and is nothing but zeros.
        archived.until(() -> archived.crossing.producer.tryPush(zeros, 0, length));
        archived.until(() -> archived.crossing.popped() == archived.crossing.producer.position());
        archived.until(archived.receiver::isConnected); // on its way there it would wait for 10 s
        archived.killArchive();
        archived.send();
      }
      int[] all = new int[1];
      archived.until(
          () ->
              archived.crossing.consumer.drain((buffer, offset, length) -> all[0]++, 9) >= 0
                  && all[0] == pushed + 5);
    }
  }

  @Test
  void aRecordingThatStopsIsASentenceAndWhatIsNotRecordedStays() throws Exception {
    try (Archived archived = new Archived(folder, LARGE, LARGE)) {
      archived.send();
      pushAndRecord(archived, 10);
      archived.stall();
      push(archived, 20);
      archived.until(() -> archived.sender.sent() == 20);
      archived.unhost();
      String message =
          assertThrows(
                  BridgeDisconnectedException.class,
                  () -> archived.until(() -> false)) // until it throws
              .getMessage();
      assertTrue(
          message.startsWith("the archive has stopped recording: recording=0"), () -> message);
      assertTrue(
          message.endsWith(
              "; what is not recorded stays in the ring: see that the archive runs and its folder"
                  + " has room, and make a new bridge, which goes on with the recording"),
          () -> message);
      assertEquals(10, archived.crossing.popped());
      archived.stopSending();
      archived.host();
      archived.send();
      archived.receive();
      pushAndReceive(archived, 30);
      assertEquals(30, archived.receiver.received());
    }
  }

  @Test
  void anArchiveWithoutRoomRecordsNothingAndTheRingKeepsWhatItHas() throws Exception {
    try (Archived archived = new Archived(folder, LARGE, LARGE)) {
      archived.unhost();
      archived.lowStorage = Long.MAX_VALUE;
      archived.host();
      push(archived, 5);
      ArchiveException refusal = assertThrows(ArchiveException.class, archived::send);
      assertEquals(ArchiveException.STORAGE_SPACE, refusal.errorCode());
      archived.stopSending();
      assertEquals(0, archived.crossing.popped());
      archived.unhost();
      archived.lowStorage = 0;
      archived.host();
      archived.send();
      archived.receive();
      pushAndReceive(archived, 6);
    }
  }

  @Test
  void aStreamEndsOnceThePushEndIsClosedAndTheReceiverHearsOfItWheneverItComes() throws Exception {
    try (Archived archived = new Archived(folder, LARGE, LARGE)) {
      archived.send();
      pushAndRecord(archived, 3);
      assertFalse(archived.sender.isEnded());
      archived.crossing.producer.close();
      archived.until(() -> archived.sender.isEnded());
      archived.stopSending();
      archived.receive();
      archived.until(() -> archived.receiver.isEnded());
      receiveAll(archived);
      archived.crossing.producer = archived.crossing.source.push();
      archived.send();
      pushAndReceive(archived, 4);
      assertFalse(archived.receiver.isEnded());
      assertFalse(archived.sender.isEnded());
    }
  }

  @Test
  void anEndBehindWhichMoreIsRecordedIsNone() throws Exception {
    int full = SMALL.slots() - 1;
    try (Archived archived = new Archived(folder, SMALL, SMALL)) {
      archived.send();
      pushAndRecord(archived, full);
      archived.crossing.producer.close();
      archived.until(() -> archived.sender.isEnded());
      archived.crossing.producer = archived.crossing.source.push();
      pushAndRecord(archived, full + 1);
      archived.receive();
      archived.until(() -> archived.receiver.received() == full);
      for (int i = 0; i < 1_000; i++) {
        archived.receiver.doWork(); // comes to the end, and finds no room for what is behind it
      }
      assertFalse(archived.receiver.isEnded());
      receiveAll(archived);
    }
  }

  @Test
  void anArchiveIsHeardWhenItSaysThatItIsThere() throws Exception {
    try (Archived archived = new Archived(folder, SMALL, SMALL)) {
      archived.unhost();
      archived.pingNanos = 1_000_000; // a term of those is 64 KiB, and half of it may be unread
      archived.host();
      archived.send();
      archived.receive();
      pushAndReceive(archived, 10);
      archived.until(() -> archived.answersBeyond(40_000) == 2);
    }
  }

  @Test
  void aTargetThatWasFilledOverABridgeGoesOnFromARecording() throws Exception {
    try (Archived archived = new Archived(folder, LARGE, LARGE)) {
      archived.send();
      pushAndRecord(archived, 10);
      archived.receive();
      receiveAll(archived);
      archived.stopSending();
      archived.stopReceiving();
      archived.crossing.send();
      archived.crossing.receive();
      push(archived, 20);
      archived.crossing.until(() -> archived.crossing.popped() == 20);
      archived.crossing.stopSending();
      archived.crossing.stopReceiving();
      archived.send();
      archived.receive();
      pushAndReceive(archived, 30);
      assertEquals(10, archived.receiver.received());
    }
  }

  @Test
  void aStreamOfAnArchiveIsOfOneRing() throws Exception {
    try (Archived archived = new Archived(folder, LARGE, LARGE)) {
      archived.send();
      pushAndRecord(archived, 3);
      long ring = archived.recording().ring();
      archived.stopSending();
      archived.crossing.source(LARGE, FileOptions.defaults());
      String message = assertThrows(BridgeRefusedException.class, archived::send).getMessage();
      assertTrue(
          message.startsWith(
              "the archive has recorded another ring on this stream: stream=1001, recording=0, ring"
                  + " recorded=0x"
                  + Long.toHexString(ring)
                  + ", this ring=0x"),
          () -> message);
    }
  }

  @Test
  void aTargetOfAnotherRingIsRefused() throws Exception {
    try (Archived archived = new Archived(folder, LARGE, LARGE)) {
      archived.crossing.send();
      archived.crossing.receive();
      push(archived, 3);
      archived.crossing.until(() -> archived.crossing.popped() == 3);
      archived.crossing.stopReceiving();
      archived.crossing.source(LARGE, FileOptions.defaults());
      archived.send();
      pushAndRecord(archived, 6);
      archived.receive();
      assertRefused(archived, "the target was filled from another ring: ring of source=0x");
    }
  }

  @Test
  void aTargetThatMeansOtherElementsOrIsTooSmallIsRefused() throws Exception {
    try (Archived archived = new Archived(folder, LARGE, LARGE)) {
      archived.send();
      pushAndRecord(archived, 1);
      archived.crossing.target(LARGE, FileOptions.defaults().withSchema("trades 2"));
      archived.receive();
      assertRefused(archived, "both rings of a bridge must mean the same elements: schema of");
      archived.stopReceiving();
      archived.crossing.target(SMALL, FileOptions.defaults());
      archived.receive();
      assertRefused(archived, "the source ring has longer elements than fit into the target: ");
    }
  }

  @Test
  void aSourceThatIsOlderThanItsRecordingIsRefused() throws Exception {
    try (Archived archived = new Archived(folder, LARGE, LARGE)) {
      archived.send();
      archived.receive();
      pushAndReceive(archived, 3);
      archived.stopSending();
      Path copy = Files.copy(archived.crossing.source.path(), folder.resolve("copy"));
      archived.send();
      pushAndReceive(archived, 7);
      try (QueueFile old = QueueFile.open(copy)) {
        archived.send(old);
        assertRefused(
            archived,
            "the source ring is older than what was received from it, such as a copy put back:"
                + " position of source=up to 3, of target=up to 7");
        archived.stopSending();
      }
    }
  }

  @Test
  void theRecordingOfAStreamIsTheOneThatBeganFirst() throws Exception {
    try (Archived archived = new Archived(folder, LARGE, LARGE)) {
      archived.send();
      pushAndRecord(archived, 3);
      archived.stopSending();
      Recording first = archived.recording();
      try (AeronArchive client = archived.client();
          Publication other =
              client.addRecordedPublication("aeron:ipc?alias=pushpop-abc", Crossing.STREAM)) {
        archived.until(other::isConnected);
        assertTrue(archived.recording().isSame(first));
      }
    }
  }

  @Test
  void aRecordingOfAnotherProgramWithALikeAliasIsNotTakenForOurs() throws Exception {
    try (Archived archived = new Archived(folder, LARGE, LARGE)) {
      try (AeronArchive client = archived.client();
          Publication other =
              client.addRecordedPublication("aeron:ipc?alias=pushpop-tape", Crossing.STREAM)) {
        archived.until(other::isConnected);
        archived.send();
        pushAndRecord(archived, 3);
        assertTrue(archived.recording().isOpen());
      }
    }
  }

  @Test
  void aChecksumIsTheOneOfAeron() {
    UnsafeBuffer frame = new UnsafeBuffer(ByteBuffer.allocateDirect(16));
    frame.putStringWithoutLengthAscii(3, "123456789");
    assertEquals(0xe3069283, new RecordChecksum().compute(frame.addressOffset(), 3, 9));
  }

  @Test
  void whatWasPurgedFromTheRecordingIsMissedAndNotPassedOver() throws Exception {
    length = WIDE_LENGTH;
    try (Archived archived = new Archived(folder, WIDE, WIDE)) {
      archived.send();
      archived.receive();
      pushAndReceive(archived, 10);
      archived.stopReceiving();
      pushAndRecord(archived, THREE_TERMS);
      try (AeronArchive client = archived.client()) {
        client.purgeSegments(archived.recording().id(), Archived.SEGMENT_LENGTH);
      }
      archived.receive();
      assertRefused(
          archived,
          "elements are missing that somebody else has popped from the source ring, or purged from"
              + " the recording: position of source=");
      archived.crossing.target(WIDE, FileOptions.defaults());
      archived.receive();
      arrived = PURGED;
      receiveAll(archived);
      int termful = Archived.SEGMENT_LENGTH / WIDE_LENGTH;
      assertTrue(pushed - archived.receiver.received() < termful + 256, "a new one begins there");
    }
  }

  @Test
  void whatSomebodyElsePoppedIsMissedAndNotPassedOver() throws Exception {
    try (Archived archived = new Archived(folder, LARGE, LARGE)) {
      archived.send();
      archived.receive();
      pushAndReceive(archived, 10);
      archived.stopSending();
      push(archived, 12);
      try (var other = archived.crossing.source.pop()) {
        other.tryPop((buffer, offset, length) -> {});
      }
      archived.send();
      assertRefused(
          archived,
          "elements are missing that somebody else has popped from the source ring, or purged from"
              + " the recording: position of source=from 11, of target=up to 10; create a new target"
              + " to go on without them");
    }
  }

  @Test
  void aReceiverSaysWhatItWaitsFor() throws Exception {
    try (Archived archived = new Archived(folder, LARGE, LARGE)) {
      archived.receive();
      archived.until(() -> !archived.heard.isEmpty());
      archived.send();
      pushAndReceive(archived, 3);
      archived.stopSending();
      archived.until(() -> told(archived).size() > 4);
      assertEquals(
          List.of(
              "waiting: the archive has no recording of this stream: stream=1001",
              "connected at 0", // the sender
              "connected at 0",
              "disconnected",
              "waiting: the recording has stopped, and all of it is here: recording=0"),
          told(archived));
    }
  }

  /** All that was heard but what a receiver may say or not, as a recording begins. */
  private static List<String> told(Archived archived) {
    return archived.heard.stream().filter(said -> !said.contains("nothing is recorded")).toList();
  }

  private static void assertRefused(Archived archived, String begin) {
    String message =
        assertThrows(BridgeRefusedException.class, () -> archived.until(() -> false)).getMessage();
    assertTrue(message.startsWith(begin), () -> message);
  }

  private void push(Archived archived, int to) {
    while (pushed < to) {
      assertTrue(archived.crossing.offer(pushed, length));
      pushed++;
    }
  }

  private boolean pushSome(Archived archived, int to) {
    while (pushed < to && archived.crossing.offer(pushed, length)) {
      pushed++;
    }
    return pushed == to;
  }

  private void pushAndRecord(Archived archived, int to) {
    archived.until(
        () ->
            pushSome(archived, to)
                && archived.crossing.popped() == archived.crossing.producer.position());
  }

  private void receiveAll(Archived archived) {
    pushAndReceive(archived, pushed);
  }

  private void pushAndReceive(Archived archived, int to) {
    archived.until(
        () -> {
          archived.crossing.consumer.drain(check, 100);
          return pushSome(archived, to) && arrived == to;
        });
  }
}
