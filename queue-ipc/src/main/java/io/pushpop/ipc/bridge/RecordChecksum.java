package io.pushpop.ipc.bridge;

import io.aeron.archive.checksum.Checksum;
import java.util.zip.CRC32C;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * CRC-32C for the frames of a recording, the same as Aeron's own, which reaches into the JDK and
 * wants a flag of the JVM for that. For the recorder of one archive.
 *
 * <p>An archive that was killed looks at the last frame of each recording. Without a checksum it
 * takes zeros at its end, in another page than its start, for something that was not written, and
 * does not start again.
 */
public final class RecordChecksum implements Checksum {
  private final CRC32C crc = new CRC32C();
  private final UnsafeBuffer memory = new UnsafeBuffer(0, 0);
  private byte[] bytes = new byte[0];

  @Override
  public int compute(long address, int offset, int length) {
    if (bytes.length < length) {
      bytes = new byte[length];
    }
    memory.wrap(address + offset, length);
    memory.getBytes(0, bytes, 0, length);
    crc.reset();
    crc.update(bytes, 0, length);
    return (int) crc.getValue();
  }
}
