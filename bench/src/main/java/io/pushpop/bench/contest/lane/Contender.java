package io.pushpop.bench.contest.lane;

import java.io.IOException;

/** A queue that takes part. */
public enum Contender {
  /** This project, in a mapped file: a permit for each element, popped by {@code drain}. */
  PUSHPOP("Pushpop") {
    @Override
    public Lane open(LaneSpec spec) throws IOException {
      return new PushpopLane(spec, PushpopLane.Popping.DRAIN);
    }
  },
  /** This project: a permit for each element, popped one by one. */
  PUSHPOP_SINGLE("Pushpop, one by one") {
    @Override
    public Lane open(LaneSpec spec) throws IOException {
      return new PushpopLane(spec, PushpopLane.Popping.ONE);
    }
  },
  /** This project: published in batches, popped by {@code drain}. */
  PUSHPOP_BATCH("Pushpop, in batches") {
    @Override
    public Lane open(LaneSpec spec) throws IOException {
      return new PushpopBatchLane(spec);
    }
  },
  /** Agrona's OneToOneRingBuffer, in a mapped file. */
  AGRONA("Agrona OneToOneRingBuffer") {
    @Override
    public Lane open(LaneSpec spec) throws IOException {
      return new AgronaLane(spec);
    }
  },
  /** Two flags on two cache lines: the limit of any round trip. Sends a number and nothing else. */
  BARE("two bare flags") {
    @Override
    public Lane open(LaneSpec spec) throws IOException {
      return new BareLane(spec);
    }
  },
  /** Whole cache lines behind one counter that moves in blocks: the limit of any stream. */
  BARE_LINES("bare lines") {
    @Override
    public Lane open(LaneSpec spec) throws IOException {
      return new BareLinesLane(spec);
    }
  };

  /** Elements that one call of a batching receive may take. */
  static final int BATCH = 256;

  private final String title;

  Contender(String title) {
    this.title = title;
  }

  /** Opens one side of one direction. */
  public abstract Lane open(LaneSpec spec) throws IOException;

  /** The processes that a race of this contender takes. */
  public Processes processes() {
    return Processes.TWO_JVMS;
  }

  /** What people read. */
  public String title() {
    return title;
  }
}
