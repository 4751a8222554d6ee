package io.pushpop.bench.torture;

import io.pushpop.queue.End;
import io.pushpop.queue.Geometry;
import java.util.List;

/**
 * What goes through a ring.
 *
 * @param seed from which all elements and all ways to push and pop them follow
 * @param maxLength of an element, in bytes
 * @param count how many elements; {@link Long#MAX_VALUE} for as many as there is time for
 * @param uneven whether now one side is slow and now the other
 */
record Traffic(long seed, int maxLength, long count, boolean uneven) {
  /** Reads what {@link #arguments} wrote. */
  static Traffic parse(List<String> arguments) {
    return new Traffic(
        Long.parseLong(arguments.get(0)),
        Integer.parseInt(arguments.get(1)),
        Long.parseLong(arguments.get(2)),
        Boolean.parseBoolean(arguments.get(3)));
  }

  /** Words for the command of a child. */
  List<String> arguments() {
    return List.of(
        Long.toString(seed),
        Integer.toString(maxLength),
        Long.toString(count),
        Boolean.toString(uneven));
  }

  Elements elements(Geometry geometry) {
    return new Elements(seed, geometry, maxLength);
  }

  Pace pace(Elements elements, End end) {
    return uneven ? Pace.uneven(elements, end) : Pace.steady(elements);
  }
}
