package io.pushpop.bench.handoff;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The account of a run, in lines for people. */
final class Report {
  private static final int WIDTH = 96;

  private Report() {}

  /** What a run is about, before it begins. */
  static String title(RunPlan plan) {
    return Pace.parse(plan.pace())
        + ", "
        + input(plan)
        + (plan.encoding() == Encoding.RAW ? "" : ", normalised: encoding=" + plan.encoding());
  }

  /** How the run went. */
  static List<String> lines(Outcome outcome) {
    List<String> lines = new ArrayList<>();
    addComparison(lines, outcome);
    addContent(lines, outcome);
    addLatency(lines, outcome);
    return lines;
  }

  private static String input(RunPlan plan) {
    String messages = format("%,d messages", plan.messages());
    if (plan.file() == null) {
      return format("%s of a generated session, seed=%d", messages, plan.seed());
    }
    boolean all = plan.messages() == Long.MAX_VALUE;
    return format("%s of %s", all ? "all messages" : "at most " + messages, plan.file());
  }

  private static void addComparison(List<String> lines, Outcome outcome) {
    FeedAccount feed = outcome.feed();
    StrategyAccount strategy = outcome.strategy();
    lines.add(format("%-10s%22s%22s", "", "pushed", "popped"));
    lines.add(
        format(
            "%-10s%,22d%,22d   gaps %,d",
            "messages", feed.pushed(), strategy.popped(), outcome.gaps()));
    lines.add(
        format(
            "%-10s%22s%22s   %s",
            "checksum",
            feed.checksum(),
            strategy.checksum(),
            feed.checksum().equals(strategy.checksum()) ? "equal" : "DIFFERENT"));
    lines.add(format("%-10s%,22d%,22d", "bytes", feed.bytes(), strategy.bytes()));
    lines.add(
        format(
            "%-10s%,22d%,22d   on a full ring, on an empty one",
            "waits", feed.waits(), strategy.waits()));
    lines.add(
        format(
            "%-10s%,d of %,d slots in use at the most",
            "depth", outcome.deepest(), outcome.plan().slots() - 1));
  }

  private static void addContent(List<String> lines, Outcome outcome) {
    FeedAccount feed = outcome.feed();
    StrategyAccount strategy = outcome.strategy();
    TypeCounts counts = outcome.counts();
    lines.addAll(wrapped("by type", types(counts)));
    if (feed.keptBack().total() > 0) {
      lines.add(
          format(
              "%-10s%,d of them, which are in no message of the schema",
              "kept back", feed.keptBack().total()));
    }
    lines.add(
        format(
            "%-10sbooks %,d, live orders %,d, orders unknown %,d, overdrawn %,d, repeated %,d",
            "orders",
            strategy.books(),
            strategy.liveOrders(),
            strategy.unknownOrders(),
            strategy.overdrawnOrders(),
            strategy.repeatedOrders()));
    lines.add(
        format(
            "%-10s%,d levels, checksum %s: the same in each encoding",
            "books", strategy.bookSum().levels(), strategy.bookSum().checksum()));
    lines.add(
        format(
            "%-10sunknown types %,d, wrong lengths %,d, too long for the ring %,d, torn tail %s",
            "input", counts.unknownTypes(), counts.wrongLengths(), feed.tooLong(), tail(feed)));
  }

  private static void addLatency(List<String> lines, Outcome outcome) {
    FeedAccount feed = outcome.feed();
    Latency latency = outcome.strategy().latency();
    lines.add(
        format(
            "%-10s%,.0f messages/s, %,.1f MB/s, for %,.3f s",
            "rate",
            outcome.messagesPerSecond(),
            outcome.bytesPerSecond() / 1e6,
            outcome.seconds()));
    lines.add(quantiles("latency", "p50", "p90", "p99", "p99.9", "p99.99", "max"));
    lines.add(
        quantiles(
            "",
            duration(latency.p50()),
            duration(latency.p90()),
            duration(latency.p99()),
            duration(latency.p999()),
            duration(latency.p9999()),
            duration(latency.max())));
    if (Pace.parse(outcome.plan().pace()).isFlatOut()) {
      lines.add(note("flat out, this is the time spent queueing behind other messages"));
      return;
    }
    lines.add(note("from when each message was due, pushed late or not (no coordinated omission)"));
    lines.add(
        note(
            format(
                "the feed was late for %,d messages, by %s at the most",
                feed.behind(), duration(feed.longestBehindNanos()))));
    if (outcome.plan().spinning()) {
      lines.add(
          note(
              format(
                  "its core was taken away %,d times: %s in all, %s at the most",
                  feed.stalls(),
                  duration(feed.stalledNanos()),
                  duration(feed.longestStallNanos()))));
    }
  }

  private static String quantiles(String title, Object... values) {
    return format("%-10s", title) + format("%12s".repeat(values.length), values);
  }

  private static String note(String text) {
    return format("%-10s%s", "", text);
  }

  private static List<String> types(TypeCounts counts) {
    List<String> words = new ArrayList<>();
    for (Map.Entry<String, Long> count : counts.byType().entrySet()) {
      words.add(format("%s %,d", count.getKey(), count.getValue()));
    }
    return words;
  }

  private static String tail(FeedAccount feed) {
    if (!feed.torn()) {
      return "none";
    }
    return feed.tornTailBytes() > 0
        ? format("%,d bytes", feed.tornTailBytes())
        : "in the compressed stream";
  }

  private static List<String> wrapped(String title, List<String> words) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder(format("%-10s", title));
    String separator = "";
    for (String word : words) {
      if (line.length() + separator.length() + word.length() > WIDTH) {
        lines.add(line.append(',').toString());
        line = new StringBuilder(format("%-10s", ""));
        separator = "";
      }
      line.append(separator).append(word);
      separator = ", ";
    }
    lines.add(line.toString());
    return lines;
  }

  private static String duration(long nanos) {
    if (nanos < 10_000) {
      return format("%,d ns", nanos);
    }
    if (nanos < 10_000_000) {
      return format("%,.1f us", nanos / 1e3);
    }
    return format("%,.1f ms", nanos / 1e6);
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
