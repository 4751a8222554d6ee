package io.pushpop.ipc.cli;

import io.pushpop.ipc.EndStatus;
import io.pushpop.queue.Geometry;
import io.pushpop.queue.Losses;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.IntPredicate;

/** Looks at one queue, and the figures that come out of them. Arithmetic alone. */
final class Looks {
  /**
   * A ring counts as full while not even this part of it is free, and as empty while not even this
   * part is in use: a side that waits takes up what the other leaves it in between two looks.
   */
  private static final int PART = 32;

  private final Geometry geometry;
  private final long span;
  private final Deque<Look> recent = new ArrayDeque<>();
  private final Counter push = new Counter();
  private final Counter pop = new Counter();
  private int low = Integer.MAX_VALUE;
  private int high;

  /** Since when there has been something to pop, or when the last of it was popped. */
  private long owedSince;

  /**
   * No look yet.
   *
   * @param geometry of the ring
   * @param span how far back rates and waits go, in nanoseconds
   */
  Looks(Geometry geometry, long span) {
    this.geometry = geometry;
    this.span = span;
  }

  /**
   * Adds a look, no earlier than the last one.
   *
   * @param nanoTime when
   * @param head position of the next slot to push
   * @param tail position of the next slot to pop
   */
  void add(long nanoTime, long head, long tail) {
    Look look = new Look(nanoTime, head, tail);
    boolean popped = pop.isAt(tail);
    push.see(head, nanoTime);
    pop.see(tail, nanoTime);
    if (!popped || look.depth() == 0) {
      owedSince = nanoTime;
    }
    low = Math.min(low, look.depth());
    high = Math.max(high, look.depth());
    recent.add(look);
    while (nanoTime - recent.getFirst().nanoTime > span) {
      recent.removeFirst();
    }
  }

  /** The figures, after the last look. */
  Figures figures(EndStatus pushStatus, EndStatus popStatus, Losses losses) {
    int part = geometry.capacity() / PART;
    Look first = recent.getFirst();
    Look last = recent.getLast();
    double seconds = (last.nanoTime - first.nanoTime) / 1e9;
    double full = share(depth -> depth >= geometry.capacity() - part);
    double empty = share(depth -> depth <= part);
    return new Figures(
        geometry,
        last.head,
        last.tail,
        low,
        high,
        last.nanoTime - owedSince,
        push.side(pushStatus, rate(last.head - first.head, seconds), full, last.nanoTime),
        pop.side(popStatus, rate(last.tail - first.tail, seconds), empty, last.nanoTime),
        losses);
  }

  private double share(IntPredicate condition) {
    return (double) recent.stream().mapToInt(Look::depth).filter(condition).count() / recent.size();
  }

  private static double rate(long slots, double seconds) {
    return seconds == 0 ? 0 : slots / seconds;
  }

  private record Look(long nanoTime, long head, long tail) {
    int depth() {
      return (int) (head - tail);
    }
  }

  /** Head or tail, and when it moved. */
  private static final class Counter {
    private long position = -1;
    private long progress;
    private boolean moved;

    boolean isAt(long now) {
      return position == now;
    }

    void see(long now, long nanoTime) {
      if (position != now) {
        moved = position >= 0;
        position = now;
        progress = nanoTime;
      }
    }

    Figures.Side side(EndStatus status, double rate, double waiting, long nanoTime) {
      return new Figures.Side(status, rate, waiting, nanoTime - progress, moved);
    }
  }
}
