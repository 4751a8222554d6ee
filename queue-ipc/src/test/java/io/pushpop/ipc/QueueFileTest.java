package io.pushpop.ipc;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pushpop.ipc.FileRefusedException.Reason;
import io.pushpop.queue.End;
import io.pushpop.queue.Geometry;
import io.pushpop.queue.PeerState;
import io.pushpop.queue.PeerState.State;
import io.pushpop.queue.Pop;
import io.pushpop.queue.Push;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ref.WeakReference;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** What create, open and openOrCreate promise, and how each says no. */
final class QueueFileTest {
  private static final Geometry GEOMETRY = Geometry.of(8, 64);

  @TempDir Path folder;
  private Path path;

  @BeforeEach
  void namePath() {
    path = folder.resolve("ring");
  }

  // Create.

  @Test
  void createMakesAFileOfTheGeometrysLengthThatOnlyItsOwnerMayUse() throws IOException {
    try (QueueFile file = QueueFile.create(path, GEOMETRY)) {
      assertEquals(GEOMETRY, file.geometry());
      assertEquals(path, file.path());
    }
    assertEquals(FileLayout.fileLength(GEOMETRY), Files.size(path));
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(path)));
    assertEquals(List.of(path), files());
  }

  @Test
  void createAllocatesEveryByte() throws IOException {
    QueueFile.create(path, Geometry.of(1 << 16, 64)).close();
    String[] blocks = Sandbox.run("stat", "-c", "%b %B", path.toString()).split(" ");
    assertTrue(Long.parseLong(blocks[0]) * Long.parseLong(blocks[1]) >= Files.size(path));
  }

  @Test
  void createGivesTheModeThatWasAskedForWhateverTheUmaskSays() throws IOException {
    FileOptions options =
        FileOptions.defaults().withMode(PosixFilePermissions.fromString("rw-rw-rw-"));
    QueueFile.create(path, GEOMETRY, options).close();
    assertEquals("rw-rw-rw-", PosixFilePermissions.toString(Files.getPosixFilePermissions(path)));
  }

  @Test
  void aModeThatLocksTheOwnerOutIsRefused() {
    IllegalArgumentException refusal =
        assertThrows(
            IllegalArgumentException.class,
            () -> FileOptions.defaults().withMode(PosixFilePermissions.fromString("r--rw----")));
    assertEquals(
        "the owner of a ring file must be able to read and write it: mode=r--rw----; take rw-------"
            + " or more",
        refusal.getMessage());
  }

  @Test
  void createRefusesWhereThereIsARingFileAndLeavesItAlone() throws IOException {
    QueueFile.create(path, GEOMETRY).close();
    byte[] before = Files.readAllBytes(path);
    refused(Reason.EXISTS, "found=a regular file", () -> QueueFile.create(path, GEOMETRY));
    assertArrayEquals(before, Files.readAllBytes(path));
    assertEquals(List.of(path), files());
  }

  @Test
  void createRefusesWhereThereIsAFolder() throws IOException {
    Files.createDirectory(path);
    refused(Reason.EXISTS, "found=a folder", () -> QueueFile.create(path, GEOMETRY));
  }

  @Test
  void createRefusesWhereThereIsADanglingLinkAndMakesNothingAtItsTarget() throws IOException {
    Files.createSymbolicLink(path, folder.resolve("nowhere"));
    refused(
        Reason.EXISTS,
        "found=a symbolic link that leads nowhere",
        () -> QueueFile.create(path, GEOMETRY));
    assertEquals(List.of(path), files());
  }

  @Test
  void createRefusesWithoutTheFolder() {
    Path lost = folder.resolve("no/ring");
    FileRefusedException refusal =
        refused(Reason.MISSING, lost, "", () -> QueueFile.create(lost, GEOMETRY));
    assertEquals(
        "cannot create "
            + lost
            + ": there is no folder "
            + lost.getParent()
            + "; make it, or correct the path",
        refusal.getMessage());
  }

  @Test
  void createRefusesWhereAFolderOfThePathIsAFile() throws IOException {
    Files.createFile(path);
    Path below = path.resolve("ring");
    QueueFileException refusal =
        assertThrows(QueueFileException.class, () -> QueueFile.create(below, GEOMETRY));
    assertEquals(below, refusal.path());
    assertTrue(
        refusal.getMessage().startsWith("cannot create " + below + ": "), refusal::getMessage);
  }

  @Test
  void createRefusesANameThatIsTooLong() {
    Path longest = folder.resolve("x".repeat(250));
    QueueFileException refusal =
        assertThrows(QueueFileException.class, () -> QueueFile.create(longest, GEOMETRY));
    assertTrue(refusal.getMessage().contains("File name too long"), refusal::getMessage);
  }

  @Test
  void createRefusesInAFolderThatMayNotBeWrittenTo() throws IOException {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("r-x------"));
    try (ChildJvm child =
        ChildJvm.startUnder(
            Sandbox.withoutPowers(), List.of(), Child.class, "create-large", path, 65536)) {
      child.expect(
          "FileRefusedException: cannot create "
              + path
              + ": this user may not read and write there; run as the owner, or widen the mode of the"
              + " file or its folder");
    } finally {
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    }
    assertEquals(List.of(), files());
  }

  @Test
  void createRefusesOnAReadOnlyFileSystem() {
    List<String> prefix =
        Sandbox.onSmallFileSystem(folder, "1m", "mount -o remount,ro \"$0\"", "true");
    try (ChildJvm child =
        ChildJvm.startUnder(prefix, List.of(), Child.class, "create-large", path, 65536)) {
      child.expect(
          "FileRefusedException: cannot create "
              + path
              + ": its file system is read-only; both ends of a ring write to it: take another"
              + " folder");
    }
  }

  @Test
  void createRefusesWithoutSpaceAndLeavesNothing() {
    List<String> prefix =
        Sandbox.onSmallFileSystem(folder, "1m", "true", "echo left: $(ls -A \"$0\")");
    try (ChildJvm child =
        ChildJvm.startUnder(prefix, List.of(), Child.class, "create-large", path, 65536)) {
      child.expect(
          "NoSpaceException: cannot create "
              + path
              + ": its file system is full: neededBytes=4202496, freeBytes=1048576; make room, take"
              + " fewer or smaller slots, or give a container a larger /dev/shm (docker run"
              + " --shm-size)");
      child.expect("left:");
    }
  }

  /** Where the free space is not to be known beforehand, the write that fails tells. */
  @Test
  void createRefusesAtALimitOfTheFileSizeAndLeavesNothing() throws IOException {
    List<String> prefix = List.of("sh", "-c", "ulimit -f 1024 && exec \"$@\"", "sh");
    try (ChildJvm child =
        ChildJvm.startUnder(prefix, List.of(), Child.class, "create-large", path, 65536)) {
      child.expect(
          "QueueFileException: cannot create "
              + path
              + ": the operating system says: File too large; correct that and try again");
    }
    assertEquals(List.of(), files());
  }

  @Test
  void createByAnInterruptedThreadMakesNothing() throws IOException {
    Thread.currentThread().interrupt();
    try {
      QueueFileException refusal =
          assertThrows(QueueFileException.class, () -> QueueFile.create(path, GEOMETRY));
      assertEquals(
          "cannot create "
              + path
              + ": the thread was interrupted; clear the interrupt and try again",
          refusal.getMessage());
    } finally {
      assertTrue(Thread.interrupted());
    }
    assertEquals(List.of(), files());
  }

  @Test
  void anyNameThatAFileCanHaveWillDo() throws IOException {
    path = folder.resolve("%s 'quoted' \"ring\"\n*[?]$(x);\\ ");
    try (QueueFile file = QueueFile.create(path, GEOMETRY);
        Push push = file.push()) {
      assertEquals(State.ABSENT, push.peer().state());
    }
    QueueFile.open(path).close();
    assertEquals(List.of(path), files());
  }

  @Test
  void relativePathsWork() throws IOException {
    Path relative = Path.of("").toAbsolutePath().relativize(path);
    try (QueueFile file = QueueFile.create(relative, GEOMETRY);
        Pop pop = file.pop()) {
      assertEquals(relative.toAbsolutePath(), file.path());
      assertFalse(pop.canPop());
    }
  }

  @Test
  void onlyTheDefaultFileSystemWillDo() throws IOException {
    URI uri = URI.create("jar:" + folder.resolve("a.zip").toUri());
    try (FileSystem zip = FileSystems.newFileSystem(uri, Map.of("create", "true"))) {
      IllegalArgumentException refusal =
          assertThrows(
              IllegalArgumentException.class,
              () -> QueueFile.create(zip.getPath("/ring"), GEOMETRY));
      assertTrue(
          refusal
              .getMessage()
              .startsWith("a ring file must lie on the default file system: path=/ring"),
          refusal::getMessage);
    }
  }

  // Open.

  @Test
  void openFindsTheGeometryAndChangesNothing() throws IOException {
    QueueFile.create(path, GEOMETRY).close();
    byte[] before = Files.readAllBytes(path);
    try (QueueFile file = QueueFile.open(path)) {
      assertEquals(GEOMETRY, file.geometry());
      assertEquals(new PeerState(State.ABSENT, 0), file.state(End.PUSH));
      assertEquals(new PeerState(State.ABSENT, 0), file.state(End.POP));
    }
    assertArrayEquals(before, Files.readAllBytes(path));
  }

  @Test
  void openRefusesWhereThereIsNothing() {
    FileRefusedException refusal = refused(Reason.MISSING, "", () -> QueueFile.open(path));
    assertEquals(
        "cannot open " + path + ": there is no such file; create it, or correct the path",
        refusal.getMessage());
  }

  @Test
  void openRefusesWithoutTheFolder() {
    Path lost = folder.resolve("no/ring");
    refused(Reason.MISSING, lost, "there is no folder", () -> QueueFile.open(lost));
  }

  @Test
  void openRefusesASymbolicLinkEvenToARingFile() throws IOException {
    QueueFile.create(folder.resolve("target"), GEOMETRY).close();
    Files.createSymbolicLink(path, folder.resolve("target"));
    FileRefusedException refusal =
        refused(Reason.NOT_A_REGULAR_FILE, "", () -> QueueFile.open(path));
    assertEquals(
        "cannot open "
            + path
            + ": expected=a regular file, found=a symbolic link; give the path of the ring file"
            + " itself",
        refusal.getMessage());
  }

  @Test
  void openRefusesADanglingLink() throws IOException {
    Files.createSymbolicLink(path, folder.resolve("nowhere"));
    refused(
        Reason.NOT_A_REGULAR_FILE,
        "found=a symbolic link that leads nowhere",
        () -> QueueFile.open(path));
  }

  @Test
  void openRefusesAFolder() {
    refused(Reason.NOT_A_REGULAR_FILE, folder, "found=a folder", () -> QueueFile.open(folder));
  }

  @Test
  void openRefusesAPipeWithoutBlockingOnIt() throws IOException {
    Sandbox.run("mkfifo", path.toString());
    refused(
        Reason.NOT_A_REGULAR_FILE, "found=a pipe, socket or device", () -> QueueFile.open(path));
  }

  @Test
  void openRefusesADevice() {
    Path device = Path.of("/dev/null");
    refused(
        Reason.NOT_A_REGULAR_FILE,
        device,
        "found=a pipe, socket or device",
        () -> QueueFile.open(device));
  }

  @Test
  void openRefusesWithoutPermission() throws IOException {
    QueueFile.create(path, GEOMETRY).close();
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("r--------"));
    try (ChildJvm child =
        ChildJvm.startUnder(Sandbox.withoutPowers(), List.of(), Child.class, "open", path)) {
      child.expect(
          "FileRefusedException: cannot open "
              + path
              + ": this user may not read and write there; run as the owner, or widen the mode of the"
              + " file or its folder");
    }
  }

  @Test
  void openRefusesOnAReadOnlyFileSystem() throws IOException {
    Path elsewhere = Files.createTempFile("pushpop", ".ring");
    try {
      Files.delete(elsewhere);
      QueueFile.create(elsewhere, GEOMETRY).close();
      String setUp = "cp " + elsewhere + " \"$0\"/ring && mount -o remount,ro \"$0\"";
      List<String> prefix = Sandbox.onSmallFileSystem(folder, "1m", setUp, "true");
      try (ChildJvm child = ChildJvm.startUnder(prefix, List.of(), Child.class, "open", path)) {
        child.expect(
            "FileRefusedException: cannot open "
                + path
                + ": its file system is read-only; both ends of a ring write to it: take another"
                + " folder");
      }
    } finally {
      Files.deleteIfExists(elsewhere);
    }
  }

  // Open or create.

  @Test
  void openOrCreateCreatesThenOpens() throws IOException {
    try (QueueFile created = QueueFile.openOrCreate(path, GEOMETRY);
        QueueFile opened = QueueFile.openOrCreate(path, GEOMETRY);
        Push push = created.push()) {
      assertEquals(State.ATTACHED, opened.state(End.PUSH).state());
      assertEquals(State.ABSENT, push.peer().state());
    }
  }

  @Test
  void openOrCreateRefusesAnotherGeometryAndNamesBoth() throws IOException {
    QueueFile.create(path, GEOMETRY).close();
    byte[] before = Files.readAllBytes(path);
    BadFileException refusal =
        assertThrows(
            BadFileException.class, () -> QueueFile.openOrCreate(path, Geometry.of(16, 64)));
    assertEquals(
        "cannot open "
            + path
            + ": field=geometry, expected=slots=16, slotSize=64, found=slots=8, slotSize=64; open it"
            + " without a geometry to use it as it is, or remove it once nobody uses it",
        refusal.getMessage());
    assertEquals("geometry", refusal.field());
    assertEquals("slots=16, slotSize=64", refusal.expected());
    assertEquals("slots=8, slotSize=64", refusal.found());
    assertArrayEquals(before, Files.readAllBytes(path));
  }

  @Test
  void openOrCreateRefusesWhatOpenRefuses() throws IOException {
    Files.createSymbolicLink(path, folder.resolve("nowhere"));
    refused(
        Reason.NOT_A_REGULAR_FILE, "leads nowhere", () -> QueueFile.openOrCreate(path, GEOMETRY));
    Path lost = folder.resolve("no/ring");
    refused(
        Reason.MISSING, lost, "there is no folder", () -> QueueFile.openOrCreate(lost, GEOMETRY));
  }

  // Use and close.

  @Test
  void whatIsPushedThroughOneMappingIsPoppedThroughAnother() throws IOException {
    try (QueueFile one = QueueFile.create(path, GEOMETRY);
        QueueFile other = QueueFile.open(path);
        Push push = one.push();
        Pop pop = other.pop()) {
      UnsafeBuffer element = new UnsafeBuffer("element".getBytes());
      assertTrue(push.tryPush(element, 0, element.capacity()));
      assertTrue(
          pop.tryPop(
              (buffer, offset, length) ->
                  assertEquals("element", buffer.getStringWithoutLengthUtf8(offset, length))));
    }
  }

  @Test
  void anEndGoesOnAfterTheQueueFileIsClosed() throws IOException {
    QueueFile file = QueueFile.create(path, GEOMETRY);
    Push push = file.push();
    Pop pop = file.pop();
    file.close();
    file.close();
    UnsafeBuffer element = new UnsafeBuffer(new byte[56]);
    for (int i = 0; i < 100; i++) {
      assertTrue(push.tryPush(element, 0, 56));
      assertTrue(pop.tryPop((buffer, offset, length) -> assertEquals(56, length)));
    }
    assertEquals(State.ATTACHED, push.peer().state());
    pop.close();
    assertEquals(State.DETACHED, push.peer().state());
    push.close();
  }

  @Test
  void anEndAloneKeepsTheFileMappedWhateverTheCollectorTakes() throws IOException {
    QueueFile file = QueueFile.create(path, GEOMETRY);
    try (Push push = file.push()) {
      WeakReference<QueueFile> dropped = new WeakReference<>(file);
      file = null;
      while (dropped.get() != null) {
        System.gc();
      }
      assertTrue(isMapped());
      assertTrue(push.tryPush(new UnsafeBuffer(new byte[56]), 0, 56));
    }
  }

  @Test
  void theFileIsUnmappedOnceEverythingIsClosed() throws IOException {
    QueueFile file = QueueFile.create(path, GEOMETRY);
    Push push = file.push();
    file.close();
    assertTrue(isMapped());
    push.close();
    assertFalse(isMapped());
  }

  @Test
  void aFailedOpenLeavesNothingMappedAndNoDescriptor() throws IOException {
    QueueFile.create(path, GEOMETRY).close();
    assertThrows(BadFileException.class, () -> QueueFile.openOrCreate(path, Geometry.of(16, 64)));
    assertThrows(FileRefusedException.class, () -> QueueFile.create(path, GEOMETRY));
    assertFalse(isMapped());
    assertEquals(List.of(), Descriptors.of(path));
  }

  @Test
  void aClosedQueueFileSaysSo() throws IOException {
    QueueFile file = QueueFile.create(path, GEOMETRY);
    file.close();
    for (Executable use :
        List.<Executable>of(file::push, file::pop, () -> file.state(End.PUSH), file::force)) {
      assertEquals(
          "this QueueFile of " + path + " is closed; open it anew",
          assertThrows(IllegalStateException.class, use).getMessage());
    }
    assertEquals(GEOMETRY, file.geometry());
    assertEquals(path, file.path());
  }

  @Test
  void aClosedEndSaysSo() throws IOException {
    try (QueueFile file = QueueFile.create(path, GEOMETRY)) {
      Push push = file.push();
      Pop pop = file.pop();
      push.close();
      pop.close();
      push.close();
      pop.close();
      assertThrows(IllegalStateException.class, push::canPush);
      assertThrows(IllegalStateException.class, push::peer);
      assertThrows(IllegalStateException.class, pop::canPop);
      assertThrows(IllegalStateException.class, pop::isDrained);
    }
  }

  @Test
  void forceWritesTheQueueToTheDevice() throws IOException {
    try (QueueFile file = QueueFile.create(path, GEOMETRY);
        Push push = file.push()) {
      push.tryPush(new UnsafeBuffer("kept".getBytes()), 0, 4);
      file.force();
      assertTrue(new String(Files.readAllBytes(path), "ISO-8859-1").contains("kept"));
    }
  }

  @Test
  void anEndOfAFileThatWasReplacedIsRefused() throws IOException {
    try (QueueFile file = QueueFile.create(path, GEOMETRY)) {
      Files.delete(path);
      QueueFile.create(path, GEOMETRY).close();
      UncheckedIOException refusal = assertThrows(UncheckedIOException.class, file::push);
      FileRefusedException cause = assertInstanceOf(FileRefusedException.class, refusal.getCause());
      assertEquals(Reason.REPLACED, cause.reason());
      assertEquals(
          "cannot take the push end of "
              + path
              + ": expected=the file that was opened, found=another file of that name; it has been"
              + " replaced: close this handle and open the path anew",
          cause.getMessage());
    }
  }

  @Test
  void anEndOfAFileThatWasRemovedIsRefused() throws IOException {
    try (QueueFile file = QueueFile.create(path, GEOMETRY)) {
      Files.delete(path);
      UncheckedIOException refusal = assertThrows(UncheckedIOException.class, file::pop);
      FileRefusedException cause = assertInstanceOf(FileRefusedException.class, refusal.getCause());
      assertEquals(Reason.MISSING, cause.reason());
    }
  }

  private FileRefusedException refused(Reason reason, String text, Executable attempt) {
    return refused(reason, path, text, attempt);
  }

  private static FileRefusedException refused(
      Reason reason, Path path, String text, Executable attempt) {
    FileRefusedException refusal = assertThrows(FileRefusedException.class, attempt);
    assertEquals(reason, refusal.reason(), refusal::getMessage);
    assertEquals(path, refusal.path());
    assertTrue(refusal.getMessage().contains(path.toString()), refusal::getMessage);
    assertTrue(refusal.getMessage().contains(text), refusal::getMessage);
    return refusal;
  }

  private boolean isMapped() throws IOException {
    return Files.readString(Path.of("/proc/self/maps")).contains(path.toString());
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }
}
