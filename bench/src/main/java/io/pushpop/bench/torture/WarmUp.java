package io.pushpop.bench.torture;

import io.pushpop.queue.Geometry;
import io.pushpop.queue.Pop;
import io.pushpop.queue.Push;
import io.pushpop.queue.Queue;
import java.nio.ByteBuffer;
import org.agrona.concurrent.AtomicBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Lets the code be compiled, on a ring of this process's own, before the end is taken. */
final class WarmUp {
  private static final int ELEMENTS = 2000;
  private static final int JOURNAL_LENGTH = 4096;

  private WarmUp() {}

  static void run(Geometry geometry, Traffic traffic) throws InterruptedException {
    try (Queue queue = Queue.allocate(geometry);
        Push push = queue.push(Turns.options());
        Pop pop = queue.pop(Turns.options())) {
      Elements pushed = traffic.elements(geometry);
      Elements popped = traffic.elements(geometry);
      PushJournal pushJournal = new PushJournal(journal());
      Pusher pusher =
          new Pusher(push, geometry, pushed, ELEMENTS, Pace.steady(pushed), pushJournal);
      Popper popper = new Popper(pop, popped, Pace.steady(popped), new PopJournal(journal()));
      while (pusher.next() < ELEMENTS) {
        pusher.push();
        popper.pop();
      }
    }
  }

  private static AtomicBuffer journal() {
    return new UnsafeBuffer(ByteBuffer.allocateDirect(JOURNAL_LENGTH));
  }
}
