package io.pushpop.ipc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pushpop.ipc.FileRefusedException.Reason;
import io.pushpop.queue.End;
import io.pushpop.queue.EndTakenException;
import io.pushpop.queue.Geometry;
import io.pushpop.queue.PeerState.State;
import io.pushpop.queue.Push;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When lock files are used, and what lock files must not suffer. */
final class LockFilesTest {
  static final List<String> WITHOUT_JNA =
      List.of("-Djna.nosys=true", "-Djna.nounpack=true", "-Djna.noclasspath=true");
  private static final Geometry GEOMETRY = Geometry.of(8, 64);

  @TempDir Path folder;
  private Path path;
  private Path lockFile;

  @BeforeEach
  void namePath() {
    path = folder.resolve("ring");
    lockFile = folder.resolve("ring.push.lock");
  }

  @Test
  void openFileDescriptionLocksAreTheDefaultAndNeedNoFiles() throws IOException {
    try (QueueFile file = QueueFile.create(path, GEOMETRY);
        Push push = file.push()) {
      assertEquals(State.ABSENT, push.peer().state());
      assertEquals(1, folder.toFile().list().length);
    }
  }

  @Test
  void lockFilesHaveTheModeOfTheRingFileAndStay() throws IOException {
    FileOptions options =
        FileOptions.defaults()
            .withLockFiles()
            .withMode(PosixFilePermissions.fromString("rw-rw-rw-"));
    try (QueueFile file = QueueFile.create(path, GEOMETRY, options)) {
      file.push().close();
      file.pop().close();
    }
    for (Path lock : List.of(lockFile, folder.resolve("ring.pop.lock"))) {
      assertEquals("rw-rw-rw-", PosixFilePermissions.toString(Files.getPosixFilePermissions(lock)));
    }
  }

  @Test
  void lockFilesThatAreThereGetTheModeOfTheNewRingFile() throws IOException {
    FileOptions options = FileOptions.defaults().withLockFiles();
    QueueFile.create(path, GEOMETRY, options).close();
    Files.delete(path);
    options = options.withMode(PosixFilePermissions.fromString("rw-rw-rw-"));
    QueueFile.create(path, GEOMETRY, options).close();
    assertEquals(
        "rw-rw-rw-", PosixFilePermissions.toString(Files.getPosixFilePermissions(lockFile)));
  }

  @Test
  void withoutJnaACreatorTakesLockFilesAndEverybodyFollows() throws IOException {
    try (ChildJvm creator =
        ChildJvm.startUnder(List.of(), WITHOUT_JNA, Child.class, "create", path)) {
      creator.expect("ready").say("go").expect("has slots=8, slotSize=64").expect("done");
    }
    assertTrue(Files.exists(lockFile));
    try (QueueFile file = QueueFile.open(path);
        ChildJvm owner =
            ChildJvm.startUnder(List.of(), WITHOUT_JNA, Child.class, "hold-push", path)) {
      owner.expect("taken");
      assertThrows(EndTakenException.class, file::push);
      owner.kill();
      assertEquals(State.DEAD, file.state(End.PUSH).state());
      file.push().close();
    }
  }

  @Test
  void withoutJnaAFileThatNeedsItIsRefused() throws IOException {
    QueueFile.create(path, GEOMETRY).close();
    try (ChildJvm child = ChildJvm.startUnder(List.of(), WITHOUT_JNA, Child.class, "open", path)) {
      String refusal = child.readLine();
      assertTrue(
          refusal.startsWith(
              "FileRefusedException: cannot open "
                  + path
                  + ": expected=open-file-description locks, which its creator chose, found=none (JNA"
                  + " cannot be used: java.lang.UnsatisfiedLinkError"),
          refusal);
      assertTrue(
          refusal.endsWith(
              "); give this JVM JNA and native access, or create the file with"
                  + " FileOptions.withLockFiles()"),
          refusal);
    }
  }

  @Test
  void aJvmThatDeniesNativeAccessTakesLockFiles() throws IOException {
    Assumptions.assumeTrue(
        Runtime.version().feature() >= 24, "native access cannot be denied before JDK 24");
    List<String> flags =
        List.of("--illegal-native-access=deny", "--enable-native-access=java.base");
    try (ChildJvm creator = ChildJvm.startUnder(List.of(), flags, Child.class, "create", path)) {
      creator.expect("ready").say("go").expect("has slots=8, slotSize=64").expect("done");
    }
    QueueFile.open(path).close();
  }

  /** A lock on a file that was deleted excludes nobody. */
  @Test
  void aRingFileWhoseLockFileIsMissingIsRefused() throws IOException {
    QueueFile.create(path, GEOMETRY, FileOptions.defaults().withLockFiles()).close();
    Files.delete(lockFile);
    FileRefusedException refusal =
        assertThrows(FileRefusedException.class, () -> QueueFile.open(path));
    assertEquals(Reason.MISSING, refusal.reason());
    assertEquals(lockFile, refusal.path());
  }

  @Test
  void anEndWhoseLockFileWasReplacedIsRefused() throws IOException {
    try (QueueFile file =
        QueueFile.create(path, GEOMETRY, FileOptions.defaults().withLockFiles())) {
      Path away = folder.resolve("away");
      Files.move(lockFile, away);
      Files.createFile(lockFile);
      FileRefusedException cause =
          assertInstanceOf(
              FileRefusedException.class,
              assertThrows(UncheckedIOException.class, file::push).getCause());
      assertEquals(Reason.REPLACED, cause.reason());
      assertEquals(lockFile, cause.path());
      Files.move(away, lockFile, StandardCopyOption.REPLACE_EXISTING);
      file.push().close();
    }
  }

  @Test
  void aLockFileThatIsALinkIsNotFollowed() throws IOException {
    Files.createSymbolicLink(lockFile, folder.resolve("elsewhere"));
    FileRefusedException refusal =
        assertThrows(
            FileRefusedException.class,
            () -> QueueFile.create(path, GEOMETRY, FileOptions.defaults().withLockFiles()));
    assertEquals(Reason.NOT_A_REGULAR_FILE, refusal.reason());
    assertEquals(lockFile, refusal.path());
    assertTrue(Files.notExists(folder.resolve("elsewhere")));
    assertTrue(Files.notExists(path));
  }
}
