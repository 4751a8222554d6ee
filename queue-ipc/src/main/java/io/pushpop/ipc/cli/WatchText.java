package io.pushpop.ipc.cli;

import io.pushpop.ipc.cli.WatchedFile.Seen;
import io.pushpop.queue.Losses;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A watched file as lines for people, in {@value #WIDTH} columns. */
final class WatchText {
  static final int WIDTH = 80;

  /** Which line says how the queue does. */
  static final int VERDICT = 1;

  private static final String MARGIN = "  ";

  private WatchText() {}

  /** The lines, the verdict among them, or the problem in its place. */
  static List<String> lines(Seen seen) {
    if (seen.figures() == null) {
      return List.of(cut(seen.path().toString(), WIDTH), MARGIN + seen.problem());
    }
    Figures queue = seen.figures();
    List<String> lines = new ArrayList<>();
    lines.add(title(seen));
    lines.add(MARGIN + Verdict.of(queue).sentence());
    lines.add(bar(queue));
    lines.add("        state         pid    gen       slots/s  waited on     last progress");
    lines.add(side("push", queue.push(), "full"));
    lines.add(side("pop", queue.pop(), "empty"));
    if (seen.schema() != null) {
      lines.add(MARGIN + "schema  " + seen.schema());
    }
    if (seen.skipped() != 0) {
      lines.add(MARGIN + text("skipped by the pop side: %,d elements", seen.skipped()));
    }
    Losses losses = queue.losses();
    if (losses.lost() + losses.waiting() > 0) {
      lines.add(
          text(
              "  lost  %d dropped, %d conflated, %d abandoned; %d wait",
              losses.dropped(), losses.conflated(), losses.abandoned(), losses.waiting()));
    }
    return lines;
  }

  private static String title(Seen seen) {
    String geometry =
        text(
            "  %,d slots of %,d B%s",
            seen.figures().geometry().slots(),
            seen.figures().geometry().slotSize(),
            seen.replacements() == 0 ? "" : ", replaced " + times(seen.replacements()));
    return cut(seen.path().toString(), WIDTH - geometry.length()) + geometry;
  }

  /** {@code #} what is in use, {@code -} what has been, {@code .} what never was. */
  private static String bar(Figures queue) {
    int capacity = queue.geometry().capacity();
    String numbers =
        text(
            "]  %,d of %,d in use, low %,d, high %,d",
            queue.depth(), capacity, queue.low(), queue.high());
    int width = WIDTH - MARGIN.length() - 1 - numbers.length();
    int used = part(queue.depth(), capacity, width);
    int high = Math.max(used, part(queue.high(), capacity, width));
    return MARGIN
        + "["
        + "#".repeat(used)
        + "-".repeat(high - used)
        + ".".repeat(width - high)
        + numbers;
  }

  private static String side(String name, Figures.Side side, String waitsOn) {
    return text(
        "  %-4s  %-8s  %7d %6d %,13.0f  %-5s %3.0f%%  %s",
        name,
        side.status().state(),
        side.status().pid(),
        side.status().generation(),
        side.rate(),
        waitsOn,
        side.waiting() * 100,
        (side.moved() ? "" : "over ") + Verdict.age(side.idleNanos()) + " ago");
  }

  /** How much of a bar a number fills: all of it only if it is the whole, none only if it is 0. */
  private static int part(int number, int whole, int width) {
    int filled = (int) (((long) number * width + whole - 1) / whole);
    return number < whole ? Math.min(filled, width - 1) : width;
  }

  private static String times(int count) {
    return count == 1 ? "once" : count + " times";
  }

  /** The end of a path says more than its beginning. */
  private static String cut(String path, int width) {
    return path.length() <= width ? path : "..." + path.substring(path.length() - width + 3);
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
