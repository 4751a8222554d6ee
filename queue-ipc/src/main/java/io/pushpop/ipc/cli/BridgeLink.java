package io.pushpop.ipc.cli;

import io.aeron.Aeron;
import io.aeron.CommonContext;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import io.pushpop.queue.End;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.UUID;
import org.agrona.CloseHelper;
import org.agrona.ErrorHandler;

/** A client of Aeron, and its driver if that is in this JVM. */
final class BridgeLink implements AutoCloseable {
  private final MediaDriver driver;
  private final Aeron aeron;

  private BridgeLink(MediaDriver driver, Aeron aeron) {
    this.driver = driver;
    this.aeron = aeron;
  }

  /** A client of a driver that another process runs. */
  static BridgeLink to(Path folder, ErrorHandler errors) {
    return new BridgeLink(null, connect(folder.toString(), errors));
  }

  /**
   * A client with a driver of its own: one thread, which backs off to sleeps when there is nothing
   * to do.
   */
  static BridgeLink embedded(Path folder, ErrorHandler errors) {
    MediaDriver driver =
        MediaDriver.launchEmbedded(
            new MediaDriver.Context()
                .aeronDirectoryName(folder.toString())
                .dirDeleteOnStart(true)
                .dirDeleteOnShutdown(true)
                .threadingMode(ThreadingMode.SHARED)
                .errorHandler(errors));
    try {
      return new BridgeLink(driver, connect(driver.aeronDirectoryName(), errors));
    } catch (RuntimeException | Error failure) {
      CloseHelper.quietClose(driver);
      throw failure;
    }
  }

  /**
   * Where the driver of a bridge keeps its files: a name that follows from the ring, so that the
   * next bridge removes what one left that was killed. Whoever holds the end is the only one there.
   */
  static Path folderFor(Path ring, End end) throws IOException {
    Object file = Files.readAttributes(ring, BasicFileAttributes.class).fileKey();
    UUID name = UUID.nameUUIDFromBytes((end + " " + file).getBytes(StandardCharsets.UTF_8));
    return Path.of(CommonContext.AERON_DIR_PROP_DEFAULT).resolveSibling("aeron-pushpop-" + name);
  }

  Aeron aeron() {
    return aeron;
  }

  @Override
  public void close() {
    CloseHelper.closeAll(aeron, driver);
  }

  private static Aeron connect(String folder, ErrorHandler errors) {
    return Aeron.connect(new Aeron.Context().aeronDirectoryName(folder).errorHandler(errors));
  }
}
