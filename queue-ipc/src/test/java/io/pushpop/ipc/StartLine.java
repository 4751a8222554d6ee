package io.pushpop.ipc;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Where processes wait for a race, in a page that they share: told by lines, one would be off long
 * before the next hears of it.
 */
final class StartLine {
  private static final int PAGE_LENGTH = 4096;
  private static final int STARTED_OFFSET = 0;
  private static final int WAITING_OFFSET = 128;
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(180);

  private final UnsafeBuffer page;

  private StartLine(UnsafeBuffer page) {
    this.page = page;
  }

  static StartLine at(Path path) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      return new StartLine(new UnsafeBuffer(channel.map(MapMode.READ_WRITE, 0, PAGE_LENGTH)));
    }
  }

  /** Waits until the race of that number, which grows from 1, is started. */
  void await(int race) {
    page.getAndAddInt(WAITING_OFFSET, 1);
    awaitAtLeast(STARTED_OFFSET, race);
  }

  /** Starts a race as soon as so many wait for it. */
  void start(int race, int racers) {
    awaitAtLeast(WAITING_OFFSET, racers);
    page.putIntVolatile(WAITING_OFFSET, 0);
    page.putIntVolatile(STARTED_OFFSET, race);
  }

  private void awaitAtLeast(int offset, int value) {
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    while (page.getIntVolatile(offset) < value) {
      if (System.nanoTime() - deadline > 0) {
        throw new IllegalStateException(
            "no race: expected=" + value + ", found=" + page.getIntVolatile(offset));
      }
      Thread.yield();
    }
  }
}
