package io.pushpop.ipc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pushpop.queue.End;
import io.pushpop.queue.Geometry;
import io.pushpop.queue.RingLayout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The tables that people read are drawn here from the constants that the code uses. */
final class FileLayoutTest {
  private static final Path DOCUMENT = Path.of("..", "docs", "file-format.md");
  private static final Path SOURCE = Path.of("src/main/java/io/pushpop/ipc/FileLayout.java");

  private record Field(
      String name, int offset, String size, String writer, String reader, String ordering) {
    int end() {
      return offset + Integer.parseInt(size);
    }

    String row() {
      return "%-19s%-8s%-6s%-9s%-9s%s".formatted(name, offset, size, writer, reader, ordering);
    }
  }

  @Test
  void fieldsLieSideBySideFromTheStartOfTheFileToTheSlots() {
    int end = 0;
    for (Field field : fieldsBeforeSlots()) {
      assertEquals(end, field.offset(), field.name());
      end = field.end();
    }
    assertEquals(FileLayout.FIRST_SLOT_OFFSET, end);
  }

  @Test
  void atomicFieldsAreAligned() {
    for (End end : End.values()) {
      assertEquals(0, FileLayout.recordOffset(end) % FileLayout.ALONE);
    }
    assertEquals(0, FileLayout.HEAD_OFFSET % FileLayout.ALONE);
    assertEquals(0, FileLayout.TAIL_OFFSET % FileLayout.ALONE);
    assertEquals(0, FileLayout.DROPPED_OFFSET % FileLayout.ALONE);
    assertEquals(0, FileLayout.SKIPPED_OFFSET % FileLayout.ALONE);
    assertEquals(0, FileLayout.TOLD_OFFSET % Long.BYTES);
    assertEquals(0, FileLayout.PUSH_USER_WORD_OFFSET % FileLayout.ALONE);
    assertEquals(0, FileLayout.FIRST_MARK_OFFSET % Long.BYTES);
    assertEquals(0, FileLayout.SECOND_MARK_OFFSET % Long.BYTES);
    assertEquals(0, FileLayout.POP_USER_WORD_OFFSET % FileLayout.ALONE);
    assertEquals(0, FileLayout.POP_SLEEPS_OFFSET % Integer.BYTES);
    assertEquals(0, FileLayout.PUSH_SLEEPS_OFFSET % Integer.BYTES);
    assertEquals(0, FileLayout.PARKING_OFFSET % Integer.BYTES);
  }

  @Test
  void fileLengthIsHeaderAndRegion() {
    assertEquals(4096 + 4096 + 8 * 64, FileLayout.fileLength(Geometry.of(8, 64)));
    assertEquals((1 << 30) + 8192, FileLayout.fileLength(Geometry.of(1 << 24, 64)));
  }

  @Test
  void documentShowsTheFileAsItIs() throws IOException {
    assertEquals(fileTable(), documentTable("file"));
  }

  @Test
  void documentShowsARecordAsItIs() throws IOException {
    assertEquals(recordTable(), documentTable("record"));
  }

  @Test
  void documentShowsASlotAsItIs() throws IOException {
    assertEquals(slotTable(), documentTable("slot"));
  }

  @Test
  void sourceShowsTheFileAsItIs() throws IOException {
    String source = Files.readString(SOURCE);
    String table =
        source
            .substring(source.indexOf("<pre>") + 5, source.indexOf("</pre>"))
            .lines()
            .map(line -> line.replaceFirst("^ \\* ?", "").stripTrailing())
            .filter(line -> !line.isEmpty())
            .collect(Collectors.joining("\n"));
    assertEquals(fileTable(), table);
  }

  private static String documentTable(String name) throws IOException {
    String document = Files.readString(DOCUMENT);
    String begin = "<!-- table " + name + ": drawn and compared by FileLayoutTest -->\n```\n";
    String end = "\n```\n<!-- end of table " + name + " -->";
    assertTrue(document.contains(begin) && document.contains(end), "no table " + name);
    return document.substring(document.indexOf(begin) + begin.length(), document.indexOf(end));
  }

