package io.pushpop.ipc.cli;

import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import io.aeron.ChannelUri;
import io.aeron.archive.Archive;
import io.aeron.archive.ArchiveMarkFile;
import io.aeron.archive.ArchiveThreadingMode;
import io.aeron.archive.client.AeronArchive;
import io.aeron.exceptions.AeronException;
import io.pushpop.ipc.bridge.RecordChecksum;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.agrona.CloseHelper;
import org.agrona.ErrorHandler;

/** An archive in this JVM, beside the driver of a bridge. */
final class ArchiveHost {
  /** For talks with other archives, which there are none of; one must be named. */
  private static final String NEAR = "aeron:udp?endpoint=localhost:0";

  private static final int PAGE = 4096;

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
      Files.createDirectories(folder);
      requireRoom(folder, context.lowStorageSpaceThreshold());
      Archive archive = Archive.launch(context);
      allocate(archive, new File(context.markFileDir(), ArchiveMarkFile.FILENAME));
      return archive;
    } catch (IOException | UncheckedIOException failure) {
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

  /** Aeron would start, and then record nothing. */
  private static void requireRoom(Path folder, long threshold) throws IOException {
    long free = Files.getFileStore(folder).getUsableSpace();
    if (free <= threshold) {
      throw new AeronException(
          "the archive's folder has no room: folder="
              + folder
              + ", freeBytes="
              + free
              + ", needed more than="
              + threshold
              + "; make room: what is not recorded stays in the ring");
    }
  }

  /**
   * Has the archive's file of errors take its room now, while a lack of it is an error: later, when
   * recordings have filled the disk, a page that is not to be had ends the thread that writes
   * there.
   */
  private static void allocate(Archive archive, File mark) throws IOException {
    boolean done = false;
    try (FileChannel channel = FileChannel.open(mark.toPath(), READ, WRITE)) {
      ByteBuffer last = ByteBuffer.allocate(1);
      for (long page = PAGE; page <= channel.size(); page += PAGE) {
        channel.read(last.clear(), page - 1);
        channel.write(last.flip(), page - 1);
      }
      done = true;
    } finally {
      if (!done) {
        CloseHelper.quietClose(archive);
      }
    }
  }
}
