package io.pushpop.bench.itch;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.agrona.concurrent.UnsafeBuffer;

/** Captures for tests: framed by hand, or the shared ones that do not belong to the project. */
public final class Captures {
  static final byte[] END_OF_SESSION = {0, 0};

  private static final Path SHARED = Path.of("shared", "marketdata");

  private Captures() {}

  /** All messages of a source, each behind its length. */
  public static byte[] framed(MessageSource source) {
    ByteArrayOutputStream frames = new ByteArrayOutputStream();
    byte[] bytes = new byte[MessageType.MAX_LENGTH];
    UnsafeBuffer buffer = new UnsafeBuffer(bytes);
    for (int n = source.next(buffer, 0); n != MessageSource.END; n = source.next(buffer, 0)) {
      frames.write(n >>> 8);
      frames.write(n);
      frames.write(bytes, 0, n);
    }
    return frames.toByteArray();
  }

  /** A message of nothing but its type, behind its length. */
  public static byte[] frame(char type, int length) {
    byte[] frame = new byte[2 + length];
    frame[0] = (byte) (length >>> 8);
    frame[1] = (byte) length;
    frame[2] = (byte) type;
    return frame;
  }

  /** One after the other. */
  public static byte[] concat(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  static byte[] gzip(byte[] bytes) {
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
      gzip.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return compressed.toByteArray();
  }

  /** A shared file, or an end to the test: a clone of the project alone does not have them. */
  static Path shared(String name) {
    Path folder = Path.of("").toAbsolutePath();
    while (folder != null && !Files.isRegularFile(folder.resolve(SHARED).resolve(name))) {
      folder = folder.getParent();
    }
    if (folder == null) {
      String reason = "Skipped: no folder above this one has " + SHARED.resolve(name);
      System.out.println(reason);
      assumeTrue(false, reason);
    }
    return folder.resolve(SHARED).resolve(name);
  }
}
