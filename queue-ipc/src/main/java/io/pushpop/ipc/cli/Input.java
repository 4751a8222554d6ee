package io.pushpop.ipc.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ReadableByteChannel;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Stdin through one large buffer, in which elements are found and from which they are pushed, so
 * that there is no object for each. What was found stays in its place until the next {@link
 * #fill()}.
 */
final class Input {
  private static final int CAPACITY = 1 << 18;

  /** Room to read into that is worth a system call: what a pipe holds. */
  private static final int READ_LENGTH = 1 << 16;

  private final ReadableByteChannel channel;
  private ByteBuffer bytes = ByteBuffer.allocateDirect(CAPACITY);
  private final UnsafeBuffer view = new UnsafeBuffer(bytes);
  private int start;
  private int end;

  Input(ReadableByteChannel channel) {
    this.channel = channel;
  }

  /** The buffer; offsets of this class are offsets in it. */
  UnsafeBuffer buffer() {
    return view;
  }

  /** Offset of the first byte that was not consumed. */
  int offset() {
    return start;
  }

  /** Bytes that were read and not consumed. */
  int available() {
    return end - start;
  }

  /** Is done with so many bytes. */
  void consume(int length) {
    start += length;
  }

  /**
   * Where a byte is first to be found.
   *
   * @param from how many of the available bytes not to look at
   * @return how many bytes come before it; -1 if it is not there
   */
  int indexOf(byte wanted, int from) {
    for (int at = start + from; at < end; at++) {
      if (view.getByte(at) == wanted) {
        return at - start;
      }
    }
    return -1;
  }

  /**
   * Reads more, waiting for it if need be.
   *
   * @return false at the end of the input
   * @throws CommandFailure if the input cannot be read
   * @throws IOException if the thread is interrupted
   */
  boolean fill() throws IOException, CommandFailure {
    makeRoom();
    bytes.limit(bytes.capacity()).position(end);
    try {
      int read = channel.read(bytes);
      end += Math.max(read, 0);
      return read >= 0;
    } catch (ClosedByInterruptException e) {
      throw e;
    } catch (IOException e) {
      throw CommandFailure.of(
          "cannot read stdin: the operating system says: "
              + e.getMessage()
              + "; what was read before was pushed: correct that and push the rest",
          e);
    }
  }

  private void makeRoom() {
    if (start == end) {
      start = 0;
      end = 0;
    }
    if (bytes.capacity() - end >= READ_LENGTH) {
      return;
    }
    ByteBuffer target = bytes;
    if (bytes.capacity() - available() < 2 * READ_LENGTH) {
      target = ByteBuffer.allocateDirect(larger(bytes.capacity()));
    }
    ByteBuffer rest = bytes.duplicate().limit(end).position(start);
    target.clear();
    target.put(rest);
    bytes = target;
    view.wrap(bytes);
    end -= start;
    start = 0;
  }

  private static int larger(int capacity) {
    return (int) Math.min(2L * capacity, Integer.MAX_VALUE - Long.BYTES);
  }
}
