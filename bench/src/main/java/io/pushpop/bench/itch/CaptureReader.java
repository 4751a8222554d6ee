package io.pushpop.bench.itch;

import static java.nio.ByteOrder.BIG_ENDIAN;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Messages of a capture file in BinaryFILE framing: a big-endian u16 length, then the message; a
 * length of zero ends the session, and what may follow it is not read. The file may be gzip. It is
 * streamed: memory does not grow with the file.
 *
 * <p>Messages of unknown types, and of known types with another length, are handed over like all
 * others, and counted as such. A file that ends inside a frame is not an error: the reader ends
 * before that frame, and says how many bytes were left over.
 */
public final class CaptureReader implements MessageSource {
  private static final int PREFIX_LENGTH = Short.BYTES;

  /** Twice the longest frame, so that a refill always has room for more than it keeps. */
  private static final int BUFFER_LENGTH = 1 << 17;

  private static final int NOT_LOCATED = -2;

  private final Path path;
  private final CaptureInput input;
  private final byte[] bytes = new byte[BUFFER_LENGTH];
  private final UnsafeBuffer view = new UnsafeBuffer(bytes);
  private final MessageCounts counts = new MessageCounts();

  /** Of the next frame's prefix in {@link #bytes}. */
  private int position;

  private int limit;

  /** Length of the next message, {@link #END}, or NOT_LOCATED. */
  private int pendingLength = NOT_LOCATED;

  private long timestampNanos;
  private boolean torn;
  private int tornTailBytes;

  private CaptureReader(Path path, CaptureInput input) {
    this.path = path;
    this.input = input;
  }

  /**
   * Opens a capture.
   *
   * @param path of a regular file; gzip is told by content, not by name
   * @return a reader before the first message
   * @throws IOException if the file cannot be opened, or its start not be read
   */
  public static CaptureReader open(Path path) throws IOException {
    return new CaptureReader(path, CaptureInput.open(path));
  }

  @Override
  public int nextLength() {
    if (pendingLength == NOT_LOCATED) {
      locate();
    }
    return pendingLength;
  }

  @Override
  public long nextTimestampNanos() {
    nextLength();
    return timestampNanos;
  }

  @Override
  public int next(MutableDirectBuffer buffer, int offset) {
    int length = nextLength();
    if (length != END) {
      int start = position + PREFIX_LENGTH;
      buffer.putBytes(offset, bytes, start, length);
      counts.add(bytes[start], length);
      position = start + length;
      pendingLength = NOT_LOCATED;
    }
    return length;
  }

  @Override
  public MessageCounts counts() {
    return counts;
  }

  /**
   * The part of the file, compressed as it is, that was read. It runs ahead of the messages by what
   * is buffered, up to some 128 KiB.
   *
   * @return 0 to 1, never less than before; 1 for an empty file
   */
  @Override
  public double progress() {
    return input.fileLength() == 0
        ? 1
        : Math.min(1, (double) input.fileBytesRead() / input.fileLength());
  }

  @Override
  public boolean isTorn() {
    return torn;
  }

  @Override
  public int tornTailBytes() {
    return tornTailBytes;
  }

  @Override
  public void close() {
    try {
      input.close();
    } catch (IOException e) {
      throw new UncheckedIOException("Closing the capture failed: file=" + path, e);
    }
  }

  private void locate() {
    while (!isFrameBuffered()) {
      if (!refill()) {
        tornTailBytes = limit - position;
        torn = tornTailBytes > 0 || input.isCutShort();
        pendingLength = END;
        return;
      }
    }
    int length = frameLength();
    if (length == 0) {
      pendingLength = END;
      return;
    }
    int start = position + PREFIX_LENGTH;
    if (MessageType.of(bytes[start], length) != null) {
      timestampNanos = Decoder.timestampNanos(view, start);
    }
    pendingLength = length;
  }

  private boolean isFrameBuffered() {
    int buffered = limit - position;
    return buffered >= PREFIX_LENGTH && buffered >= PREFIX_LENGTH + frameLength();
  }

  private int frameLength() {
    return view.getShort(position, BIG_ENDIAN) & 0xFFFF;
  }

  private boolean refill() {
    System.arraycopy(bytes, position, bytes, 0, limit - position);
    limit -= position;
    position = 0;
    try {
      int read = input.read(bytes, limit, BUFFER_LENGTH - limit);
      limit += Math.max(read, 0);
      return read > 0;
    } catch (IOException e) {
      throw new UncheckedIOException(
          "Reading the capture failed: file="
              + path
              + ", bytes read="
              + input.fileBytesRead()
              + " of "
              + input.fileLength()
              + ", messages before="
              + counts.total()
              + ", reason="
              + e.getMessage()
              + "; test the file (gzip -t) or fetch it again",
          e);
    }
  }
}
