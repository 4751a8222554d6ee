package io.pushpop.ipc;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pushpop.ipc.FileRefusedException.Reason;
import io.pushpop.ipc.cli.Pushpop;
import io.pushpop.queue.End;
import io.pushpop.queue.Geometry;
import io.pushpop.queue.PeerState.State;
import io.pushpop.queue.Push;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The look at a file from outside. */
final class QueueFileViewTest {
  private static final Set<PosixFilePermission> READABLE = Set.of(PosixFilePermission.OWNER_READ);

  @TempDir Path folder;

  @Test
  void permissionToReadIsEnough() throws IOException {
    for (FileOptions options :
        List.of(FileOptions.defaults(), FileOptions.defaults().withLockFiles())) {
      Path path = folder.resolve("ring-" + options.lockFiles());
      try (QueueFile file = QueueFile.create(path, Geometry.of(8, 64), options);
          Push push = file.push()) {
        push.tryReserve().push(0);
        Files.setPosixFilePermissions(path, READABLE);
        for (End end : End.values()) {
          if (options.lockFiles()) {
            Files.setPosixFilePermissions(LockFiles.path(path, end), READABLE);
          }
        }
        byte[] before = Files.readAllBytes(path);
        for (String command : List.of("stat", "dump", "check")) {
          try (ChildJvm child = under(Sandbox.withoutPowers(), command, path)) {
            List<String> lines = child.readAll();
            assertEquals(0, child.exitCode(), child::errors);
            assertEquals("", child.errors());
            if (command.equals("stat")) {
              assertTrue(
                  lines.stream().anyMatch(line -> line.startsWith("push      ATTACHED, pid=")),
                  lines::toString);
            }
          }
        }
        try (ChildJvm child = under(Sandbox.withoutPowers(), "pop", path)) {
          assertEquals(1, child.exitCode(), child::errors);
          assertTrue(
              child.errors().contains("this user may not read and write there"), child::errors);
        }
        assertArrayEquals(before, Files.readAllBytes(path));
        assertEquals(State.ATTACHED, file.state(End.PUSH).state());
      }
    }
  }

  @Test
  void aViewOfAnOpenFileIsOfThatFileAndNoOther() throws IOException {
    Path path = folder.resolve("ring");
    try (QueueFile file = QueueFile.create(path, Geometry.of(8, 64))) {
      try (QueueFileView view = file.view()) {
        assertEquals(file.geometry(), view.geometry());
        assertEquals(path, view.path());
        assertEquals(new EndStatus(State.ABSENT, 0, 0, 0, Parking.UNKNOWN), view.status(End.PUSH));
      }
      Files.delete(path);
      QueueFile.create(path, Geometry.of(8, 64)).close();
      FileRefusedException refusal = assertThrows(FileRefusedException.class, file::view);
      assertEquals(Reason.REPLACED, refusal.reason());
    }
  }

  @Test
  void theRingOutlivesTheView() throws IOException {
    Path path = folder.resolve("ring");
    try (QueueFile file = QueueFile.create(path, Geometry.of(8, 64));
        Push push = file.push()) {
      QueueFileView view = file.view();
      view.status(End.POP);
      view.close();
      view.close();
      push.tryReserve().push(0);
      assertEquals(1, view.ring().counters().depth());
      assertEquals(State.ATTACHED, view.status(End.PUSH).state());
      view.close();
    }
  }

  private static ChildJvm under(List<String> prefix, String command, Path path) {
    return ChildJvm.startUnder(prefix, List.of(), Pushpop.class, command, path);
  }
}
