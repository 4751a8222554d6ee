package io.pushpop.queue;

import org.agrona.MutableDirectBuffer;

/** Where an element goes for which the ring has no room. Memory of the push end alone. */
interface Surplus {
  /** Whether it can take another element. */
  boolean hasPlace();

  /** Where that is to be written, from offset 0 on; reaches no further. */
  MutableDirectBuffer place(int length);

  /** Takes the element that was written, and enters it in the books. */
  void take(int length, LossAccount account);
}
