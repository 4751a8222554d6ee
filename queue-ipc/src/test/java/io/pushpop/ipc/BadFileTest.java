package io.pushpop.ipc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pushpop.queue.Geometry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that are not, or not quite, ring files: each is refused with the field that is wrong. */
final class BadFileTest {
  @TempDir Path folder;
  private Path path;
  private byte[] good;

  @BeforeEach
  void makeFile() throws IOException {
    path = folder.resolve("ring");
    FileOptions options = FileOptions.defaults().withSchema("itch-sbe 3");
    QueueFile.create(path, Geometry.of(8, 64), options).close();
    good = Files.readAllBytes(path);
  }

  @Test
  void eachHeaderByteThatIsFlippedIsFound() throws IOException {
    Set<String> fields = new TreeSet<>();
    for (int offset = 0; offset < FileLayout.HEADER_LENGTH; offset++) {
      for (int flip : new int[] {0x01, 0x80, 0xff}) {
        byte[] bad = good.clone();
        bad[offset] ^= (byte) flip;
        fields.add(refusal(bad).field());
      }
    }
    assertEquals(Set.of("magic", "version", "byte order", "ready", "checksum"), fields);
  }

  @Test
  void aFileCutAtAnyLengthIsFound() throws IOException {
    for (int length = 0; length < good.length; length++) {
      BadFileException refusal = refusal(Arrays.copyOf(good, length));
      assertEquals("file length", refusal.field());
      assertEquals(Integer.toString(length), refusal.found());
    }
  }

  @Test
  void aFileThatGrewIsFound() throws IOException {
    BadFileException refusal = refusal(Arrays.copyOf(good, good.length + 1));
    assertEquals(
        "cannot open "
            + path
            + ": field=file length, expected=8704, found=8705; the file is damaged: stop both ends,"
            + " remove it and create it anew",
        refusal.getMessage());
    assertEquals("8704", refusal.expected());
    assertEquals(path, refusal.path());
  }

  @Test
  void anotherProgramsFileIsFound() throws IOException {
    BadFileException refusal = refusal("#!/bin/sh\n".repeat(1000).getBytes());
    assertEquals(
        "cannot open "
            + path
            + ": field=magic, expected=50 55 53 48 50 4f 50 00, found=23 21 2f 62 69 6e 2f 73; this"
            + " is another program's file: correct the path",
        refusal.getMessage());
  }

  @Test
  void anEmptyFileIsFound() throws IOException {
    assertEquals(
        "cannot open "
            + path
            + ": field=file length, expected=8192 or more, found=0; this is no ring file, or one that"
            + " was cut short: correct the path, or remove it and create it anew",
        refusal(new byte[0]).getMessage());
  }

  @Test
  void aFileOfZerosIsFound() throws IOException {
    assertEquals("magic", refusal(new byte[good.length]).field());
  }

  @Test
  void anotherVersionIsFoundBeforeAnythingElseIsBelieved() throws IOException {
    byte[] bad = good.clone();
    bad[FileLayout.VERSION_OFFSET] = 2;
    Arrays.fill(bad, FileLayout.BYTE_ORDER_OFFSET, FileLayout.HEADER_LENGTH, (byte) 7);
    BadFileException refusal = refusal(bad);
    assertEquals(
        "cannot open "
            + path
            + ": field=version, expected=1, found=2; another version of Pushpop made the file: use"
            + " that version on both sides, or create the file anew",
        refusal.getMessage());
  }

  @Test
  void anotherByteOrderIsFound() throws IOException {
    ByteOrder other =
        ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN
            ? ByteOrder.BIG_ENDIAN
            : ByteOrder.LITTLE_ENDIAN;
    byte[] bad = good.clone();
    ByteBuffer.wrap(bad)
        .order(other)
        .putInt(FileLayout.BYTE_ORDER_OFFSET, FileLayout.BYTE_ORDER_MARK);
    assertEquals(
        "cannot open "
            + path
            + ": field=byte order, expected=0x01020304, found=0x04030201; the file comes from a"
            + " machine of another byte order, and cannot be used here: create it anew",
        refusal(bad).getMessage());
  }

