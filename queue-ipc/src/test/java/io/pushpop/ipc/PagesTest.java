package io.pushpop.ipc;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.pushpop.queue.Geometry;
import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pages are made present without changing a byte, and where they cannot be had, no JVM dies. */
final class PagesTest {
  @TempDir Path folder;

  @Test
  void bothWaysOfMakingPagesPresentChangeNothing() throws IOException {
    Path path = folder.resolve("ring");
    QueueFile.create(path, Geometry.of(1024, 64)).close();
    byte[] before = Files.readAllBytes(path);
    Object fileKey = Refusals.regularFileKey("open", path);
    try (FileChannel channel =
        FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      MappedByteBuffer mapping = channel.map(MapMode.READ_WRITE, 0, before.length);
      Pages.makePresent(path, fileKey, channel, mapping);
      assertEquals(
          Linux.PageResult.PRESENT,
          Pages.allocateAndTouch(path, fileKey, new UnsafeBuffer(mapping)));
    }
    assertArrayEquals(before, Files.readAllBytes(path));
  }

  /** A copy that leaves out the zeros, on a file system that has filled up since. */
  @Test
  void holesThatCannotBeFilledAreARefusalInsteadOfASignal() throws IOException {
    Path path = folder.resolve("ring");
    String setUp = "truncate -s 900k \"$0\"/ring; head -c 500k /dev/zero > \"$0\"/other";
    List<String> prefix = Sandbox.onSmallFileSystem(folder, "1m", setUp, "echo lives");
    try (ChildJvm child = ChildJvm.startUnder(prefix, List.of(), Child.class, "fill-hole", path)) {
      assertNotEquals("PRESENT", child.readLine());
      child.expect("NO_SPACE");
      String refusal = child.readLine();
      assertEquals(
          "NoSpaceException: cannot open "
              + path
              + ": its file system is full: neededBytes=921600, freeBytes=",
          refusal.substring(0, refusal.indexOf("freeBytes=") + "freeBytes=".length()));
      child.expect("lives");
    }
  }
}
