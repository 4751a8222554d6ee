package io.pushpop.ipc;

import io.pushpop.queue.Geometry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.CRC32C;

/**
 * What the header page says, once it has been checked. Reads and writes go through a copy on the
 * heap and never through the mapping: what was checked cannot change any more, and a page that is
 * not there is an exception instead of a SIGBUS.
 *
 * @param geometry the ring's
 * @param lockKind how its ends are locked
 * @param schema the name of what its elements mean, or null if it has none
 */
record FileHeader(Geometry geometry, LockKind lockKind, String schema) {
  private static final String DAMAGED =
      "the file is damaged: stop both ends, remove it and create it anew";

  /** Writes the header of a file that is complete but for it. */
  void write(FileChannel channel) throws IOException {
    ByteBuffer page = ByteBuffer.allocate(FileLayout.HEADER_LENGTH).order(ByteOrder.nativeOrder());
    page.put(FileLayout.MAGIC_OFFSET, FileLayout.magic());
    putLittleEndian(page, FileLayout.VERSION_OFFSET, FileLayout.VERSION);
    page.putInt(FileLayout.BYTE_ORDER_OFFSET, FileLayout.BYTE_ORDER_MARK);
    page.putInt(FileLayout.SLOTS_OFFSET, geometry.slots());
    page.putInt(FileLayout.SLOT_SIZE_OFFSET, geometry.slotSize());
    page.putLong(FileLayout.FILE_LENGTH_OFFSET, FileLayout.fileLength(geometry));
    page.putInt(FileLayout.LOCK_KIND_OFFSET, lockKind.number());
    page.put(FileLayout.SCHEMA_TAG_OFFSET, SchemaTag.encode(schema));
    page.putInt(FileLayout.CHECKSUM_OFFSET, checksum(page));
    writeFully(channel, page, 0);
    // Last, and by a write of its own: without it, whoever opens the file knows that its creator
    // did
    // not come to the end.
    ByteBuffer ready = ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.nativeOrder());
    ready.putInt(0, FileLayout.READY);
    writeFully(channel, ready, FileLayout.READY_OFFSET);
  }

  /**
   * Reads and checks the header, and the length of the file against it.
   *
   * @throws BadFileException for the first field that is wrong
   */
  static FileHeader read(Path path, FileChannel channel) throws IOException {
    long fileLength = channel.size();
    if (fileLength < FileLayout.FIRST_SLOT_OFFSET) {
      throw bad(
          path,
          "file length",
          FileLayout.FIRST_SLOT_OFFSET + " or more",
          fileLength,
          "this is no ring file, or one that was cut short: correct the path, or remove it and create"
              + " it anew");
    }
    ByteBuffer page = ByteBuffer.allocate(FileLayout.HEADER_LENGTH).order(ByteOrder.nativeOrder());
    while (page.hasRemaining()) {
      if (channel.read(page, page.position()) < 0) {
        throw bad(path, "file length", fileLength, page.position(), DAMAGED);
      }
    }
    FileHeader header = check(path, page);
    int expected = FileLayout.fileLength(header.geometry);
    requireEqual(
        path, "file length", expected, page.getLong(FileLayout.FILE_LENGTH_OFFSET), DAMAGED);
    requireEqual(path, "file length", expected, fileLength, DAMAGED);
    return header;
  }

  private static FileHeader check(Path path, ByteBuffer page) throws BadFileException {
    byte[] magic = new byte[FileLayout.MAGIC_LENGTH];
    page.get(FileLayout.MAGIC_OFFSET, magic);
    if (!Arrays.equals(magic, FileLayout.magic())) {
      throw bad(
          path,
          "magic",
          hex(FileLayout.magic()),
          hex(magic),
          "this is another program's file: correct the path");
    }
    requireEqual(
        path,
        "version",
        FileLayout.VERSION,
        getLittleEndian(page, FileLayout.VERSION_OFFSET),
        "another version of Pushpop made the file: use that version on both sides, or create the file"
            + " anew");
    requireMark(
        path,
        "byte order",
        FileLayout.BYTE_ORDER_MARK,
        page.getInt(FileLayout.BYTE_ORDER_OFFSET),
        "the file comes from a machine of another byte order, and cannot be used here: create it"
            + " anew");
    requireMark(
        path,
        "ready",
        FileLayout.READY,
        page.getInt(FileLayout.READY_OFFSET),
        "the file is half-made: remove it and create it anew");
    requireMark(path, "checksum", checksum(page), page.getInt(FileLayout.CHECKSUM_OFFSET), DAMAGED);
    int lockKindEnd = FileLayout.LOCK_KIND_OFFSET + Integer.BYTES;
    int schemaTagEnd = FileLayout.SCHEMA_TAG_OFFSET + FileLayout.SCHEMA_TAG_LENGTH;
    requireZero(path, page, lockKindEnd, FileLayout.SCHEMA_TAG_OFFSET);
    requireZero(path, page, schemaTagEnd, FileLayout.CHECKSUM_OFFSET);
    String schema = schema(path, page);
    LockKind lockKind = LockKind.of(page.getInt(FileLayout.LOCK_KIND_OFFSET));
    if (lockKind == null) {
      throw bad(path, "lock kind", "1 or 2", page.getInt(FileLayout.LOCK_KIND_OFFSET), DAMAGED);
    }
    int slots = page.getInt(FileLayout.SLOTS_OFFSET);
    int slotSize = page.getInt(FileLayout.SLOT_SIZE_OFFSET);
    try {
      return new FileHeader(Geometry.of(slots, slotSize), lockKind, schema);
    } catch (IllegalArgumentException e) {
      BadFileException refusal =
          bad(
              path,
              "geometry",
              "powers of two in range",
              "slots=" + slots + ", slotSize=" + slotSize,
              DAMAGED);
      refusal.addSuppressed(e);
      throw refusal;
    }
  }

  private static String schema(Path path, ByteBuffer page) throws BadFileException {
    byte[] tag = new byte[FileLayout.SCHEMA_TAG_LENGTH];
    page.get(FileLayout.SCHEMA_TAG_OFFSET, tag);
    try {
      return SchemaTag.decode(tag);
    } catch (CharacterCodingException e) {
      BadFileException refusal = bad(path, "schema tag", SchemaTag.EXPECTED, hex(tag), DAMAGED);
      refusal.addSuppressed(e);
      throw refusal;
    }
  }

  private static void requireEqual(
      Path path, String field, long expected, long found, String remedy) throws BadFileException {
    if (expected != found) {
      throw bad(path, field, Long.toString(expected), found, remedy);
    }
  }

  private static void requireMark(Path path, String field, int expected, int found, String remedy)
      throws BadFileException {
    if (expected != found) {
      throw bad(path, field, hex(expected), hex(found), remedy);
    }
  }

  private static void requireZero(Path path, ByteBuffer page, int from, int to)
      throws BadFileException {
    for (int offset = from; offset < to; offset++) {
      if (page.get(offset) != 0) {
        throw bad(path, "reserved", "zeros", page.get(offset) + " at offset " + offset, DAMAGED);
      }
    }
  }

  private static BadFileException bad(
      Path path, String field, Object expected, Object found, String remedy) {
    return new BadFileException(
        "open", path, field, String.valueOf(expected), String.valueOf(found), remedy);
  }

  private static int checksum(ByteBuffer page) {
    CRC32C checksum = new CRC32C();
    checksum.update(page.array(), 0, FileLayout.CHECKSUM_OFFSET);
    return (int) checksum.getValue();
  }

  private static String hex(byte[] bytes) {
    return HexFormat.ofDelimiter(" ").formatHex(bytes);
  }

  private static String hex(int value) {
    return "0x" + HexFormat.of().toHexDigits(value);
  }

  private static void putLittleEndian(ByteBuffer page, int offset, int value) {
    page.duplicate().order(ByteOrder.LITTLE_ENDIAN).putInt(offset, value);
  }

  private static int getLittleEndian(ByteBuffer page, int offset) {
    return page.duplicate().order(ByteOrder.LITTLE_ENDIAN).getInt(offset);
  }

  private static void writeFully(FileChannel channel, ByteBuffer bytes, long offset)
      throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes, offset + bytes.position());
    }
  }
}
