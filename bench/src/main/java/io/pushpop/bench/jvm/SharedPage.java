package io.pushpop.bench.jvm;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.agrona.concurrent.AtomicBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A page of memory that JVMs share through a file. What a JVM has stored there is there to stay,
 * even if the next instruction is the one at which SIGKILL finds it.
 */
public final class SharedPage {
  /** Bytes. */
  public static final int LENGTH = 4096;

  private SharedPage() {}

  /**
   * Makes the file of a page of zeros.
   *
   * @param path where there is no file yet
   * @return the page; it stays mapped for as long as the buffer can be reached
   * @throws IOException if it cannot be made
   */
  public static AtomicBuffer create(Path path) throws IOException {
    Files.write(path, new byte[LENGTH], StandardOpenOption.CREATE_NEW);
    return open(path);
  }

  /**
   * Maps a page that is there.
   *
   * @param path of its file
   * @return the page; it stays mapped for as long as the buffer can be reached
   * @throws IOException if it cannot be mapped
   */
  public static AtomicBuffer open(Path path) throws IOException {
    try (FileChannel channel =
        FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      return new UnsafeBuffer(channel.map(MapMode.READ_WRITE, 0, LENGTH));
    }
  }
}
