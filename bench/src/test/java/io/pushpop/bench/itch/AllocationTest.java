package io.pushpop.bench.itch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AllocationTest {
  private static final int WARM_UP = 200_000;
  private static final int MEASURED = 1_000_000;

  /** Fewer than are generated: compressing the file takes most of the test. */
  private static final int READ = 400_000;

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[MessageType.MAX_LENGTH]);

  @TempDir Path folder;

  @Test
  void generatingAMessageAllocatesNothing() {
    assertNothingAllocated(new SessionGenerator(1, Long.MAX_VALUE), MEASURED);
  }

  @Test
  void readingAMessageAllocatesNothing() throws IOException {
    byte[] frames = Captures.framed(new SessionGenerator(2, WARM_UP + READ));
    Path plain = Files.write(folder.resolve("plain"), frames);
    Path gzip = Files.write(folder.resolve("gzip"), Captures.gzip(frames));
    for (Path file : new Path[] {plain, gzip}) {
      try (CaptureReader reader = CaptureReader.open(file)) {
        assertNothingAllocated(reader, READ);
      }
    }
  }

  @Test
  void keepingBooksAllocatesNothingOnceTheyHaveGrown() {
    SessionGenerator generator = new SessionGenerator(3, Long.MAX_VALUE, 100, 4096);
    OrderBooks books = new OrderBooks();
    keep(books, generator, 2 * MEASURED);
    long before = threads.getCurrentThreadAllocatedBytes();
    long bids = keep(books, generator, MEASURED);
    assertEquals(0, threads.getCurrentThreadAllocatedBytes() - before, () -> "bids=" + bids);
  }

  private void assertNothingAllocated(MessageSource source, int messages) {
    long checksum = take(source, WARM_UP);
    long before = threads.getCurrentThreadAllocatedBytes();
    checksum += take(source, messages);
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;
    String seen = "checksum=" + checksum + ", messages=" + source.counts().total();
    assertEquals(0, allocated, seen);
    assertEquals(WARM_UP + messages, source.counts().total());
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
