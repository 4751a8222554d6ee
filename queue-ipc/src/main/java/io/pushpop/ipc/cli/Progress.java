package io.pushpop.ipc.cli;

import java.io.PrintStream;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** A line on a terminal that tells how far a command is, written over again and again. */
final class Progress implements AutoCloseable {
  private static final long INTERVAL_MILLIS = 200;
  private static final String CLEARED_LINE = "\r\033[K";

  /** How much of the rate shown is that of the last interval; the rest is of those before. */
  private static final double WEIGHT = 0.3;

  private final String done;
  private final PrintStream terminal;
  private final ScheduledExecutorService clock;

  /** Written by the thread at work alone, so that it never waits for the one that shows them. */
  private final AtomicLong elements = new AtomicLong();

  private final AtomicLong bytes = new AtomicLong();

  private long shownElements;
  private long shownNanos = System.nanoTime();
  private double rate;
  private boolean closed;

  /**
   * Begins to show.
   *
   * @param done what is done to elements, such as "pushed"
   */
  Progress(Streams streams, String done) {
    this.done = done;
    this.terminal = streams.err();
    this.clock = streams.errIsTerminal() ? startClock() : null;
  }

  /** So much more is done; for one thread. */
  void add(long moreElements, long moreBytes) {
    elements.lazySet(elements.getPlain() + moreElements);
    bytes.lazySet(bytes.getPlain() + moreBytes);
  }

  /** Takes the line away. */
  @Override
  public synchronized void close() {
    closed = true;
    if (clock != null) {
      clock.shutdown();
      terminal.print(CLEARED_LINE);
      terminal.flush();
    }
  }

  private ScheduledExecutorService startClock() {
    ScheduledExecutorService started =
        Executors.newSingleThreadScheduledExecutor(
            work -> {
              Thread thread = new Thread(work, "progress");
              thread.setDaemon(true);
              return thread;
            });
    started.scheduleAtFixedRate(
        this::show, INTERVAL_MILLIS, INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
    return started;
  }

  private synchronized void show() {
    if (closed) {
      return;
    }
    long now = System.nanoTime();
    long total = elements.get();
    double current = (total - shownElements) * 1e9 / (now - shownNanos);
    rate = shownElements == 0 ? current : (1 - WEIGHT) * rate + WEIGHT * current;
    shownElements = total;
    shownNanos = now;
    terminal.print(
        CLEARED_LINE
            + String.format(
                Locale.ROOT,
                "%s %,d elements, %,.1f MB, %,.0f/s",
                done,
                total,
                bytes.get() / 1e6,
                rate));
    terminal.flush();
  }
}