  @Test
  void aHalfMadeFileIsFound() throws IOException {
    byte[] bad = good.clone();
    Arrays.fill(bad, FileLayout.READY_OFFSET, FileLayout.HEADER_LENGTH, (byte) 0);
    assertEquals(
        "cannot open "
            + path
            + ": field=ready, expected=0x52454459, found=0x00000000; the file is half-made: remove it"
            + " and create it anew",
        refusal(bad).getMessage());
  }

  /** From here on the checksum is right: the checks behind it hold by themselves. */
  @Test
  void reservedBytesOfTheHeaderMustBeZero() throws IOException {
    for (int offset : new int[] {36, 63, 128, 2048, 4087}) {
      BadFileException refusal = refusal(changed(header -> header.put(offset, (byte) 1)));
      assertEquals("reserved", refusal.field());
      assertEquals("1 at offset " + offset, refusal.found());
    }
  }

  @Test
  void anImpossibleGeometryIsFound() throws IOException {
    int[][] geometries = {
      {7, 64},
      {0, 64},
      {1, 64},
      {-8, 64},
      {8, 63},
      {8, 8},
      {8, 0},
      {8, Integer.MIN_VALUE},
      {1 << 20, 1 << 20}
    };
    for (int[] geometry : geometries) {
      BadFileException refusal =
          refusal(
              changed(
                  header ->
                      header
                          .putInt(FileLayout.SLOTS_OFFSET, geometry[0])
                          .putInt(FileLayout.SLOT_SIZE_OFFSET, geometry[1])));
      assertEquals("geometry", refusal.field());
      assertEquals("slots=" + geometry[0] + ", slotSize=" + geometry[1], refusal.found());
    }
  }

  @Test
  void aGeometryThatDoesNotSuitTheLengthIsFound() throws IOException {
    assertEquals(
        "file length",
        refusal(changed(header -> header.putInt(FileLayout.SLOTS_OFFSET, 4))).field());
    assertEquals(
        "file length",
        refusal(changed(header -> header.putInt(FileLayout.SLOT_SIZE_OFFSET, 1 << 20))).field());
    assertEquals(
        "file length",
        refusal(changed(header -> header.putLong(FileLayout.FILE_LENGTH_OFFSET, -1))).field());
  }

  @Test
  void anUnknownKindOfLockIsFound() throws IOException {
    BadFileException refusal =
        refusal(changed(header -> header.putInt(FileLayout.LOCK_KIND_OFFSET, 3)));
    assertEquals("lock kind", refusal.field());
    assertEquals("1 or 2", refusal.expected());
    assertEquals("3", refusal.found());
  }

  @Test
  void theGoodFileIsNotRefused() throws IOException {
    QueueFile.open(path).close();
    Files.write(path, changed(header -> {}));
    QueueFile.open(path).close();
  }

  private BadFileException refusal(byte[] content) throws IOException {
    // In place: some file systems write through what is cut to nothing and written anew.
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(content), 0);
      channel.truncate(content.length);
    }
    BadFileException refusal =
        assertThrows(BadFileException.class, () -> QueueFile.open(path).close());
    assertTrue(refusal.getMessage().startsWith("cannot open " + path + ": "), refusal::getMessage);
    assertEquals(content.length, Files.size(path));
    return refusal;
  }

  private byte[] changed(Consumer<ByteBuffer> change) {
    return changed(good, change);
  }

  /** A copy of a file with another header, whose checksum is right. */
  static byte[] changed(byte[] good, Consumer<ByteBuffer> change) {
    byte[] file = good.clone();
    ByteBuffer header = ByteBuffer.wrap(file).order(ByteOrder.nativeOrder());
    change.accept(header);
    CRC32C checksum = new CRC32C();
    checksum.update(file, 0, FileLayout.CHECKSUM_OFFSET);
    header.putInt(FileLayout.CHECKSUM_OFFSET, (int) checksum.getValue());
    return file;
  }
}
