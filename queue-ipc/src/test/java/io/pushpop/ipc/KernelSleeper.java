package io.pushpop.ipc;

import static io.pushpop.queue.RingLayout.ASLEEP;

import io.pushpop.queue.End;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A thread that sleeps in the kernel on a flag that it has raised, until somebody wakes it. */
final class KernelSleeper {
  private static final long FOR_EVER = TimeUnit.DAYS.toNanos(1);

  private KernelSleeper() {}

  /**
   * Starts it, with a mapping of its own.
   *
   * @param flagOffset of the flag in the ring's region
   */
  static Thread start(Path path, int flagOffset) throws IOException {
    RingFile file = RingFile.open(path);
    EndLock none =
        new EndLock() {
          @Override
          public void name() {}

          @Override
          public void release() {}
        };
    HeldEnd end = new HeldEnd(file, End.POP, none);
    file.region().putIntRelease(flagOffset, ASLEEP);
    Thread sleeper =
        new Thread(
            () -> {
              while (file.region().getIntAcquire(flagOffset) == ASLEEP) {
                end.park(flagOffset, ASLEEP, FOR_EVER);
              }
            });
    sleeper.setDaemon(true);
    sleeper.start();
    return sleeper;
  }
}
