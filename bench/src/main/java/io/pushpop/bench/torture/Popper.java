package io.pushpop.bench.torture;

import io.pushpop.queue.Element;
import io.pushpop.queue.ElementHandler;
import io.pushpop.queue.Pop;
import java.util.concurrent.TimeUnit;
import org.agrona.DirectBuffer;

/**
 * Pops one element after the other, in every way that there is, and gives each to the account of
 * arrivals. Which way, follows from the sequence that is to come.
 */
final class Popper implements ElementHandler {
  private static final long PATIENCE_MICROS = 50;
  private static final int MAX_DRAIN = 16;

  /** How far ahead of the next element the one may be at which the handler throws. */
  private static final int THROW_AHEAD = 4;

  private static final int MANNER_DIE = 6;
  private static final int THROW_DIE = 7;
  private static final long NEVER = -1;

  private final Pop pop;
  private final Elements elements;
  private final Pace pace;
  private final Arrivals arrivals;
  private final PopJournal journal;
  private final Thrown thrown = new Thrown();

  /** The sequence at which the handler throws next. */
  private long throwAt = NEVER;

  /** From here on it may throw again. */
  private long mayThrowFrom;

  /**
   * Goes on where the last pop end was closed or killed.
   *
   * @param pop end
   * @param elements that come
   * @param pace at which to handle them
   * @param journal of this and all earlier pop ends
   */
  Popper(Pop pop, Elements elements, Pace pace, PopJournal journal) {
    this.pop = pop;
    this.elements = elements;
    this.pace = pace;
    this.arrivals = new Arrivals(elements, journal.released(), journal.handled());
    this.journal = journal;
    this.mayThrowFrom = arrivals.lowest();
  }

  /**
   * Pops an element, or several.
   *
   * @return whether anything was popped; if not, the ring was empty or the handler threw
   * @throws Violation if what came is not what had to come, or a call broke its promise
   */
  boolean pop() throws InterruptedException {
    long before = arrivals.lowest();
    long tail = pop.position();
    decideThrow(before);
    try {
      popInSomeWay(elements.draw(before, MANNER_DIE));
    } catch (Thrown expected) {
      // Those before the one at which the handler threw are popped; it comes again.
    }
    if (pop.position() == tail) {
      return false;
    }
    journal.released(arrivals.lowest(), pop.position());
    return true;
  }

  @Override
  public void onElement(DirectBuffer buffer, int offset, int length) {
    if (arrivals.lowest() == throwAt) {
      throwAt = NEVER;
      throw thrown;
    }
    handle(buffer, offset, length);
  }

  private void handle(DirectBuffer buffer, int offset, int length) {
    arrivals.accept(buffer, offset, length);
    journal.handled(arrivals.highest());
    pace.dawdle(arrivals.lowest());
  }

  private void popInSomeWay(long draw) throws InterruptedException {
    switch ((int) draw & 7) {
      case 0, 1, 2 -> pop.drain(this, 1 + Elements.bounded(draw, MAX_DRAIN));
      case 3 -> pop.pop(this, PATIENCE_MICROS, TimeUnit.MICROSECONDS);
      case 4 -> peekAndPop();
      default -> tryPop();
    }
  }

  private void tryPop() {
    boolean can = pop.canPop();
    if (!pop.tryPop(this) && can) {
      throw new Violation(
          "canPop did not hold: expected=an element until this end pops, found=none, position="
              + pop.position());
    }
  }

  /** Looks, leaves, looks again, takes. */
  private void peekAndPop() {
    Element seen = pop.tryPeek();
    if (seen == null) {
      return;
    }
    long position = seen.position();
    arrivals.check(seen.buffer(), seen.offset(), seen.length());
    seen.close();
    Element again = pop.tryPeek();
    if (again == null || again.position() != position) {
      throw new Violation(
          "an element that was peeked at did not stay: expected position="
              + position
              + ", found="
              + (again == null ? "no element" : "" + again.position()));
    }
    handle(again.buffer(), again.offset(), again.length());
    again.pop();
  }

  private void decideThrow(long sequence) {
    if (throwAt == NEVER && sequence >= mayThrowFrom) {
      long draw = elements.draw(sequence, THROW_DIE);
      if ((draw & 15) == 0) {
        throwAt = sequence + Elements.bounded(draw, THROW_AHEAD);
        mayThrowFrom = throwAt + 1;
      }
    } else if (throwAt < sequence) {
      // It was popped in a way that has no handler.
      throwAt = NEVER;
    }
  }

  /** What the handler throws on purpose, again and again the same. */
  private static final class Thrown extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Thrown() {
      super("on purpose", null, false, false);
    }
  }
}
