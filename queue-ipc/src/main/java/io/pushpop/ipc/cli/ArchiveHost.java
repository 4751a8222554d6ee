package io.pushpop.ipc.cli;

import io.aeron.ChannelUri;
import io.aeron.archive.Archive;
import io.aeron.archive.ArchiveThreadingMode;
import io.aeron.archive.client.AeronArchive;
import io.aeron.exceptions.AeronException;
import io.pushpop.ipc.bridge.RecordChecksum;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.agrona.ErrorHandler;

/** An archive in this JVM, beside the driver of a bridge. */
final class ArchiveHost {
  /** For talks with other archives, which there are none of; one must be named. */
  private static final String NEAR = "aeron:udp?endpoint=localhost:0";

  private ArchiveHost() {}

  /**
   * Starts an archive, of one thread.
   *
   * @param driver the folder of the media driver
   * @param folder of the recordings; created if it is not there
   * @param control the channel on which it takes requests
   * @return to be closed before the driver
   * @throws AeronException if it may be there later
   * @throws CommandFailure if it cannot use the folder
   */
  static AutoCloseable launch(Path driver, Path folder, String control, ErrorHandler errors)
      throws CommandFailure {
    Archive.Context context =
        new Archive.Context()
            .aeronDirectoryName(driver.toString())
            .archiveDirectoryName(folder.toString())
            .replicationChannel(NEAR)
            .recordingEventsEnabled(false)
            .threadingMode(ArchiveThreadingMode.SHARED)
            .recordChecksum(new RecordChecksum())
            .errorHandler(errors);
    if (ChannelUri.parse(control).isIpc()) {
      context
          .controlChannelEnabled(false)
          .archiveClientContext(new AeronArchive.Context().controlResponseChannel(NEAR));
    } else {
      context.controlChannel(control);
    }
    try {
      return Archive.launch(context);
    } catch (UncheckedIOException failure) {
      throw CommandFailure.of(
          "the archive cannot use its folder: folder=" + folder + ": " + failure.getMessage(),
          failure);
    } catch (IllegalStateException inUse) {
      throw new AeronException(
          "another archive is at work in this folder, or was killed in the last ten seconds: folder="
              + folder
              + ": "
              + inUse.getMessage(),
          inUse);
    }
  }
}
