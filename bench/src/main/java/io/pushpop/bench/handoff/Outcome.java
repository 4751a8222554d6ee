package io.pushpop.bench.handoff;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/**
 * Both accounts of a run, side by side.
 *
 * @param plan what was to be done
 * @param placement which cores the sides had
 * @param feed account of the feed
 * @param strategy account of the strategy
 */
record Outcome(RunPlan plan, String placement, FeedAccount feed, StrategyAccount strategy) {
  private static final double NANOS_PER_SECOND = 1e9;

  /** Messages that are missing or were there twice, and those that came out of their order. */
  long gaps() {
    return Math.abs(feed.pushed() - strategy.popped()) + strategy.backwards();
  }

  /** What does not agree, each in a few words; nothing if the handoff was right. */
  List<String> mismatches() {
    List<String> found = new ArrayList<>();
    compare(found, "messages", feed.pushed(), strategy.popped());
    compare(found, "bytes", feed.bytes(), strategy.bytes());
    compare(found, "checksum", feed.checksum(), strategy.checksum());
    compare(found, "position", feed.position(), strategy.position());
    if (gaps() > 0) {
      found.add("gaps=" + gaps());
    }
    // The orders of a generated session are all there, unless the ring was too small for some.
    if (plan.file() == null && feed.tooLong() == 0) {
      requireNone(found, "unknownOrders", strategy.unknownOrders());
      requireNone(found, "overdrawnOrders", strategy.overdrawnOrders());
      requireNone(found, "repeatedOrders", strategy.repeatedOrders());
    }
    return found;
  }

  /** What the input held: all that the strategy took in, and what the feed kept back. */
  TypeCounts counts() {
    return strategy.counts().plus(feed.keptBack());
  }

  /** Most slots in use that either side has seen. */
  long deepest() {
    return Math.max(feed.deepest(), strategy.deepest());
  }

  /** From the first message popped to the last. */
  double seconds() {
    return strategy.nanos() / NANOS_PER_SECOND;
  }

  /** The rate at which messages were popped; 0 if there were too few to tell. */
  double messagesPerSecond() {
    return strategy.nanos() == 0 ? 0 : (strategy.popped() - 1) / seconds();
  }

  /** The rate at which bytes of messages were popped; 0 if there were too few to tell. */
  double bytesPerSecond() {
    return strategy.popped() == 0 ? 0 : messagesPerSecond() * strategy.bytes() / strategy.popped();
  }

  /** All of it, for programs. */
  ObjectNode toJson(ObjectMapper mapper) {
    ObjectNode json = mapper.createObjectNode();
    json.put("ok", mismatches().isEmpty());
    json.put("input", plan.file() == null ? "generated" : plan.file());
    if (plan.file() == null) {
      json.put("seed", plan.seed());
    }
    json.put("encoding", plan.encoding().toString());
    json.put("pace", plan.pace());
    json.put("pushed", feed.pushed());
    json.put("popped", strategy.popped());
    json.put("gaps", gaps());
    json.put("checksumPushed", feed.checksum());
    json.put("checksumPopped", strategy.checksum());
    json.put("bytes", strategy.bytes());
    json.put("tooLong", feed.tooLong());
    json.put("keptBack", feed.keptBack().total());
    json.put("unknownTypes", counts().unknownTypes());
    json.put("wrongLengths", counts().wrongLengths());
    json.put("torn", feed.torn());
    json.put("tornTailBytes", feed.tornTailBytes());
    json.put("seconds", seconds());
    json.put("messagesPerSecond", Math.round(messagesPerSecond()));
    json.put("bytesPerSecond", Math.round(bytesPerSecond()));
    json.set("latencyNanos", mapper.valueToTree(strategy.latency()));
    json.put("behindSchedule", feed.behind());
    json.put("longestBehindNanos", feed.longestBehindNanos());
    json.put("stalls", feed.stalls());
    json.put("stalledNanos", feed.stalledNanos());
    json.put("longestStallNanos", feed.longestStallNanos());
    json.set("countsByType", mapper.valueToTree(counts().byType()));
    json.put("books", strategy.books());
    json.put("bookLevels", strategy.bookSum().levels());
    json.put("bookChecksum", strategy.bookSum().checksum());
    json.put("liveOrders", strategy.liveOrders());
    json.put("unknownOrders", strategy.unknownOrders());
    json.put("overdrawnOrders", strategy.overdrawnOrders());
    json.put("repeatedOrders", strategy.repeatedOrders());
    json.put("slots", plan.slots());
    json.put("slotSize", plan.slotSize());
    json.put("deepest", deepest());
    json.put("waitsFull", feed.waits());
    json.put("waitsEmpty", strategy.waits());
    json.put("placement", placement);
    json.put("java", Runtime.version().toString());
    return json;
  }

  private static void compare(List<String> found, String what, Object pushed, Object popped) {
    if (!pushed.equals(popped)) {
      found.add(what + " pushed=" + pushed + " popped=" + popped);
    }
  }

  private static void requireNone(List<String> found, String what, long count) {
    if (count != 0) {
      found.add(what + "=" + count + " in a generated session");
    }
  }
}
