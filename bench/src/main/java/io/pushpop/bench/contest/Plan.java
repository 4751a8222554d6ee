package io.pushpop.bench.contest;

import io.pushpop.bench.contest.Scenario.Slower;
import io.pushpop.bench.contest.lane.Contender;
import java.util.ArrayList;
import java.util.List;

/** Which races are run, round by round, so that whatever drifts drifts for all. */
final class Plan {
  private static final List<Contender> RING_AND_RIVAL =
      List.of(Contender.PUSHPOP, Contender.AGRONA);
  private static final List<Contender> RING_AND_LIMIT =
      List.of(Contender.PUSHPOP, Contender.BARE_LINES);
  private static final List<Contender> STREAMS =
      List.of(
          Contender.PUSHPOP,
          Contender.PUSHPOP_SINGLE,
          Contender.PUSHPOP_BATCH,
          Contender.AGRONA,
          Contender.BARE_LINES);

  /** What else a reader may have in use: who looks at them asks for an order of magnitude. */
  private static final List<Contender> OTHERS =
      List.of(
          Contender.AGRONA_MANY,
          Contender.AERON,
          Contender.CHRONICLE,
          Contender.UNIX_SOCKET,
          Contender.TCP_SOCKET,
          Contender.NAMED_PIPE,
          Contender.C_RING,
          Contender.JCTOOLS,
          Contender.ARRAY_BLOCKING_QUEUE);

  /**
   * The bare flags have two faces, one a fifth faster than the other, and show either from one pair
   * of JVMs to the next: they run twice a round.
   */
  private static final List<Contender> TRIPS =
      List.of(Contender.BARE, Contender.PUSHPOP, Contender.AGRONA, Contender.BARE);

  /** How an end may wait; the ring in C sleeps on a futex and does nothing else, the limit. */
  private static final List<Contender> WAITS =
      List.of(
          Contender.PUSHPOP_WAITING,
          Contender.PUSHPOP_PARK_NANOS,
          Contender.PUSHPOP_SLEEPING,
          Contender.PUSHPOP_SPINNING,
          Contender.C_RING);

  /** What it costs to push a quote instead of bytes: 48 of them. */
  private static final List<Contender> QUOTES =
      List.of(
          Contender.QUOTE_RAW, Contender.QUOTE_SBE, Contender.QUOTE_TYPED, Contender.QUOTE_BLOCK);

  private static final int QUOTE_LENGTH = 48;

  /** What a wait that gives up its core costs where nobody has to wait long. */
  private static final List<Contender> SHORT_WAITS =
      List.of(Contender.PUSHPOP_WAITING, Contender.PUSHPOP_SPINNING);

  private Plan() {}

  /** What everybody asks first. */
  static List<Race> quick(int rounds, List<Boolean> checks) {
    return rounds(
        rounds,
        checks,
        (round, checked, races) -> {
          add(races, round, checked, TRIPS, Scenario.roundTrip());
          add(races, round, checked, RING_AND_RIVAL, Scenario.oneWay(8));
          add(races, round, checked, RING_AND_RIVAL, Scenario.oneWay(56));
        });
  }

  /**
   * Every scenario; bounds checks make a difference in some, which run with both settings. The full
   * matrix is for Pushpop, Agrona's OneToOneRingBuffer and the limits; the others run the round
   * trip and two sizes, with the last setting.
   */
  static List<Race> full(int rounds, List<Boolean> checks) {
    return rounds(
        rounds,
        checks,
        (round, checked, races) -> {
          add(races, round, checked, TRIPS, Scenario.roundTrip());
          add(races, round, checked, STREAMS, Scenario.oneWay(8));
          add(races, round, checked, STREAMS, Scenario.oneWay(56));
          if (checked != checks.get(checks.size() - 1)) {
            return;
          }
          add(races, round, checked, OTHERS, Scenario.roundTrip());
          add(races, round, checked, OTHERS, Scenario.oneWay(8));
          add(races, round, checked, OTHERS, Scenario.oneWay(56));
          add(races, round, checked, WAITS, Scenario.wakeUp());
          add(races, round, checked, SHORT_WAITS, Scenario.roundTrip());
          add(races, round, checked, SHORT_WAITS, Scenario.oneWay(56));
          for (int length : new int[] {24, 120, 504, 4088, 65_528}) {
            List<Contender> field =
                length <= 24
                    ? STREAMS
                    : List.of(Contender.PUSHPOP, Contender.AGRONA, Contender.BARE_LINES);
            add(races, round, checked, field, Scenario.oneWay(length));
          }
          add(races, round, checked, QUOTES, Scenario.oneWay(QUOTE_LENGTH));
          for (int length : new int[] {8, 56}) {
            for (Slower slower : List.of(Slower.PRODUCER, Slower.CONSUMER)) {
              Scenario scenario = Scenario.oneWay(length).withSlower(slower);
              add(races, round, checked, RING_AND_RIVAL, scenario);
            }
          }
          for (int slots : new int[] {64, 1024, 16_384, 65_536, 4_194_304}) {
            Scenario scenario = Scenario.oneWay(56).withRingLength(64 * slots);
            add(races, round, checked, RING_AND_LIMIT, scenario);
          }
          for (long rate : new long[] {100_000, 1_000_000, 5_000_000}) {
            add(races, round, checked, RING_AND_RIVAL, Scenario.paced(rate));
          }
        });
  }

  /** Adds the races of one round with one setting of the bounds checks. */
  private interface Round {
    void add(int round, boolean checked, List<Race> races);
  }

  private static List<Race> rounds(int rounds, List<Boolean> checks, Round each) {
    List<Race> races = new ArrayList<>();
    for (int round = 1; round <= rounds; round++) {
      for (boolean checked : checks) {
        each.add(round, checked, races);
      }
    }
    return races;
  }

  private static void add(
      List<Race> races, int round, boolean checked, List<Contender> field, Scenario scenario) {
    for (Contender contender : field) {
      races.add(new Race(contender, scenario, checked, round, Variant.USUAL));
    }
  }
}
