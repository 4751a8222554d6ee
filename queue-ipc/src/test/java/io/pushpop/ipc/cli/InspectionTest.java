package io.pushpop.ipc.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pushpop.ipc.FileOptions;
import io.pushpop.ipc.QueueFile;
import io.pushpop.queue.Geometry;
import io.pushpop.queue.Pop;
import io.pushpop.queue.Push;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code create}, {@code stat}, {@code dump} and {@code check}. */
final class InspectionTest {
  // As docs/file-format.md has them.
  private static final int HEAD = 4096;
  private static final int TAIL = 4224;
  private static final int PUSH_STATE = 4352;
  private static final int MARKED = 5160;
  private static final int TOLD = 5256;
  private static final int SECOND_MARK = 5400;
  private static final int SLOTS = 8192;
  private static final int SLOT_SIZE = 64;
  private static final int LENGTH = 4;

  private static final String NO_LOSSES =
      "\"losses\":{\"dropped\":0,\"conflated\":0,\"abandoned\":0,\"waiting\":0,\"told\":0}}\n";

  @TempDir Path folder;
  private Path ring;

  @BeforeEach
  void create() {
    ring = folder.resolve("ring");
    assertEquals(0, Session.run("create", ring, "--slots", "8", "--slot-size", "64").exitCode());
  }

  @Test
  void createRefusesWhatIsThere() {
    Session create = Session.run("create", ring, "--slots", "8", "--slot-size", "64");
    assertEquals(1, create.exitCode());
    assertEquals(
        "pushpop: cannot create "
            + ring
            + ": expected=nothing of that name, found=a regular file; open it, or remove it once"
            + " nobody uses it, or take another path\n",
        create.err());
  }

  @Test
  void badUsageIsOneLine() {
    Path other = folder.resolve("other");
    refuseUsage(
        "slots must be a power of two, 2 or more: slots=3; see pushpop create --help",
        "create",
        other,
        "--slots=3",
        "--slot-size=64");
    refuseUsage(
        "Missing required option: '--slot-size=B'; see pushpop create --help",
        "create",
        other,
        "--slots=4");
    refuseUsage("Missing required parameter: 'FILE'; see pushpop pop --help", "pop");
    refuseUsage("Missing command; see pushpop --help");
    refuseUsage(
        "Invalid value for option '--frames': expected one of [U16, U32] (case-insensitive) but"
            + " was 'u8'; see pushpop push --help",
        "push",
        "--frames=u8",
        ring);
    assertTrue(Files.notExists(other));
  }

  @Test
  void everyCommandRefusesAFileThatIsNotThere() {
    Path other = folder.resolve("other");
    for (String command : new String[] {"push", "pop", "stat", "dump", "check"}) {
      Session refused = Session.run(command, other);
      assertEquals(1, refused.exitCode());
      assertEquals(
          "pushpop: cannot open "
              + other
              + ": there is no such file; create it, or correct the path\n",
          refused.err());
    }
  }

  @Test
  void statTellsTheSameToPeopleAndPrograms() throws IOException {
    Session.feed("one\ntwo\nthree\n", "push", ring);
    Session.run("pop", "--max=1", ring);
    long pid = ProcessHandle.current().pid();
    assertEquals(
        "{\"file\":\""
            + ring
            + "\",\"version\":1,\"schema\":null,\"slots\":8,\"slotSize\":64,\"capacity\":7,\"head\":3,\"tail\":1,"
            + "\"depth\":2,\"skipped\":0,\"push\":{\"state\":\"DETACHED\",\"pid\":"
            + pid
            + ",\"generation\":1,\"parking\":\"FUTEX\"},\"pop\":{\"state\":\"DETACHED\",\"pid\":"
            + pid
            + ",\"generation\":1,\"parking\":\"FUTEX\"},"
            + NO_LOSSES,
        Session.run("stat", ring, "--json").out());
    try (QueueFile file = QueueFile.open(ring);
        Push push = file.push()) {
      assertTrue(push.canPush());
      String text = Session.run("stat", ring).out();
      assertTrue(
          text.startsWith(
              "file      "
                  + ring
                  + "\nversion   1\nschema    (none)\ngeometry  slots=8, slotSize=64, capacity=7, maxLength=248\n"
                  + "head      3\ntail      1\ndepth     2\nskipped   0\npush      ATTACHED, pid="
                  + pid
                  + ", generation=2, taken "),
          text);
    }
  }

