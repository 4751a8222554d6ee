package io.pushpop.ipc;

import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Makes every page of a mapping present before the ring uses it, so that no push or pop takes a
 * page fault, and a page that cannot be had is an exception here instead of a SIGBUS there.
 */
final class Pages {
  private Pages() {}

  /**
   * Makes all pages present and writable without changing a byte; a peer may be at work meanwhile.
   *
   * @throws NoSpaceException if the file has holes, and its file system no room to fill them
   */
  static void makePresent(Path path, Object fileKey, FileChannel channel, MappedByteBuffer mapping)
      throws IOException {
    UnsafeBuffer file = new UnsafeBuffer(mapping);
    Linux.PageResult pages = Linux.PageResult.UNKNOWN;
    if (Linux.missing() == null) {
      pages = Linux.populate(file.addressOffset(), file.capacity());
    }
    if (pages == Linux.PageResult.UNKNOWN) {
      pages = allocateAndTouch(path, fileKey, file);
    }
    if (pages == Linux.PageResult.NO_SPACE) {
      if (channel.size() < file.capacity()) {
        throw new BadFileException(
            "open",
            path,
            "file length",
            Integer.toString(file.capacity()),
            Long.toString(channel.size()),
            "somebody cut the file short at this moment: stop both ends, remove it and create it"
                + " anew");
      }
      long free = Files.getFileStore(path).getUsableSpace();
      throw new NoSpaceException("open", path, file.capacity(), free, null);
    }
  }

  /**
   * For kernels before 5.14. Where not even fallocate is to be had, a hole in the file that cannot
   * be filled kills the JVM here: files made by this library have none.
   */
  static Linux.PageResult allocateAndTouch(Path path, Object fileKey, UnsafeBuffer file)
      throws IOException {
    if (Linux.missing() == null) {
      int descriptor = Linux.openDescriptor("open", path, fileKey);
      try {
        if (Linux.allocate(descriptor, file.capacity()) == Linux.PageResult.NO_SPACE) {
          return Linux.PageResult.NO_SPACE;
        }
      } finally {
        Linux.closeDescriptor(descriptor);
      }
    }
    for (int offset = 0; offset < file.capacity(); offset += FileLayout.PAGE_LENGTH) {
      // Atomic, so that it cannot undo what a peer writes at the same time.
      file.getAndAddLong(offset, 0);
    }
    return Linux.PageResult.PRESENT;
  }
}
