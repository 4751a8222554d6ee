package io.pushpop.bench.itch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CaptureReaderTest {
  private static final int LONGEST_MESSAGE = 0xFFFF;

  @TempDir Path folder;

  private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[LONGEST_MESSAGE]);

  @Test
  void theFirstThousandMessagesOfADayAreAllRead() throws IOException {
    try (CaptureReader reader =
        CaptureReader.open(Captures.shared("nasdaq_itch50_first1000.itch"))) {
      assertEquals(1000, readAll(reader));
      assertCounts(reader.counts(), "S1 R993 H3 Y3");
      assertFalse(reader.isTorn());
      assertEquals(0, reader.tornTailBytes());
      assertEquals(1, reader.progress());
    }
  }

  @Test
  void theTruncatedFileHasATornTailOf15Bytes() throws IOException {
    Path file = Captures.shared("nasdaq_itch50_truncated4096.itch");
    try (CaptureReader reader = CaptureReader.open(file)) {
      assertEquals(101, readAll(reader));
      assertCounts(reader.counts(), "S1 R98 H1 Y1");
      assertTrue(reader.isTorn());
      assertEquals(15, reader.tornTailBytes());
    }
  }

  @Test
  void theArtificialFileIsReadThroughGzip() throws IOException {
    Path file = Captures.shared("ritch_artificial_12012_reframed.itch.gz");
    try (CaptureReader reader = CaptureReader.open(file)) {
      assertEquals(12_012, readAll(reader));
      assertCounts(reader.counts(), "S6 R3 H3 A4997 F3 E198 X45 D1745 U12 P5000");
      assertFalse(reader.isTorn());
    }
  }

  @Test
  void aCaptureComesBackAsItWasWritten() throws IOException {
    byte[] frames = Captures.framed(new SessionGenerator(1, 20_000));
    for (byte[] file : new byte[][] {frames, Captures.gzip(frames)}) {
      try (CaptureReader reader = open(file)) {
        assertArrayEquals(frames, Captures.framed(reader));
        assertFalse(reader.isTorn());
        assertEquals(1, reader.progress());
      }
    }
  }

  @Test
  void aCutAnywhereInTheLastFramesLeavesATornTailOfThatManyBytes() throws IOException {
    byte[] whole = Captures.framed(new SessionGenerator(2, 2000));
    byte[] lastFrames = Captures.framed(new SessionGenerator(2, 2004));
    for (int cut = whole.length; cut < lastFrames.length; cut++) {
      assertTornAsFramed(Arrays.copyOf(lastFrames, cut), Arrays.copyOf(lastFrames, cut));
    }
  }

  @Test
  void aCutInsideAFrameIsTornTheSameThroughGzip() throws IOException {
    byte[] frames = Captures.framed(new SessionGenerator(3, 100));
    for (int cut = frames.length - 60; cut <= frames.length; cut++) {
      byte[] plain = Arrays.copyOf(frames, cut);
      assertTornAsFramed(plain, Captures.gzip(plain));
    }
  }

  @Test
  void aGzipStreamCutAnywhereIsATornTail() throws IOException {
    byte[] frames = Captures.framed(new SessionGenerator(4, 150, 3, 64));
    byte[] compressed = Captures.gzip(frames);
    long most = 0;
    for (int cut = 2; cut < compressed.length; cut++) {
      try (CaptureReader reader = open(Arrays.copyOf(compressed, cut))) {
        byte[] read = Captures.framed(reader);
        assertArrayEquals(Arrays.copyOf(frames, read.length), read);
        assertTrue(reader.isTorn());
        assertEquals(MessageSource.END, reader.next(buffer, 0));
        most = Math.max(most, reader.counts().total());
      }
    }
    assertEquals(150, most);
  }

  @Test
  void gzipMembersOneAfterTheOtherAreOneCapture() throws IOException {
    byte[] frames = Captures.framed(new SessionGenerator(5, 1000));
    byte[] first = Captures.gzip(Arrays.copyOf(frames, 777));
    byte[] second = Captures.gzip(Arrays.copyOfRange(frames, 777, frames.length));
    try (CaptureReader reader = open(Captures.concat(first, second))) {
      assertArrayEquals(frames, Captures.framed(reader));
    }
  }

  @Test
  void damageInAGzipStreamIsAnErrorThatNamesTheFile() throws IOException {
    byte[] compressed = Captures.gzip(Captures.framed(new SessionGenerator(6, 1000)));
    compressed[compressed.length - 8] ^= 1;
    try (CaptureReader reader = open(compressed)) {
      UncheckedIOException error = assertThrows(UncheckedIOException.class, () -> readAll(reader));
      assertTrue(error.getMessage().contains(folder.toString()), error::getMessage);
      assertTrue(error.getMessage().contains("messages before=1000"), error::getMessage);
    }
  }

  @Test
  void aLengthOfZeroEndsTheSession() throws IOException {
    byte[] frames = Captures.framed(new SessionGenerator(7, 100));
    byte[] file = Captures.concat(frames, Captures.END_OF_SESSION, new byte[] {0, 12, 'S'});
    try (CaptureReader reader = open(file)) {
      assertEquals(100, readAll(reader));
      assertFalse(reader.isTorn());
      assertEquals(0, reader.tornTailBytes());
    }
  }

  @Test
  void anEmptyFileHasNoMessages() throws IOException {
    try (CaptureReader reader = open(new byte[0])) {
      assertEquals(1, reader.progress());
      assertEquals(MessageSource.END, reader.nextLength());
      assertFalse(reader.isTorn());
    }
  }

  @Test
  void oneByteIsATornTail() throws IOException {
    try (CaptureReader reader = open(new byte[] {0x1F})) {
      assertEquals(MessageSource.END, reader.nextLength());
      assertTrue(reader.isTorn());
      assertEquals(1, reader.tornTailBytes());
    }
  }

  @Test
  void unknownTypesAndWrongLengthsAreHandedOverAndCounted() throws IOException {
    byte[] unknown = Captures.frame('z', 7);
    byte[] longest = Captures.frame('?', LONGEST_MESSAGE);
    byte[] tooShort = Captures.frame('A', 35);
    byte[] tooLong = Captures.frame('D', 20);
    byte[] good = Captures.frame('D', 19);
    try (CaptureReader reader =
        open(Captures.concat(unknown, longest, tooShort, tooLong, longest, good))) {
      for (byte[] frame : new byte[][] {unknown, longest, tooShort, tooLong, longest, good}) {
        assertEquals(frame.length - 2, reader.nextLength());
        assertEquals(frame.length - 2, reader.next(buffer, 0));
        assertEquals(frame[2], buffer.getByte(0));
      }
      assertEquals(MessageSource.END, reader.next(buffer, 0));
      assertEquals(3, reader.counts().unknownTypes());
      assertEquals(2, reader.counts().wrongLengths());
      assertEquals(1, reader.counts().of(MessageType.ORDER_DELETE));
      assertEquals(6, reader.counts().total());
      assertFalse(reader.isTorn());
    }
  }

  @Test
  void onlyMessagesThatAreUnderstoodMoveTheTime() throws IOException {
    byte[] timed = Captures.frame('D', 19);
    timed[2 + Fields.TIMESTAMP] = (byte) 0x80;
    timed[2 + Fields.TIMESTAMP + 5] = 5;
    byte[] unknown = Captures.frame('z', 19);
    Arrays.fill(unknown, 3, unknown.length, (byte) -1);
    try (CaptureReader reader = open(Captures.concat(unknown, timed, unknown))) {
      assertEquals(0, reader.nextTimestampNanos());
      reader.next(buffer, 0);
      assertEquals(0x8000_0000_0005L, reader.nextTimestampNanos());
      reader.next(buffer, 0);
      assertEquals(0x8000_0000_0005L, Decoder.timestampNanos(buffer, 0));
      assertEquals(0x8000_0000_0005L, reader.nextTimestampNanos());
    }
  }

  @Test
  void aMessageThatDoesNotFitIsStillTheNextOne() throws IOException {
    try (CaptureReader reader = open(Captures.frame('D', 19))) {
      UnsafeBuffer small = new UnsafeBuffer(new byte[18]);
      assertThrows(IndexOutOfBoundsException.class, () -> reader.next(small, 0));
      assertEquals(0, reader.counts().total());
      assertEquals(19, reader.next(buffer, 0));
    }
  }

  @Test
  void progressNeverGoesBack() throws IOException {
    byte[] frames = Captures.framed(new SessionGenerator(8, 30_000));
    try (CaptureReader reader = open(Captures.gzip(frames))) {
      double before = 0;
      boolean between = false;
      while (reader.next(buffer, 0) != MessageSource.END) {
        double now = reader.progress();
        assertTrue(now >= before && now <= 1);
        between |= now > 0.1 && now < 0.9;
        before = now;
      }
      assertTrue(between);
      assertEquals(1, before);
    }
  }

  @Test
  void whatIsNoRegularFileIsRefusedByName() {
    Path missing = folder.resolve("nothing.itch");
    String message =
        assertThrows(IOException.class, () -> CaptureReader.open(missing)).getMessage();
    assertTrue(message.contains(missing + ", expected a regular file, found nothing"), message);
    message = assertThrows(IOException.class, () -> CaptureReader.open(folder)).getMessage();
    assertTrue(message.contains(folder + ", expected a regular file, found something"), message);
  }

  private CaptureReader open(byte[] bytes) throws IOException {
    return CaptureReader.open(Files.write(folder.resolve("capture"), bytes));
  }

  private void assertTornAsFramed(byte[] plain, byte[] file) throws IOException {
    int whole = 0;
    int messages = 0;
    while (whole + 2 <= plain.length && whole + 2 + plain[whole + 1] <= plain.length) {
      whole += 2 + plain[whole + 1];
      messages++;
    }
    try (CaptureReader reader = open(file)) {
      assertEquals(messages, readAll(reader));
      assertEquals(plain.length - whole, reader.tornTailBytes());
      assertEquals(plain.length > whole, reader.isTorn());
      assertEquals(MessageSource.END, reader.nextLength());
    }
  }

  private int readAll(CaptureReader reader) {
    int messages = 0;
    while (reader.next(buffer, 0) != MessageSource.END) {
      messages++;
    }
    return messages;
  }

  private static void assertCounts(MessageCounts counts, String expected) {
    StringBuilder found = new StringBuilder();
    for (MessageType type : MessageType.values()) {
      if (counts.of(type) > 0) {
        found.append(found.isEmpty() ? "" : " ").append((char) type.code()).append(counts.of(type));
      }
    }
    assertEquals(expected, found.toString());
    assertEquals(0, counts.unknownTypes());
    assertEquals(0, counts.wrongLengths());
  }
}
