package io.pushpop.ipc.cli;

import io.pushpop.queue.Geometry;
import java.io.IOException;

/** Each element comes after its length, big-endian. */
final class FrameSource extends ElementSource {
  private final Frames frames;

  FrameSource(Input input, Geometry geometry, Frames frames) {
    super(input, geometry);
    this.frames = frames;
  }

  @Override
  boolean next() throws IOException, CommandFailure {
    int prefix = frames.prefixLength();
    if (!has(prefix)) {
      return false;
    }
    long length = 0;
    for (int i = 0; i < prefix; i++) {
      length = length << Byte.SIZE | input().buffer().getByte(input().offset() + i) & 0xff;
    }
    if (length > maxLength()) {
      throw tooLong("frame", Long.toString(length));
    }
    int whole = prefix + (int) length;
    has(whole);
    found(prefix, (int) length);
    input().consume(whole);
    return true;
  }

  /** Waits for so many bytes of a frame; false if the input ends before its first. */
  private boolean has(int wanted) throws IOException, CommandFailure {
    while (input().available() < wanted) {
      if (input().fill()) {
        continue;
      }
      int available = input().available();
      if (available == 0) {
        return false;
      }
      throw CommandFailure.of(
          "stdin ends in the middle of frame "
              + nextNumber()
              + ": expected="
              + wanted
              + " bytes, found="
              + available
              + "; all frames before it were pushed: is the input cut short, or not framed as"
              + " --frames="
              + frames
              + "?");
    }
    return true;
  }
}