  private static String fileTable() {
    List<String> rows = new ArrayList<>();
    rows.add(
        "%-19s%-8s%-6s%-9s%-9s%s"
            .formatted("field", "offset", "size", "writer", "reader", "ordering"));
    fieldsBeforeSlots().forEach(field -> rows.add(field.row()));
    rows.add(
        new Field("slots", FileLayout.FIRST_SLOT_OFFSET, "..", "Push", "Pop", "see RingLayout")
            .row());
    return String.join("\n", rows);
  }

  private static String recordTable() {
    return String.join(
        "\n",
        "field      offset  size",
        recordRow("state", FileLayout.STATE_OFFSET, Long.BYTES),
        recordRow("pid", FileLayout.PID_OFFSET, Long.BYTES),
        recordRow("start time", FileLayout.START_TIME_OFFSET, Long.BYTES),
        recordRow("parking", FileLayout.PARKING_OFFSET, Integer.BYTES),
        recordRow("held lock", FileLayout.HELD_LOCK_OFFSET, 1),
        recordRow("named lock", FileLayout.NAMED_LOCK_OFFSET, 1),
        recordRow("(whole)", 0, FileLayout.ALONE));
  }

  private static String slotTable() {
    return String.join(
        "\n",
        "field      offset  size",
        recordRow("stamp", RingLayout.STAMP_OFFSET, Integer.BYTES),
        recordRow("length", RingLayout.LENGTH_OFFSET, Integer.BYTES),
        "%-11s%-8s%s".formatted("payload", RingLayout.WORD_LENGTH, "slotSize - 8"));
  }

  private static String recordRow(String name, int offset, int size) {
    return "%-11s%-8s%s".formatted(name, offset, size);
  }

  private static List<Field> fieldsBeforeSlots() {
    List<Field> fields = new ArrayList<>();
    header(fields, "magic", FileLayout.MAGIC_OFFSET, FileLayout.MAGIC_LENGTH);
    header(fields, "version", FileLayout.VERSION_OFFSET, Integer.BYTES);
    header(fields, "byte order", FileLayout.BYTE_ORDER_OFFSET, Integer.BYTES);
    header(fields, "slots", FileLayout.SLOTS_OFFSET, Integer.BYTES);
    header(fields, "slotSize", FileLayout.SLOT_SIZE_OFFSET, Integer.BYTES);
    header(fields, "file length", FileLayout.FILE_LENGTH_OFFSET, Long.BYTES);
    header(fields, "lock kind", FileLayout.LOCK_KIND_OFFSET, Integer.BYTES);
    fill(fields, "(reserved)", FileLayout.SCHEMA_TAG_OFFSET, "opener");
    header(fields, "schema tag", FileLayout.SCHEMA_TAG_OFFSET, FileLayout.SCHEMA_TAG_LENGTH);
    fill(fields, "(reserved)", FileLayout.CHECKSUM_OFFSET, "opener");
    header(fields, "checksum", FileLayout.CHECKSUM_OFFSET, Integer.BYTES);
    fields.add(
        new Field(
            "ready",
            FileLayout.READY_OFFSET,
            "" + Integer.BYTES,
            "creator",
            "opener",
            "the last byte written to the file"));
    fields.add(
        new Field(
            "head",
            FileLayout.HEAD_OFFSET,
            "8",
            "Push",
            "Pop",
            "HEAD: release store, acquire load"));
    sleeps(fields, End.POP, FileLayout.POP_SLEEPS_OFFSET, "Pop,Push", "Push");
    fill(fields, "(padding)", FileLayout.TAIL_OFFSET, "-");
    fields.add(
        new Field(
            "tail",
            FileLayout.TAIL_OFFSET,
            "8",
            "Pop",
            "Push",
            "TAIL: release store, acquire load"));
    sleeps(fields, End.PUSH, FileLayout.PUSH_SLEEPS_OFFSET, "Push,Pop", "Pop");
    record(fields, End.PUSH, "Push");
    record(fields, End.POP, "Pop");
    fill(fields, "(padding)", FileLayout.RECORDS_RESERVED_OFFSET, "-");
    fill(fields, "(reserved)", FileLayout.DROPPED_OFFSET, "-");
    losses(fields, "push dropped", FileLayout.DROPPED_OFFSET, "Push", "anybody");
    losses(fields, "push conflated", FileLayout.CONFLATED_OFFSET, "Push", "anybody");
    losses(fields, "push set aside", FileLayout.SET_ASIDE_OFFSET, "Push", "anybody");
    losses(fields, "push moved", FileLayout.MOVED_OFFSET, "Push", "anybody");
    losses(fields, "push abandoned", FileLayout.ABANDONED_OFFSET, "Push", "anybody");
    losses(fields, "push marked", FileLayout.MARKED_OFFSET, "Push", "Push");
    fill(fields, "(padding)", FileLayout.SKIPPED_OFFSET, "-");
    fields.add(
        new Field(
            "skipped",
            FileLayout.SKIPPED_OFFSET,
            "8",
            "Pop",
            "anybody",
            "plain, published by TAIL"));
    losses(fields, "pop told", FileLayout.TOLD_OFFSET, "Pop", "anybody");
    fill(fields, "(padding)", FileLayout.PUSH_USER_WORD_OFFSET, "-");
    userWord(fields, End.PUSH, FileLayout.PUSH_USER_WORD_OFFSET, "Push");
    mark(fields, "first mark", FileLayout.FIRST_MARK_OFFSET);
    mark(fields, "second mark", FileLayout.SECOND_MARK_OFFSET);
    fill(fields, "(padding)", FileLayout.POP_USER_WORD_OFFSET, "-");
    userWord(fields, End.POP, FileLayout.POP_USER_WORD_OFFSET, "Pop");
    fill(fields, "(padding)", FileLayout.CONTROL_RESERVED_OFFSET, "-");
    fill(fields, "(reserved)", FileLayout.FIRST_SLOT_OFFSET, "-");
    return Collections.unmodifiableList(fields);
  }

