package io.pushpop.bench.bridge;

import static io.pushpop.queue.RingLayout.WORD_LENGTH;

import io.aeron.Aeron;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import io.pushpop.bench.jvm.ParentWatch;
import io.pushpop.bench.jvm.PrivateFolder;
import io.pushpop.queue.ElementHandler;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.Histogram;
import org.agrona.BitUtil;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * One crossing in a JVM of its own: two threads, and the driver with a thread of its own. Each
 * element holds its number and the time at which it was handed in, and numbers must come in order.
 */
final class Ride {
  /** Elements that each side handles in a turn. */
  static final int BATCH = 256;

  private static final int NUMBER_OFFSET = 0;
  private static final int TIME_OFFSET = 8;
  private static final int STREAM = 77;
  private static final long LONGEST_LATENCY = TimeUnit.SECONDS.toNanos(10);

  private final Crossing crossing;
  private final int length;

  /** Nanoseconds between two elements; 0: as many as there is room for. */
  private final long gap;

  private final AtomicLong taken = new AtomicLong();
  private final Histogram latencies = new Histogram(LONGEST_LATENCY, 3);
  private volatile boolean isMeasuring;
  private volatile boolean isOver;

  /** Written by the offering thread alone. */
  private final UnsafeBuffer element;

  private Ride(Crossing crossing, int length, long gap) {
    this.crossing = crossing;
    this.length = length;
    this.gap = gap;
    this.element = new UnsafeBuffer(new byte[length]);
  }

  /**
   * Runs one, and says in one line: elements a second, median and 99th percentile of the latency in
   * nanoseconds.
   *
   * @param args folder; plain or bridge; channel; length; nanoseconds between elements; seconds
   * @throws Exception if anything is not as it should be
   */
  public static void main(String[] args) throws Exception {
    Path folder = Path.of(args[0]);
    ParentWatch.haltWithParent(() -> PrivateFolder.remove(folder));
    int length = Integer.parseInt(args[3]);
    long gap = Long.parseLong(args[4]);
    MediaDriver.Context context =
        new MediaDriver.Context()
            .aeronDirectoryName(folder.resolve("aeron").toString())
            .threadingMode(ThreadingMode.SHARED)
            .termBufferSparseFile(false);
    try (MediaDriver driver = MediaDriver.launchEmbedded(context);
        Aeron aeron =
            Aeron.connect(new Aeron.Context().aeronDirectoryName(driver.aeronDirectoryName()));
        Crossing crossing = crossing(args[1], aeron, args[2], folder, length)) {
      new Ride(crossing, length, gap).run(Long.parseLong(args[5]));
    }
  }

  private static Crossing crossing(
      String kind, Aeron aeron, String channel, Path folder, int length) throws IOException {
    if (kind.equals("plain")) {
      return new PlainCrossing(aeron, channel, STREAM);
    }
    int slotSize = Math.max(64, BitUtil.findNextPositivePowerOfTwo(length + WORD_LENGTH));
    return new BridgeCrossing(aeron, channel, STREAM, folder, slotSize);
  }

  private void run(long seconds) throws InterruptedException {
    Thread offering = start("offering", gap == 0 ? this::offerFlatOut : this::offerPaced);
    Thread taking = start("taking", this::take);
    TimeUnit.SECONDS.sleep(seconds);
    isMeasuring = true;
    long from = taken.get();
    long begun = System.nanoTime();
    TimeUnit.SECONDS.sleep(seconds);
    long elements = taken.get() - from;
    long nanos = System.nanoTime() - begun;
    isOver = true;
    offering.join();
    taking.join();
    System.out.printf(
        Locale.ROOT,
        "%.0f %d %d%n",
        elements * 1e9 / nanos,
        latencies.getValueAtPercentile(50),
        latencies.getValueAtPercentile(99));
  }

  private static Thread start(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setUncaughtExceptionHandler(
        (failed, failure) -> {
          failure.printStackTrace();
          Runtime.getRuntime().halt(1);
        });
    thread.start();
    return thread;
  }

  private void offerFlatOut() {
    long number = 0;
    while (!isOver) {
      long now = System.nanoTime();
      int count = 0;
      while (count < BATCH && offer(number, now)) {
        number++;
        count++;
      }
      crossing.carryOn();
      if (count == 0) {
        Thread.yield();
      }
    }
  }

  private void offerPaced() {
    long number = 0;
    long due = System.nanoTime();
    while (!isOver) {
      // The time at which it was due, so that what waits here counts too.
      if (System.nanoTime() - due >= 0 && offer(number, due)) {
        number++;
        due += gap;
      } else {
        Thread.onSpinWait();
      }
      crossing.carryOn();
    }
  }

  private boolean offer(long number, long time) {
    element.putLong(NUMBER_OFFSET, number);
    element.putLong(TIME_OFFSET, time);
    return crossing.offer(element, length);
  }

  private void take() {
    long[] next = new long[1];
    ElementHandler handler =
        (buffer, offset, arrived) -> {
          if (buffer.getLong(offset + NUMBER_OFFSET) != next[0] || arrived != length) {
            throw new IllegalStateException(
                "out of order: expected=" + next[0] + ", found=" + buffer.getLong(offset));
          }
          next[0]++;
          if (gap > 0 && isMeasuring) {
            latencies.recordValue(
                Math.min(
                    LONGEST_LATENCY, System.nanoTime() - buffer.getLong(offset + TIME_OFFSET)));
          }
        };
    while (!isOver) {
      if (crossing.take(handler) == 0) {
        if (gap == 0) {
          Thread.yield();
        } else {
          Thread.onSpinWait();
        }
      }
      taken.lazySet(next[0]);
    }
  }
}
