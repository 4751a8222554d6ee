package io.pushpop.ipc.cli;

import io.pushpop.queue.ElementScan;
import java.io.IOException;
import java.util.HexFormat;

/** How an element looks on stdout. */
interface ElementFormat {
  /** Its bytes, whatever they are, and a newline. */
  ElementFormat LINES =
      (element, out) -> {
        out.put(element.bytes(), element.length());
        out.put('\n');
      };

  /** Its bytes as hexadecimal digits, and a newline. */
  ElementFormat HEX =
      (element, out) -> {
        out.put(HexFormat.of().formatHex(element.bytes(), 0, element.length()));
        out.put('\n');
      };

  /** Its length, then its bytes. */
  static ElementFormat frames(Frames frames) {
    return (element, out) -> {
      int length = element.length();
      if (length > frames.maxLength()) {
        throw CommandFailure.of(
            "the element at position="
                + element.position()
                + " is too long for --frames="
                + frames
                + ": length="
                + length
                + ", maximum="
                + frames.maxLength()
                + "; it stays in the queue: take --frames=u32");
      }
      for (int shift = Byte.SIZE * (frames.prefixLength() - 1); shift >= 0; shift -= Byte.SIZE) {
        out.put(length >>> shift);
      }
      out.put(element.bytes(), length);
    };
  }

  /**
   * Writes an element.
   *
   * @throws CommandFailure if the format has no place for it, or stdout takes nothing
   * @throws IOException if the thread is interrupted
   */
  void write(ElementScan element, Output out) throws IOException, CommandFailure;
}
