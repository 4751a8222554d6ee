package io.pushpop.bench.contest.lane;

import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import io.pushpop.bench.jvm.ParentWatch;
import io.pushpop.bench.jvm.PrivateFolder;
import java.nio.file.Path;
import org.agrona.concurrent.ShutdownSignalBarrier;

/**
 * Aeron's media driver, in a process of its own as one would run it: one thread, which sleeps when
 * there is nothing to do, because the two sides leave it no core where there are but two.
 */
public final class AeronDriver {
  private AeronDriver() {}

  /**
   * Runs until the parent ends it.
   *
   * @param args the folder of the race
   */
  public static void main(String[] args) {
    Path folder = Path.of(args[0]);
    ParentWatch.haltWithParent(() -> PrivateFolder.remove(folder));
    MediaDriver.Context context =
        new MediaDriver.Context()
            .aeronDirectoryName(directory(folder).toString())
            .threadingMode(ThreadingMode.SHARED)
            .termBufferSparseFile(false);
    try (ShutdownSignalBarrier barrier = new ShutdownSignalBarrier();
        MediaDriver driver = MediaDriver.launch(context)) {
      System.out.println("ready: " + driver.aeronDirectoryName());
      barrier.await();
    }
  }

  /** Where clients find the driver of a race. */
  static Path directory(Path raceFolder) {
    return raceFolder.resolve("aeron");
  }
}
