package io.pushpop.bench.jvm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.jna.Platform;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class ThreadPinningTest {

  @Test
  void pinsTheThreadThatCallsAndNoOther() throws IOException {
    assumeTrue(Platform.isLinux());
    List<Integer> before = allowed();
    for (int core : before) {
      assertEquals(
          List.of(core), CompletableFuture.supplyAsync(() -> pinned(core), this::run).join());
    }
    assertEquals(before, allowed());
  }

  @Test
  void saysWhatCouldNotBePinned() {
    assumeTrue(Platform.isLinux());
    for (int absent : new int[] {1023, 1024, -1}) {
      IllegalStateException refusal =
          assertThrows(IllegalStateException.class, () -> ThreadPinning.pin(absent));
      assertEquals(
          "the thread cannot be pinned: core=" + absent + " errno=22", refusal.getMessage());
    }
  }

  private void run(Runnable work) {
    new Thread(work).start();
  }

  private static List<Integer> pinned(int core) {
    ThreadPinning.pin(core);
    return allowed();
  }

  private static List<Integer> allowed() {
    try {
      return Files.readAllLines(Path.of("/proc/thread-self/status")).stream()
          .filter(line -> line.startsWith("Cpus_allowed_list:"))
          .map(line -> Cores.parse(line.split(":")[1].strip()))
          .findFirst()
          .orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
