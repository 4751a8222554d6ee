package io.pushpop.bench.itch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * That nothing is allocated: not little, nothing.
 *
 * <p>Except by the JVM itself: a thread that asks for a method to be compiled by C2 first makes the
 * strings of the constant pool of that method's class, once. When that happens is up to the JVM, so
 * a round in which something was allocated is followed by another; what allocates goes on to.
 */
class AllocationTest {
  private static final int ROUNDS = 3;
  private static final int WARM_UP = 200_000;
  private static final int MEASURED = 1_000_000;

  /** Fewer than are generated: compressing the file takes most of the test. */
  private static final int READ = 400_000;

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[MessageType.MAX_LENGTH]);

  @TempDir Path folder;

  /** Of all results, so that none is left out. */
  private long checksum;

  @Test
  void generatingAMessageAllocatesNothing() {
    assertTakingAllocatesNothing(new SessionGenerator(1, Long.MAX_VALUE), MEASURED);
  }

  @Test
  void readingAMessageAllocatesNothing() throws IOException {
    byte[] frames = Captures.framed(new SessionGenerator(2, WARM_UP + READ));
    Path plain = Files.write(folder.resolve("plain"), frames);
    Path gzip = Files.write(folder.resolve("gzip"), Captures.gzip(frames));
    for (Path file : new Path[] {plain, gzip}) {
      try (CaptureReader reader = CaptureReader.open(file)) {
        assertTakingAllocatesNothing(reader, READ / ROUNDS);
      }
    }
  }

  @Test
  void keepingBooksAllocatesNothingOnceTheyHaveGrown() {
    SessionGenerator generator = new SessionGenerator(3, Long.MAX_VALUE, 100, 4096);
    OrderBooks books = new OrderBooks();
    keep(books, generator, 2 * MEASURED);
    assertAllocatesNothing(() -> keep(books, generator, MEASURED));
  }

  private void assertTakingAllocatesNothing(MessageSource source, int messages) {
    take(source, WARM_UP);
    int rounds = assertAllocatesNothing(() -> take(source, messages));
    assertEquals(WARM_UP + (long) rounds * messages, source.counts().total());
  }

  /** Returns how many rounds it took. */
  private int assertAllocatesNothing(LongSupplier round) {
    List<Long> allocated = new ArrayList<>();
    do {
      long before = threads.getCurrentThreadAllocatedBytes();
      checksum += round.getAsLong();
      allocated.add(threads.getCurrentThreadAllocatedBytes() - before);
    } while (allocated.get(allocated.size() - 1) > 0 && allocated.size() < ROUNDS);
    assertTrue(allocated.contains(0L), () -> "bytes of each round: " + allocated);
    return allocated.size();
  }

  private long take(MessageSource source, int messages) {
    long checksum = 0;
    for (int i = 0; i < messages; i++) {
      checksum += source.nextTimestampNanos() + source.next(buffer, 0);
    }
    return checksum;
  }

  private long keep(OrderBooks books, MessageSource source, int messages) {
    long bids = 0;
    for (int i = 0; i < messages; i++) {
      books.onMessage(buffer, 0, source.next(buffer, 0));
      bids += books.bestBidPrice(Decoder.stockLocate(buffer, 0));
    }
    return bids;
  }
}
