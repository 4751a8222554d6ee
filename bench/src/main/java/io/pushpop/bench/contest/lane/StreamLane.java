package io.pushpop.bench.contest.lane;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ByteChannel;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A stream of bytes through the kernel, every element of the same length. Elements gather in a
 * buffer that is written when it is full or flushed, and are checked in the one that is read into.
 */
final class StreamLane implements Lane {
  /** What one write or read moves at the most. */
  private static final int BUFFER_LENGTH = 1 << 16;

  private final ByteChannel channel;
  private final Payload payload;
  private final int length;
  private final ByteBuffer bytes;
  private final UnsafeBuffer view;

  /** What still has to be written or checked lies from begin to end. */
  private int begin;

  private int end;
  private boolean isPeerGone;
  private long received;

  StreamLane(ByteChannel channel, Payload payload) {
    this.channel = channel;
    this.payload = payload;
    this.length = payload.length();
    this.bytes =
        ByteBuffer.allocateDirect(Math.max(BUFFER_LENGTH, length)).order(ByteOrder.nativeOrder());
    this.view = new UnsafeBuffer(bytes);
  }

  @Override
  public boolean trySend(long sequence) {
    if (end + length > bytes.capacity()) {
      write();
      if (end + length > bytes.capacity()) {
        return false;
      }
    }
    payload.write(view, end, sequence);
    end += length;
    return true;
  }

  @Override
  public void flush() {
    while (begin < end && !isPeerGone) {
      write();
    }
  }

  @Override
  public boolean receiveOne() {
    if (end - begin < length) {
      read();
      if (end - begin < length) {
        return false;
      }
    }
    payload.check(view, begin, length, received);
    begin += length;
    received++;
    return true;
  }

  @Override
  public long received() {
    return received;
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void write() {
    bytes.limit(end).position(begin);
    try {
      channel.write(bytes);
    } catch (IOException e) {
      // The receiver has measured enough and is gone; the stop flag tells this side to end too.
      isPeerGone = true;
      return;
    }
    begin = bytes.position();
    if (begin == end) {
      begin = 0;
      end = 0;
    }
  }

  /** Reads behind what is there of an element. */
  private void read() {
    bytes.limit(end).position(begin);
    bytes.compact();
    try {
      channel.read(bytes); // at the end of the stream, nothing; the stop flag tells the rest
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    begin = 0;
    end = bytes.position();
  }
}
