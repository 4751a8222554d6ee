package io.pushpop.ipc.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.Charset;

/** Stdout through one large buffer, of which nothing is written before {@link #flush()} or full. */
final class Output {
  private static final int CAPACITY = 1 << 18;

  private final WritableByteChannel channel;
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(CAPACITY);

  Output(WritableByteChannel channel) {
    this.channel = channel;
  }

  /** Puts the low 8 bits of a number. */
  void put(int value) throws IOException, CommandFailure {
    if (!buffer.hasRemaining()) {
      flush();
    }
    buffer.put((byte) value);
  }

  /** Puts the first bytes of an array. */
  void put(byte[] bytes, int length) throws IOException, CommandFailure {
    int put = 0;
    while (length - put > buffer.remaining()) {
      int part = buffer.remaining();
      buffer.put(bytes, put, part);
      put += part;
      flush();
    }
    buffer.put(bytes, put, length - put);
  }

  /** Puts a text as the file names of this system are encoded. */
  void put(String text) throws IOException, CommandFailure {
    byte[] bytes = text.getBytes(Charset.forName(System.getProperty("sun.jnu.encoding")));
    put(bytes, bytes.length);
  }

  /** Bytes that wait to be written. */
  int pending() {
    return buffer.position();
  }

  /**
   * Writes all that was put.
   *
   * @throws CommandFailure if stdout takes nothing
   * @throws IOException if the thread is interrupted
   */
  void flush() throws IOException, CommandFailure {
    buffer.flip();
    try {
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
    } catch (ClosedByInterruptException e) {
      throw e;
    } catch (IOException e) {
      if (String.valueOf(e.getMessage()).contains("Broken pipe")) {
        throw CommandFailure.brokenPipe(e);
      }
      throw CommandFailure.of(
          "cannot write to stdout: the operating system says: "
              + e.getMessage()
              + "; elements that were not written stay in the queue: correct that and try again",
          e);
    } finally {
      buffer.clear();
    }
  }
}