  private static void header(List<Field> fields, String name, int offset, int size) {
    fields.add(
        new Field(name, offset, "" + size, "creator", "opener", "before the file has its name"));
  }

  private static void record(List<Field> fields, End end, String writer) {
    int offset = FileLayout.recordOffset(end);
    fill(fields, "(padding)", offset, "-");
    fields.add(
        new Field(
            end + " state",
            offset + FileLayout.STATE_OFFSET,
            "8",
            writer,
            "anybody",
            "END-STATE: release store, acquire load"));
    String plain = "plain, published by END-STATE";
    fields.add(
        new Field(end + " pid", offset + FileLayout.PID_OFFSET, "8", writer, "anybody", plain));
    fields.add(
        new Field(
            end + " start time",
            offset + FileLayout.START_TIME_OFFSET,
            "8",
            writer,
            "anybody",
            plain));
    fields.add(
        new Field(
            end + " parking", offset + FileLayout.PARKING_OFFSET, "4", writer, "anybody", plain));
    fill(fields, "(padding)", FileLayout.heldLockOffset(end), "-");
    String locked = "locked, never read or written";
    fields.add(
        new Field(end + " held lock", FileLayout.heldLockOffset(end), "1", "-", "-", locked));
    fields.add(
        new Field(end + " named lock", FileLayout.namedLockOffset(end), "1", "-", "-", locked));
  }

  private static void sleeps(
      List<Field> fields, End end, int offset, String writers, String reader) {
    fields.add(
        new Field(
            end + " sleeps", offset, "4", writers, reader, "SLEEPS: release store, acquire load"));
  }

  private static void losses(
      List<Field> fields, String name, int offset, String writer, String reader) {
    fields.add(new Field(name, offset, "8", writer, reader, "LOSSES: release store, acquire load"));
  }

  private static void userWord(List<Field> fields, End end, int offset, String writer) {
    fields.add(
        new Field(
            end + " user word",
            offset,
            "8",
            writer,
            "anybody",
            "USER-WORD: release store, acquire load"));
  }

  private static void mark(List<Field> fields, String name, int offset) {
    String ordering = "MARK: release store, acquire load";
    int position = offset + RingLayout.MARK_POSITION_OFFSET;
    int mark = offset + RingLayout.MARK_OFFSET;
    fields.add(new Field(name + " at", position, "8", "Push", "Push", ordering));
    fields.add(new Field(name, mark, "8", "Push", "Push", ordering));
  }

  /** What lies unused between the last field and an offset. */
  private static void fill(List<Field> fields, String name, int to, String reader) {
    int from = fields.get(fields.size() - 1).end();
    if (from != to) {
      fields.add(new Field(name, from, "" + (to - from), "-", reader, "zero"));
    }
  }
}
