package io.pushpop.bench.itch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pushpop.bench.Allocation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That nothing is allocated: not little, nothing. */
class AllocationTest {
  private static final int WARM_UP = 200_000;
  private static final int MEASURED = 1_000_000;

  /** Fewer than are generated: compressing the file takes most of the test. */
  private static final int READ = 400_000;

  private final Allocation allocation = new Allocation();
  private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[MessageType.MAX_LENGTH]);

  @TempDir Path folder;

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
        assertTakingAllocatesNothing(reader, READ / Allocation.ROUNDS);
      }
    }
  }

  @Test
  void keepingBooksAllocatesNothingOnceTheyHaveGrown() {
    SessionGenerator generator = new SessionGenerator(3, Long.MAX_VALUE, 100, 4096);
    OrderBooks books = new OrderBooks();
    keep(books, generator, 2 * MEASURED);
    allocation.assertNone(() -> keep(books, generator, MEASURED));
  }

  private void assertTakingAllocatesNothing(MessageSource source, int messages) {
    take(source, WARM_UP);
    int rounds = allocation.assertNone(() -> take(source, messages));
    assertEquals(WARM_UP + (long) rounds * messages, source.counts().total());
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
