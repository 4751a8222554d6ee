package io.pushpop.bench.itch;

import java.io.EOFException;
import java.io.FileInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/** The bytes of a capture file, decompressed if it is a gzip file, whatever its name. */
final class CaptureInput implements AutoCloseable {
  private static final int COMPRESSED_BUFFER_LENGTH = 1 << 16;

  private final CountedInput file;
  private final long fileLength;
  private final InputStream input;
  private boolean cutShort;

  private CaptureInput(CountedInput file, long fileLength, boolean gzip) throws IOException {
    this.file = file;
    this.fileLength = fileLength;
    InputStream decompressed = file;
    if (gzip) {
      try {
        decompressed = new GZIPInputStream(file, COMPRESSED_BUFFER_LENGTH);
      } catch (EOFException e) {
        // Cut inside the gzip header, so there is nothing to decompress.
        decompressed = InputStream.nullInputStream();
        cutShort = true;
      }
    }
    input = decompressed;
  }

  /**
   * Opens a capture.
   *
   * @param path of a regular file
   * @return its bytes, from the first one
   * @throws IOException if it is no regular file, or cannot be opened or read
   */
  static CaptureInput open(Path path) throws IOException {
    if (!Files.isRegularFile(path)) {
      throw new IOException(
          "The capture cannot be opened: file="
              + path
              + ", expected a regular file, found "
              + (Files.exists(path) ? "something else" : "nothing")
              + "; give the path of a BinaryFILE capture, plain or gzip");
    }
    // A plain stream, not a channel: an interrupt must not close the file under its reader.
    FileInputStream stream = new FileInputStream(path.toFile());
    try {
      boolean gzip = startsLikeGzip(stream);
      stream.getChannel().position(0);
      return new CaptureInput(new CountedInput(stream), stream.getChannel().size(), gzip);
    } catch (IOException | RuntimeException e) {
      stream.close();
      throw e;
    }
  }

  /**
   * Reads some bytes, decompressed.
   *
   * @param into where they go
   * @param offset of the first
   * @param length at most so many, 1 or more
   * @return how many, at least 1, or -1 at the end, and where a compressed stream was cut
   * @throws IOException if the file cannot be read, or is damaged
   */
  int read(byte[] into, int offset, int length) throws IOException {
    if (cutShort) {
      return -1;
    }
    try {
      return input.read(into, offset, length);
    } catch (EOFException e) {
      cutShort = true;
      return -1;
    }
  }

  /**
   * Whether the file ends inside its compressed stream, as found by reading to the end.
   *
   * @return true if compressed bytes are missing
   */
  boolean isCutShort() {
    return cutShort;
  }

  /**
   * Bytes of the file that were read, compressed as they are there.
   *
   * @return 0 or more
   */
  long fileBytesRead() {
    return file.count;
  }

  /**
   * Length of the file when it was opened.
   *
   * @return bytes
   */
  long fileLength() {
    return fileLength;
  }

  @Override
  public void close() throws IOException {
    input.close();
    file.close();
  }

  private static boolean startsLikeGzip(InputStream stream) throws IOException {
    // In a plain capture the same two bytes would be the length of a first message of 8,075 bytes.
    return stream.read() == 0x1F && stream.read() == 0x8B;
  }

  private static final class CountedInput extends FilterInputStream {
    private long count;

    CountedInput(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      int value = super.read();
      count += value < 0 ? 0 : 1;
      return value;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      int read = super.read(into, offset, length);
      count += Math.max(read, 0);
      return read;
    }
  }
}
