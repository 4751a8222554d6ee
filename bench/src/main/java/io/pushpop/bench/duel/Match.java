package io.pushpop.bench.duel;

import io.pushpop.bench.contest.lane.Contender;
import java.util.List;

/** What is played, and by whom; the first of them is the one that the others are compared to. */
public enum Match {
  /** There and back, beside the limit. */
  ROUND_TRIP("round trip of 32 B", 32, Contender.PUSHPOP, Contender.AGRONA, Contender.BARE),
  /** Elements of a word, as fast as they go. */
  EIGHT("one way, 8 B", 8, streams()),
  /** Elements of a line with what belongs to it. */
  FIFTY_SIX("one way, 56 B", 56, streams());

  private final String title;
  private final int length;
  private final List<Contender> contenders;

  Match(String title, int length, Contender... contenders) {
    this.title = title;
    this.length = length;
    this.contenders = List.of(contenders);
  }

  /** What people read. */
  String title() {
    return title;
  }

  /** Bytes of an element. */
  int length() {
    return length;
  }

  /** Who plays. */
  List<Contender> contenders() {
    return contenders;
  }

  boolean isRoundTrip() {
    return this == ROUND_TRIP;
  }

  private static Contender[] streams() {
    return new Contender[] {
      Contender.PUSHPOP,
      Contender.PUSHPOP_SINGLE,
      Contender.PUSHPOP_BATCH,
      Contender.AGRONA,
      Contender.BARE_LINES
    };
  }
}
