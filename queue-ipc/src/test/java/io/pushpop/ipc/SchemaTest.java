package io.pushpop.ipc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pushpop.queue.Geometry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file names what its elements mean, and an end that means something else is refused. */
final class SchemaTest {
  private static final Geometry GEOMETRY = Geometry.of(8, 64);
  private static final FileOptions ITCH_3 = FileOptions.defaults().withSchema("itch-sbe 3");
  private static final FileOptions ITCH_4 = FileOptions.defaults().withSchema("itch-sbe 4");
  private static final String REMEDY =
      "; both ends must mean the same elements: name the schema of the file and use that, or drain"
          + " the file, remove it once nobody uses it, and create it anew";

  @TempDir Path folder;
  private Path path;

  @BeforeEach
  void namePath() {
    path = folder.resolve("ring");
  }

  @Test
  void whoeverOpensAFileLearnsWhatItsCreatorNamed() throws IOException {
    try (QueueFile file = QueueFile.create(path, GEOMETRY, ITCH_3);
        QueueFileView view = file.view();
        QueueFile other = QueueFile.open(path)) {
      assertEquals("itch-sbe 3", file.schema());
      assertEquals("itch-sbe 3", view.schema());
      assertEquals("itch-sbe 3", other.schema());
    }
  }

  @Test
  void whoNamesTheSameSchemaIsLetIn() throws IOException {
    QueueFile.openOrCreate(path, GEOMETRY, ITCH_3).close();
    QueueFile.openOrCreate(path, GEOMETRY, ITCH_3).close();
    QueueFile.open(path, ITCH_3).push().close();
  }

  @Test
  void whoNamesAnotherSchemaIsRefusedWithBothNames() throws IOException {
    QueueFile.create(path, GEOMETRY, ITCH_3).close();
    byte[] before = Files.readAllBytes(path);
    String expected =
        "cannot open "
            + path
            + ": field=schema tag, expected=\"itch-sbe 4\", found=\"itch-sbe 3\""
            + REMEDY;
    BadFileException opened =
        assertThrows(BadFileException.class, () -> QueueFile.open(path, ITCH_4));
    assertEquals(expected, opened.getMessage());
    assertEquals("schema tag", opened.field());
    assertEquals(
        expected,
        assertThrows(BadFileException.class, () -> QueueFile.openOrCreate(path, GEOMETRY, ITCH_4))
            .getMessage());
    assertEquals(-1, Arrays.mismatch(before, Files.readAllBytes(path)), "nothing is changed");
  }

  @Test
  void whoNamesASchemaIsRefusedAFileThatHasNone() throws IOException {
    try (QueueFile file = QueueFile.create(path, GEOMETRY)) {
      assertNull(file.schema());
    }
    assertEquals(
        "cannot open " + path + ": field=schema tag, expected=\"itch-sbe 3\", found=none" + REMEDY,
        assertThrows(BadFileException.class, () -> QueueFile.open(path, ITCH_3)).getMessage());
  }

  @Test
  void whoNamesNoneMayOpenAnyFile() throws IOException {
    QueueFile.create(path, GEOMETRY, ITCH_3).close();
    QueueFile.open(path).close();
    QueueFile.open(path, FileOptions.defaults()).close();
    QueueFile.openOrCreate(path, GEOMETRY).close();
  }

  @Test
  void ofManyCreatorsOneNamesTheSchemaAndTheOthersAreToldWhich() throws IOException {
    FileOptions withMore = ITCH_3.withLockFiles().withMode(ITCH_3.mode());
    assertEquals("itch-sbe 3", withMore.schema(), "no other option forgets it");
    QueueFile.openOrCreate(path, GEOMETRY, withMore).close();
    assertThrows(
        BadFileException.class, () -> QueueFile.openOrCreate(path, GEOMETRY, ITCH_4).close());
  }

  @Test
  void aNameOfOneTo63BytesOfUtf8IsCarriedWhole() throws IOException {
    for (String name :
        List.of("x", " ", "a".repeat(63), "\u20ac".repeat(21), "\ud83d\udd14 ticks, \"v2\"")) {
      Path file = folder.resolve("ring" + name.length());
      QueueFile.create(file, GEOMETRY, FileOptions.defaults().withSchema(name)).close();
      try (QueueFile opened = QueueFile.open(file)) {
        assertEquals(name, opened.schema());
      }
      Files.delete(file);
    }
  }

