package io.pushpop.bench.bridge;

import io.pushpop.queue.ElementHandler;
import org.agrona.DirectBuffer;

/**
 * A way from one thread to another through Aeron. One thread offers, another one takes.
 *
 * <pre>
 * PLAIN    thread -> publication ~~> subscription -> thread
 * BRIDGE   thread -> ring -> sender -> publication ~~> subscription -> receiver -> ring -> thread
 * </pre>
 */
interface Crossing extends AutoCloseable {
  /** Hands in an element; false if there is no room now. */
  boolean offer(DirectBuffer element, int length);

  /** What the offering thread has to do besides, now and then. */
  void carryOn();

  /** Hands out what has come, tells how many. */
  int take(ElementHandler handler);

  @Override
  void close();
}