  @Test
  void theSchemaThatCreateNamedIsToldByAllAndAskedForByWhoeverNamesOne() {
    Path itch = folder.resolve("itch");
    Session create =
        Session.run("create", itch, "--slots", "8", "--slot-size", "64", "--schema", "itch-sbe 3");
    assertEquals(0, create.exitCode(), create::err);
    assertTrue(Session.run("stat", itch).out().contains("\nversion   1\nschema    itch-sbe 3\n"));
    String json = Session.run("stat", itch, "--json").out();
    assertTrue(json.contains("\"version\":1,\"schema\":\"itch-sbe 3\",\"slots\":8,"), json);
    String check = Session.run("check", itch).out();
    assertTrue(check.contains("slotSize=64, schema=itch-sbe 3, push=ABSENT"), check);
    String watch = Session.run("watch", itch, "--once", "--interval=0.01").out();
    assertTrue(watch.endsWith("\n  schema  itch-sbe 3\n\n"), watch);

    assertEquals(0, Session.feed("one\n", "push", itch, "--schema=itch-sbe 3").exitCode());
    assertEquals("one\n", Session.run("pop", itch).out(), "who names none takes any");
    for (String command : new String[] {"push", "pop"}) {
      Session refused = Session.run(command, itch, "--schema", "itch-sbe 4");
      assertEquals(1, refused.exitCode());
      assertTrue(
          refused
              .err()
              .startsWith(
                  "pushpop: cannot open "
                      + itch
                      + ": field=schema tag, expected=\"itch-sbe 4\", found=\"itch-sbe 3\"; "),
          refused::err);
      assertEquals(1, refused.err().lines().count());
    }
    refuseUsage(
        "Invalid value for option '--schema': a schema is a name of 1 to 63 bytes in UTF-8,"
            + " without control characters: schema=\"two?lines\"; take another name; see pushpop pop"
            + " --help",
        "pop",
        itch,
        "--schema=two\nlines");
  }

  @Test
  void anEndThatWasNeverTakenHasNoName() {
    String json = Session.run("stat", ring, "--json").out();
    String absent = "{\"state\":\"ABSENT\",\"pid\":0,\"generation\":0,\"parking\":\"UNKNOWN\"}";
    assertTrue(json.endsWith(",\"push\":" + absent + ",\"pop\":" + absent + "," + NO_LOSSES), json);
    assertTrue(
        Session.run("stat", ring)
            .out()
            .endsWith(
                "push      ABSENT\npop       ABSENT\n"
                    + "losses    dropped=0, conflated=0, abandoned=0, waiting=0, told=0\n"));
  }

  @Test
  void inspectionChangesNoByteAndPopsNothing() throws IOException {
    Session.feed("one\n" + "x".repeat(200) + "\n", "push", ring);
    byte[] before = Files.readAllBytes(ring);
    Session.run("stat", ring);
    assertEquals("one\n" + "x".repeat(200) + "\n", Session.run("dump", ring).out());
    Session check = Session.run("check", ring);
    assertEquals(0, check.exitCode());
    assertEquals(
        ring
            + ": sound: slots=8, slotSize=64, push=DETACHED generation=1, pop=ABSENT generation=0,"
            + " head=5, tail=0, elements=2, bytes=203\n",
        check.out());
    assertArrayEquals(before, Files.readAllBytes(ring));
  }

  @Test
  void aRingWithLockFilesCanBeInspectedToo() throws IOException {
    Path other = folder.resolve("other");
    Geometry geometry = Geometry.of(8, 64);
    FileOptions options = FileOptions.defaults().withLockFiles();
    try (QueueFile file = QueueFile.create(other, geometry, options);
        Pop pop = file.pop()) {
      assertTrue(Session.run("stat", other).out().contains("pop       ATTACHED, "));
      assertTrue(Session.run("check", other).out().contains("pop=ATTACHED generation=1"));
      assertEquals(1, Session.run("pop", other).exitCode(), "still held");
      assertTrue(!pop.canPop());
    }
  }