  @Test
  void aNameThatNoFileCanCarryIsRefused() {
    refuseName("", "\"\"");
    refuseName("a".repeat(64), '"' + "a".repeat(64) + '"');
    refuseName("\u20ac".repeat(22), '"' + "\u20ac".repeat(22) + '"');
    refuseName("one\ntwo", "\"one?two\"");
    refuseName("zero\0", "\"zero?\"");
    refuseName("\u007f\u009b", "\"??\"");
    refuseName("\ud83d", "\"\ud83d\"");
  }

  /** The checksum is what finds damage; here it is what a program that wrote nonsense made it. */
  @Test
  void aTagThatIsNoNameIsRefused() throws IOException {
    QueueFile.create(path, GEOMETRY, ITCH_3).close();
    byte[] good = Files.readAllBytes(path);
    byte[] unpadded = tag("name");
    unpadded[63] = 'x';
    byte[] behindZero = tag("name");
    behindZero[5] = ' ';
    byte[] full = new byte[64];
    Arrays.fill(full, (byte) 'x');
    byte[] cut = tag("x".repeat(62));
    cut[62] = (byte) 0xc3;
    byte[] startsWithZero = new byte[64];
    startsWithZero[1] = 'x';
    for (byte[] tag :
        List.of(
            unpadded,
            behindZero,
            full,
            cut,
            startsWithZero,
            tag("line\n"),
            tag("\u007f"),
            tag("x\u009b2J"),
            new byte[] {(byte) 0xff},
            new byte[] {(byte) 0x80},
            new byte[] {(byte) 0xc0, (byte) 0x80},
            new byte[] {(byte) 0xed, (byte) 0xa0, (byte) 0x80},
            new byte[] {(byte) 0xf5, (byte) 0x80, (byte) 0x80, (byte) 0x80})) {
      Files.write(path, BadFileTest.changed(good, header -> put(header, tag)));
      BadFileException refusal = assertThrows(BadFileException.class, () -> QueueFile.open(path));
      assertEquals("schema tag", refusal.field());
      assertEquals(
          "zeros, or 1 to 63 bytes of UTF-8 without control characters and then zeros",
          refusal.expected());
      assertTrue(refusal.getMessage().contains("the file is damaged"), refusal::getMessage);
      assertTrue(CClient.refusal("show", path).contains("field=schema tag"), Arrays.toString(tag));
    }
    Files.write(path, BadFileTest.changed(good, header -> put(header, new byte[64])));
    try (QueueFile file = QueueFile.open(path)) {
      assertNull(file.schema());
    }
  }

  @Test
  void aClientInCIsRefusedAnotherSchemaToo() throws IOException {
    QueueFile.create(path, GEOMETRY, FileOptions.defaults().withSchema("prices \u20ac 1")).close();
    assertEquals(
        "cannot open "
            + path
            + ": field=schema tag, expected=\"prices 1\", found=\"prices \u20ac 1\"; use the schema"
            + " of the file, or create it anew",
        CClient.refusal("expect", path, "prices 1"));
    Path plain = folder.resolve("plain");
    QueueFile.create(plain, GEOMETRY).close();
    String none = CClient.refusal("expect", plain, "prices 1");
    assertTrue(none.contains("expected=\"prices 1\", found=none; "), none);
    Path same = folder.resolve("same");
    QueueFile.create(same, GEOMETRY, ITCH_3).close();
    assertEquals("as expected", CClient.run("expect", same, "itch-sbe 3"));
  }

  private static void refuseName(String name, String shown) {
    assertEquals(
        "a schema is a name of 1 to 63 bytes in UTF-8, without control characters: schema="
            + shown
            + "; take another name",
        assertThrows(IllegalArgumentException.class, () -> FileOptions.defaults().withSchema(name))
            .getMessage());
  }

  private static byte[] tag(String name) {
    return Arrays.copyOf(name.getBytes(StandardCharsets.UTF_8), 64);
  }

  private static void put(ByteBuffer header, byte[] tag) {
    header.put(FileLayout.SCHEMA_TAG_OFFSET, Arrays.copyOf(tag, FileLayout.SCHEMA_TAG_LENGTH));
  }
}
