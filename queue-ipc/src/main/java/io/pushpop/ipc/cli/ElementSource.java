package io.pushpop.ipc.cli;

import io.pushpop.queue.Geometry;
import java.io.IOException;
import org.agrona.DirectBuffer;

/** The elements in an input, one after the other, in place. */
abstract class ElementSource {
  private final Input input;
  private final Geometry geometry;
  private long number;
  private int offset;
  private int length;

  /**
   * A source.
   *
   * @param input where they come from
   * @param geometry of the ring that they must fit in
   */
  ElementSource(Input input, Geometry geometry) {
    this.input = input;
    this.geometry = geometry;
  }

  /**
   * Goes to the next element.
   *
   * @return false at the end of the input
   * @throws CommandFailure if there is something that is no element of this ring; it names it
   * @throws IOException if the thread is interrupted
   */
  abstract boolean next() throws IOException, CommandFailure;

  /** The buffer that holds the element until the next one is asked for. */
  final DirectBuffer buffer() {
    return input.buffer();
  }

  final int offset() {
    return offset;
  }

  final int length() {
    return length;
  }

  final Input input() {
    return input;
  }

  final int maxLength() {
    return geometry.maxLength();
  }

  /** The number of the element that comes next, from 1. */
  final long nextNumber() {
    return number + 1;
  }

  /** Has found an element: where it begins in what is available, and its length. */
  final boolean found(int before, int foundLength) {
    number++;
    offset = input.offset() + before;
    length = foundLength;
    return true;
  }

  /** The refusal of an element that is longer than the ring takes. */
  final CommandFailure tooLong(String what, String foundLength) {
    return CommandFailure.of(
        what
            + " "
            + nextNumber()
            + " of stdin is too long for this ring ("
            + geometry
            + "): length="
            + foundLength
            + ", maximum="
            + maxLength()
            + "; "
            + (number == 0 ? "nothing was pushed" : "all before it was pushed")
            + ": create a ring of more or larger slots for it");
  }
}