  @Test
  void whatIsLostIsToldByEachCommand() {
    Session push = Session.feed("1\n2\n3\n4\n5\n6\n7\n8\n9\n", "push", "--when-full=drop", ring);
    assertEquals(0, push.exitCode());
    assertEquals("pushpop: " + ring + ": there was no room for 2 elements: dropped\n", push.err());
    assertEquals("1\n2\n3\n", Session.run("pop", "--max=3", ring).out());
    Session.feed("10\n11\n", "push", ring);
    String losses = "dropped=2, conflated=0, abandoned=0, waiting=0, told=";
    assertTrue(Session.run("stat", ring).out().endsWith("\nlosses    " + losses + "0\n"));
    assertTrue(
        Session.run("watch", "--once", "--interval=0.05", ring)
            .out()
            .contains("\n  lost  2 dropped, 0 conflated, 0 abandoned; 0 wait\n"));
    assertTrue(
        Session.run("check", ring)
            .out()
            .endsWith("elements=6, bytes=8; 2 elements were lost before these or between them\n"));
    Session dump = Session.run("dump", ring);
    assertEquals("4\n5\n6\n7\n10\n11\n", dump.out());
    assertEquals(
        "pushpop: " + ring + ": 2 elements were lost before the next one, position=8\n",
        dump.err());
    Session pop = Session.run("pop", ring);
    assertEquals("4\n5\n6\n7\n10\n11\n", pop.out());
    assertEquals(
        "pushpop: "
            + ring
            + ": 2 elements are missing before those that were popped or between them: the push end"
            + " lost them; stat tells how\n",
        pop.err());
    assertTrue(Session.run("stat", ring).out().endsWith("\nlosses    " + losses + "2\n"));
    assertEquals("", Session.run("pop", ring).err(), "told once");
  }

  @Test
  void whatWasDroppedIsToldHoweverThePushEnds() {
    String tooLong = "x".repeat(1 << 20) + "\n";
    Session push =
        Session.feed("1\n2\n3\n4\n5\n6\n7\n8\n" + tooLong, "push", "--when-full=drop", ring);
    assertEquals(1, push.exitCode());
    assertTrue(
        push.err().startsWith("pushpop: " + ring + ": there was no room for 1 elements: dropped\n"),
        push.err());
  }

  @Test
  void aPushThatFailsSaysSoInOneLine() {
    Session push = Session.feed("1\n2\n3\n4\n5\n6\n7\n8\n", "push", "--when-full=fail", ring);
    assertEquals(1, push.exitCode());
    assertTrue(
        push.err()
            .endsWith(
                "the queue has no room, and this push end does not wait for it: length=1, slots in"
                    + " use=7, capacity=7; pop faster, take a larger ring, or take the end with"
                    + " Overflow.WAIT\n"),
        push::err);
    assertEquals(1, push.err().lines().count());
    assertEquals("1\n2\n3\n4\n5\n6\n7\n", Session.run("pop", ring).out());
  }

  @Test
  void checkFindsADamagedAccount() throws IOException {
    assertRefusedByCheck(TOLD, "the account of losses is damaged: ");
    assertRefusedByCheck(MARKED, "the queue is corrupt at position=0: field=push losses, ");
  }

  @Test
  void checkFindsDamagedMarks() throws IOException {
    assertRefusedByCheck(SECOND_MARK, "the queue is corrupt at position=0: field=push marks, ");
  }

