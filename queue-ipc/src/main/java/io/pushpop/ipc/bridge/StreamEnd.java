package io.pushpop.ipc.bridge;

import io.pushpop.queue.Pop;
import java.util.concurrent.TimeUnit;

/** Tells the stream of a ring whose push end was closed that no more comes, until more comes. */
final class StreamEnd {
  /** Whether the push end is closed is a question for the kernel. */
  private static final long ASKING_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  private final Pop pop;
  private final SourceCursor cursor;
  private final ElementStream stream;

  private boolean said;
  private long behind;
  private long lastAsked;

  StreamEnd(Pop pop, SourceCursor cursor, ElementStream stream) {
    this.pop = pop;
    this.cursor = cursor;
    this.stream = stream;
  }

  /**
   * Says it, once, when all that was pushed is popped and the push end closed.
   *
   * @param number of the hello that it belongs to
   * @return 1 if it was said, else 0
   */
  int say(long number, long now) {
    if (!cursor.isPopped() || cursor.read()) {
      return 0; // sending what there is was not possible
    }
    if (said || now - lastAsked < ASKING_NANOS) {
      return 0;
    }
    lastAsked = now;
    if (!pop.isDrained()) {
      return 0;
    }
    behind = stream.sayEnd(number);
    said = behind > 0;
    return said ? 1 : 0;
  }

  /** Whether it was said, and nothing since. */
  boolean isSaid() {
    return said;
  }

  /** Position in the stream behind it, if it was said. */
  long behind() {
    return behind;
  }

  /** More has come, or nobody has heard it. */
  void forget() {
    said = false;
  }
}
