package io.pushpop.ipc.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** A driver is not begun where its files do not fit. */
final class BridgeLinkTest {
  private static final Path FOLDER = Path.of("/dev/shm");
  private static final long TERMS_OF_16_MIB = 75_497_472; // three, and 24 MiB
  private static final long TERMS_OF_1_MIB = 28_311_552;

  @Test
  void aFileSystemWithoutRoomIsRefusedWithBothFigures() throws CommandFailure {
    assertFits(TERMS_OF_16_MIB, "aeron:udp?endpoint=localhost:40456");
    assertFits(TERMS_OF_1_MIB, "aeron:udp?term-length=1m|endpoint=localhost:40456");
  }

  private static void assertFits(long needed, String channel) throws CommandFailure {
    BridgeLink.requireRoom(FOLDER, needed, channel);
    String message =
        assertThrows(
                CommandFailure.class, () -> BridgeLink.requireRoom(FOLDER, needed - 1, channel))
            .getMessage();
    assertEquals(
        "the file system of /dev/shm has no room for Aeron's media driver: neededBytes="
            + needed
            + ", freeBytes="
            + (needed - 1)
            + "; make room, take shorter terms (term-length=1m in --channel), give a container a"
            + " larger /dev/shm (docker run --shm-size), or use a driver elsewhere (--aeron-dir)",
        message);
  }
}
