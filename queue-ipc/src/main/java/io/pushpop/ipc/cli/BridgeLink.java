package io.pushpop.ipc.cli;

import io.aeron.Aeron;
import io.aeron.ChannelUri;
import io.aeron.CommonContext;
import io.aeron.driver.Configuration;
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
import org.agrona.IoUtil;
import org.agrona.SystemUtil;

/** A client of Aeron, and its driver if that is in this JVM. */
final class BridgeLink implements AutoCloseable {
  /** What a driver keeps beside the buffers of a stream, with what the way back takes. */
  private static final long OTHER_BYTES = 24L << 20;

  /** Aeron keeps a stream in three terms. */
  private static final int TERMS = 3;

  /** Room for the counters of thousands of streams; a bridge has two. */
  private static final int COUNTERS_LENGTH = 1 << 20;

  private final MediaDriver driver;
  private final Aeron aeron;
  private AutoCloseable hosted;

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
   *
   * @param folder of the driver; what a predecessor has left there is removed
   * @throws CommandFailure if the stream's buffers do not fit there
   */
  static BridgeLink embedded(Path folder, String channel, ErrorHandler errors)
      throws IOException, CommandFailure {
    IoUtil.delete(folder.toFile(), true);
    Path parent = folder.getParent();
    requireRoom(parent, Files.getFileStore(parent).getUsableSpace(), channel);
    MediaDriver.Context context =
        new MediaDriver.Context()
            .aeronDirectoryName(folder.toString())
            .dirDeleteOnShutdown(true)
            .counterValuesBufferLength(COUNTERS_LENGTH)
            .termBufferSparseFile(false)
            .threadingMode(ThreadingMode.SHARED)
            .errorHandler(errors);
    MediaDriver driver = null;
    try {
      driver = MediaDriver.launchEmbedded(context);
      return new BridgeLink(driver, connect(driver.aeronDirectoryName(), errors));
    } catch (RuntimeException | Error failure) {
      CloseHelper.quietClose(driver);
      IoUtil.delete(folder.toFile(), true); // a driver that does not come up leaves what it made
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

  /** Of the driver. */
  Path folder() {
    return aeron.context().aeronDirectory().toPath();
  }

  /** Has this closed before the driver. */
  void host(AutoCloseable hosted) {
    this.hosted = hosted;
  }

  Aeron aeron() {
    return aeron;
  }

  @Override
  public void close() {
    CloseHelper.closeAll(hosted, aeron, driver);
  }

  /** Beforehand: a page that is not to be had later ends a JVM by a signal. */
  static void requireRoom(Path parent, long free, String channel) throws CommandFailure {
    String length = ChannelUri.parse(channel).get(CommonContext.TERM_LENGTH_PARAM_NAME);
    long term =
        length == null
            ? Configuration.termBufferLength()
            : SystemUtil.parseSize(CommonContext.TERM_LENGTH_PARAM_NAME, length);
    long needed = TERMS * term + OTHER_BYTES;
    if (free < needed) {
      throw CommandFailure.of(
          "the file system of "
              + parent
              + " has no room for Aeron's media driver: neededBytes="
              + needed
              + ", freeBytes="
              + free
              + "; make room, take shorter terms (term-length=1m in --channel), give a container a"
              + " larger /dev/shm (docker run --shm-size), or use a driver elsewhere (--aeron-dir)");
    }
  }

  private static Aeron connect(String folder, ErrorHandler errors) {
    return Aeron.connect(new Aeron.Context().aeronDirectoryName(folder).errorHandler(errors));
  }
}
