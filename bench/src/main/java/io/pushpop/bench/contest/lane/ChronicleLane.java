package io.pushpop.bench.contest.lane;

import java.util.ArrayList;
import java.util.List;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.queue.ChronicleQueue;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.queue.ExcerptTailer;
import net.openhft.chronicle.wire.DocumentContext;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Chronicle Queue, elements written in place in a document each and read in place. It keeps every
 * element, so that its file grows for as long as the race takes.
 */
final class ChronicleLane implements Lane {
  /** Room for what the fastest second or three of a race leave behind. */
  static final long MEMORY_NEEDED = 2L << 30;

  private final ChronicleQueue queue;
  private final ExcerptAppender appender;
  private final ExcerptTailer tailer;
  private final Payload payload;
  private final int length;
  private final UnsafeBuffer view = new UnsafeBuffer(0, 0);
  private long received;

  ChronicleLane(LaneSpec spec) {
    this.queue = ChronicleQueue.single(spec.path().toString());
    this.appender = spec.sending() ? queue.createAppender() : null;
    this.tailer = spec.sending() ? null : queue.createTailer();
    this.payload = spec.payload();
    this.length = payload.length();
  }

  /** What it reaches for in the JDK. */
  static List<String> flags() {
    List<String> flags = new ArrayList<>(Contender.UNSAFE_ALLOWED);
    flags.add("--add-exports=java.base/jdk.internal.ref=ALL-UNNAMED");
    flags.add("--add-exports=java.base/sun.nio.ch=ALL-UNNAMED");
    flags.add("--add-opens=java.base/java.lang.reflect=ALL-UNNAMED");
    return flags;
  }

  @Override
  public boolean trySend(long sequence) {
    try (DocumentContext document = appender.writingDocument()) {
      Bytes<?> bytes = document.wire().bytes();
      view.wrap(bytes.addressForWrite(bytes.writePosition()), length);
      payload.write(view, 0, sequence);
      bytes.writeSkip(length);
    }
    return true;
  }

  @Override
  public boolean receiveOne() {
    try (DocumentContext document = tailer.readingDocument()) {
      if (!document.isPresent()) {
        return false;
      }
      Bytes<?> bytes = document.wire().bytes();
      int arrived = (int) bytes.readRemaining();
      view.wrap(bytes.addressForRead(bytes.readPosition()), arrived);
      payload.check(view, 0, arrived, received);
    }
    received++;
    return true;
  }

  @Override
  public long received() {
    return received;
  }

  @Override
  public void close() {
    queue.close();
  }
}
