package io.pushpop.bench.handoff;

import java.io.PrintStream;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * One line a second about one side, from the counters of both. Printed by a thread of its own; the
 * thread that hands off only stores its counters.
 *
 * <p>Numbers are put together by hand: that thread has the core of the handoff, and the formatter
 * of the library would keep it there for a millisecond at a time.
 */
final class ProgressLines {
  static final String HEADER =
      "   s  side        messages/s     MB/s  done      depth    deepest       waits";

  private static final long INTERVAL_MILLIS = 1000;
  private static final long SHORTEST_REST_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
  private static final double NANOS_PER_SECOND = 1e9;

  private final Side side;
  private final Counters own;
  private final Counters feed;
  private final Counters strategy;
  private final PrintStream out;
  private final ScheduledThreadPoolExecutor clock =
      new ScheduledThreadPoolExecutor(1, ProgressLines::daemon);
  private final StringBuilder line = new StringBuilder(HEADER.length());
  private long startNanos;
  private long lastNanos;
  private long lastMessages;
  private long lastBytes;
  private long lastWaits;

  /** Lines about a side. Its thread is there at once, so that it need not be made later. */
  ProgressLines(Side side, Counters feed, Counters strategy, PrintStream out) {
    this.side = side;
    this.own = side == Side.FEED ? feed : strategy;
    this.feed = feed;
    this.strategy = strategy;
    this.out = out;
    clock.prestartAllCoreThreads();
  }

  /** Begins; the first line comes in a second. The counters of this side stand at 0. */
  synchronized void begin() {
    startNanos = System.nanoTime();
    lastNanos = startNanos;
    clock.scheduleAtFixedRate(this::print, INTERVAL_MILLIS, INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** Ends, with a line for what is left of the last second, unless that is next to nothing. */
  synchronized void end() {
    clock.shutdown();
    boolean printed = lastNanos != startNanos;
    if (!printed || System.nanoTime() - lastNanos >= SHORTEST_REST_NANOS) {
      print();
    }
  }

  private synchronized void print() {
    long now = System.nanoTime();
    long messages = own.messages();
    long bytes = own.bytes();
    long waits = own.waits();
    double seconds = (now - lastNanos) / NANOS_PER_SECOND;
    long tenths = Math.round((bytes - lastBytes) / seconds / 1e5);
    line.setLength(0);
    right(4, Math.round((now - startNanos) / NANOS_PER_SECOND));
    left(10, side.toString());
    right(12, Math.round((messages - lastMessages) / seconds));
    right(7, tenths / 10).append('.').append(tenths % 10);
    if (side == Side.FEED) {
      right(5, (long) (own.progress() * 100)).append('%');
    } else {
      line.append("      ");
    }
    // Not the positions of now: this thread has just taken the core of one of the two sides.
    right(11, strategy.depth());
    right(11, Math.max(feed.deepest(), strategy.deepest()));
    right(12, waits - lastWaits);
    line.append('\n');
    out.print(line);
    out.flush();
    lastNanos = now;
    lastMessages = messages;
    lastBytes = bytes;
    lastWaits = waits;
  }

  private void left(int width, String text) {
    line.append("  ").append(text);
    for (int i = text.length(); i < width; i++) {
      line.append(' ');
    }
  }

  /** A number of 0 or more with its thousands apart, at the right of so many columns. */
  private StringBuilder right(int width, long number) {
    int end = line.length() + width;
    int start = line.length();
    long rest = number;
    int digits = 0;
    do {
      if (digits > 0 && digits % 3 == 0) {
        line.insert(start, ',');
      }
      line.insert(start, (char) ('0' + rest % 10));
      rest /= 10;
      digits++;
    } while (rest > 0);
    while (line.length() < end) {
      line.insert(start, ' ');
    }
    return line;
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "progress");
    thread.setDaemon(true);
    return thread;
  }
}
