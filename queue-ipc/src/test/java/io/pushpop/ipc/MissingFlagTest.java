package io.pushpop.ipc;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The one flag that every user needs, forgotten. */
final class MissingFlagTest {
  @TempDir Path folder;

  @Test
  void theFlagIsNamedAndNothingIsCreated() {
    Path path = folder.resolve("ring");
    try (ChildJvm child = ChildJvm.startWithoutFlags(Child.class, "create-large", path, 65536)) {
      String refusal = child.readLine();
      assertTrue(
          refusal.startsWith("IllegalStateException: ")
              && refusal.contains("--add-exports java.base/jdk.internal.misc=ALL-UNNAMED"),
          refusal);
      assertTrue(Files.notExists(path));
    }
  }

  @Test
  void theFlagIsNamedWhenAFileIsOpened() {
    try (ChildJvm child = ChildJvm.startWithoutFlags(Child.class, "open", folder.resolve("ring"))) {
      String refusal = child.readLine();
      assertTrue(
          refusal.contains("--add-exports java.base/jdk.internal.misc=ALL-UNNAMED"), refusal);
    }
  }
}