  private void assertRefusedByCheck(int counter, String sentence) throws IOException {
    byte[] sound = Files.readAllBytes(ring);
    byte[] bytes = sound.clone();
    ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder()).putLong(counter, 1);
    Files.write(ring, bytes);
    Session check = Session.run("check", ring);
    assertEquals(1, check.exitCode());
    assertTrue(check.err().contains(sentence), check::err);
    Files.write(ring, sound);
  }

  @Test
  void dumpSaysWhenALivePopEndOvertookIt() throws IOException {
    Path other = folder.resolve("other");
    try (QueueFile file = QueueFile.create(other, Geometry.of(1024, 1024));
        Push push = file.push();
        Pop pop = file.pop()) {
      for (int i = 0; i < 1000; i++) {
        push.tryReserve(1000).push(1000);
      }
      // As soon as dump has written its first buffer, there are 700 elements less.
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      Session dump =
          Session.into(
              new WritableByteChannel() {
                @Override
                public int write(ByteBuffer source) {
                  if (bytes.size() == 0) {
                    assertEquals(700, pop.drain((buffer, offset, length) -> {}, 700));
                  }
                  int length = source.remaining();
                  byte[] copy = new byte[length];
                  source.get(copy);
                  bytes.writeBytes(copy);
                  return length;
                }

                @Override
                public boolean isOpen() {
                  return true;
                }

                @Override
                public void close() {}
              },
              "dump",
              other);
      assertEquals(0, dump.exitCode());
      // 262144 bytes make the first buffer full, with element 261 partly in it and 261 copied.
      assertEquals(1001 * (262 + 300), bytes.size());
      assertEquals(
          "pushpop: "
              + other
              + ": a live pop end overtook the dump: 438 slots were popped before they could be"
              + " copied, and are left out\n",
          dump.err());
    }
  }

  @Test
  void checkFindsPlantedDamage() throws IOException {
    Session.feed("one\ntwo\n" + "x".repeat(100) + "\n", "push", ring);
    byte[] good = Files.readAllBytes(ring);

    refuseCheck(flip(good, 16), "cannot open " + ring + ": field=checksum, expected=");
    refuseCheck(
        Arrays.copyOf(good, good.length - 1), "field=file length, expected=8704, found=8703");
    refuseCheck(putLong(good, HEAD, 9), "field=head and tail, expected=0 <= head - tail <= 7");
    refuseCheck(putLong(good, TAIL, 5), "found=head=4 tail=5");
    refuseCheck(putLong(good, PUSH_STATE, 7), "field=push state, expected=generation * 4");
    refuseCheck(
        putInt(good, SLOTS + SLOT_SIZE + LENGTH, 249),
        ring
            + ": the queue is corrupt at position=1: field=length, expected=-1, or 0 to 248 with at"
            + " most 7 slots to the end of the lap, found=249; stop both ends");
    refuseCheck(
        putInt(good, SLOTS + 2 * SLOT_SIZE + LENGTH, 180),
        "position=2: field=length, expected=an element that ends at or before head, head=4,"
            + " found=180");
    refuseCheck(
        putInt(good, SLOTS + LENGTH, -1),
        "position=0: field=length, expected=a skip marker with an element behind it, head=4,"
            + " found=-1");
    // Several at once are all told, in one line.
    refuseCheck(putLong(putLong(good, PUSH_STATE, 7), TAIL, 5), "; also: the queue is corrupt");
  }

  @Test
  void anElementWithoutItsStampIsNoDamage() throws IOException {
    Session.feed("one\ntwo\n", "push", ring);
    byte[] unstamped = putInt(Files.readAllBytes(ring), SLOTS + SLOT_SIZE, 0);
    Files.write(ring, unstamped);
    Session check = Session.run("check", ring);
    assertEquals(0, check.exitCode());
    assertTrue(
        check
            .out()
            .endsWith(
                "bytes=6; 1 elements have no stamp, which head makes up for: a producer died\n"),
        check::out);
    // It is popped like any other.
    assertEquals("one\ntwo\n", Session.run("pop", ring).out());
  }

  @Test
  void popAndDumpPrintWhatComesBeforeADamage() throws IOException {
    Session.feed("one\ntwo\nthree\n", "push", ring);
    Files.write(ring, putInt(Files.readAllBytes(ring), SLOTS + SLOT_SIZE + LENGTH, -5));
    for (String command : new String[] {"dump", "pop"}) {
      Session damaged = Session.run(command, ring);
      assertEquals(1, damaged.exitCode());
      assertEquals("one\n", damaged.out());
      assertTrue(
          damaged.err().startsWith("pushpop: " + ring + ": the queue is corrupt at position=1: "),
          damaged::err);
      assertEquals(1, damaged.err().lines().count());
    }
  }

  private void refuseUsage(String sentence, Object... arguments) {
    Session refused = Session.run(arguments);
    assertEquals(2, refused.exitCode());
    assertEquals("pushpop: " + sentence + "\n", refused.err());
    assertEquals("", refused.out());
  }

  private void refuseCheck(byte[] content, String expected) throws IOException {
    Files.write(ring, content);
    Session check = Session.run("check", ring);
    assertEquals(1, check.exitCode());
    assertTrue(check.err().contains(expected), check::err);
    assertTrue(check.err().contains(ring.toString()), check::err);
    assertEquals(1, check.err().lines().count(), check::err);
    assertEquals("", check.out());
  }

  private static byte[] flip(byte[] good, int offset) {
    byte[] bad = good.clone();
    bad[offset] ^= 1;
    return bad;
  }

  private static byte[] putLong(byte[] good, int offset, long value) {
    byte[] bad = good.clone();
    ByteBuffer.wrap(bad).order(ByteOrder.nativeOrder()).putLong(offset, value);
    return bad;
  }

  private static byte[] putInt(byte[] good, int offset, int value) {
    byte[] bad = good.clone();
    ByteBuffer.wrap(bad).order(ByteOrder.nativeOrder()).putInt(offset, value);
    return bad;
  }
}
