package io.pushpop.ipc.cli;

import io.pushpop.queue.Geometry;
import java.io.IOException;

/** Each line is an element, without its newline; so is a last one that has none. */
final class LineSource extends ElementSource {
  private static final byte NEWLINE = '\n';

  /** Where the measuring of a line that is refused in any case ends. */
  private static final long MAX_MEASURED = 1L << 32;

  LineSource(Input input, Geometry geometry) {
    super(input, geometry);
  }

  @Override
  boolean next() throws IOException, CommandFailure {
    Input input = input();
    int looked = 0;
    while (true) {
      int length = input.indexOf(NEWLINE, looked);
      if (length >= 0) {
        return line(length, 1);
      }
      looked = input.available();
      if (looked > maxLength()) {
        throw tooLong("line", measured());
      }
      if (!input.fill()) {
        return looked > 0 && line(looked, 0);
      }
    }
  }

  private boolean line(int length, int terminator) throws CommandFailure {
    if (length > maxLength()) {
      throw tooLong("line", Integer.toString(length));
    }
    found(0, length);
    input().consume(length + terminator);
    return true;
  }

  /** The length of a line that has no end in what is available. */
  private String measured() throws IOException, CommandFailure {
    Input input = input();
    long length = 0;
    while (length < MAX_MEASURED) {
      int rest = input.indexOf(NEWLINE, 0);
      if (rest >= 0) {
        return Long.toString(length + rest);
      }
      length += input.available();
      input.consume(input.available());
      if (!input.fill()) {
        return Long.toString(length);
      }
    }
    return length + " or more";
  }
}
