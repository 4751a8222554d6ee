package io.pushpop.bench.contest.lane;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.agrona.concurrent.UnsafeBuffer;

/** A file of zeros, mapped with every page present, for contenders that bring no file of theirs. */
final class ZeroFile {
  private static final int PAGE_LENGTH = 4096;

  private ZeroFile() {}

  /** Maps the file, which is made here if it is not there yet. */
  static MappedByteBuffer map(Path path, int length) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      if (channel.size() < length) {
        // Writing one byte at the end cannot undo what the other side has written before it.
        channel.write(ByteBuffer.allocate(1), length - 1);
      }
      MappedByteBuffer mapping = channel.map(MapMode.READ_WRITE, 0, length);
      UnsafeBuffer buffer = new UnsafeBuffer(mapping);
      for (int offset = 0; offset < length; offset += PAGE_LENGTH) {
        buffer.getAndAddLong(offset, 0);
      }
      return mapping;
    }
  }
}
