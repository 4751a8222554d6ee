package io.pushpop.bench.contest;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A queue that takes part. */
enum Contender {
  /** This project, in a mapped file. */
  PUSHPOP("Pushpop") {
    @Override
    Lane open(Path file, Payload payload, boolean sending) throws IOException {
      return new PushpopLane(file, payload, sending);
    }
  },
  /** Agrona's OneToOneRingBuffer, in a mapped file. */
  AGRONA("Agrona OneToOneRingBuffer") {
    @Override
    Lane open(Path file, Payload payload, boolean sending) throws IOException {
      return new AgronaLane(file, payload);
    }
  },
  /** Two flags on two cache lines: the limit of any round trip. Sends a number and nothing else. */
  BARE("two bare flags") {
    @Override
    Lane open(Path file, Payload payload, boolean sending) throws IOException {
      return new BareLane(file);
    }
  };

  /** Memory of each contender's ring, in bytes: small enough for a second-level cache. */
  static final int RING_LENGTH = 1 << 18;

  /** Elements that one call of a batching receive may take. */
  static final int BATCH = 256;

  private final String title;

  Contender(String title) {
    this.title = title;
  }

  /** Opens one side of one direction; the first opener makes the file. */
  abstract Lane open(Path file, Payload payload, boolean sending) throws IOException;

  /** What people read. */
  String title() {
    return title;
  }

  /**
   * Who takes part in a scenario, in the order of a round. The bare flags have two faces, one a
   * fifth faster than the other, and show either from one pair of JVMs to the next: they run twice.
   */
  static List<Contender> field(Scenario scenario) {
    return scenario == Scenario.ROUND_TRIP
        ? List.of(BARE, PUSHPOP, AGRONA, BARE)
        : List.of(PUSHPOP, AGRONA);
  }
}
