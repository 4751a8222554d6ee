package io.pushpop.queue;

import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** What a consumer gets to see, in words: {@code number} for an element, {@code -lost@position}. */
final class Stream implements ElementHandler {
  private final List<String> seen = new ArrayList<>();
  private int failures;

  /** All that there is in a queue now. */
  static List<String> of(Pop pop) {
    Stream stream = new Stream();
    while (pop.drain(stream, Integer.MAX_VALUE) > 0) {
      // What is seen by its stamp is one element at a time.
    }
    return stream.seen;
  }

  /** Pushes numbers, each as an int with some bytes behind it. */
  static boolean push(Push push, int length, int... numbers) {
    boolean all = true;
    for (int number : numbers) {
      UnsafeBuffer bytes = new UnsafeBuffer(new byte[length]);
      bytes.putInt(0, number);
      all &= push.tryPush(bytes, 0, length);
    }
    return all;
  }

  /** Throws at so many of the next elements. */
  Stream failing(int times) {
    failures = times;
    return this;
  }

  List<String> seen() {
    return seen;
  }

  @Override
  public void onGap(long position, long lost) {
    seen.add("-" + lost + "@" + position);
  }

  @Override
  public void onElement(DirectBuffer buffer, int offset, int length) {
    if (failures-- > 0) {
      throw new ArithmeticException("refused");
    }
    seen.add("" + buffer.getInt(offset));
  }
}
