package io.pushpop.bench.duel;

import io.pushpop.bench.contest.lane.Contender;
import io.pushpop.bench.contest.lane.Lane;
import io.pushpop.bench.contest.lane.LaneSpec;
import io.pushpop.bench.contest.lane.Payload;
import java.io.IOException;
import java.nio.file.Path;

/**
 * The turns of a contender. Loaded anew for each, so that each has compiled code of its own; and
 * taken in strides, methods that are called often enough to be compiled as a whole: a loop that is
 * compiled while it runs took up to twice as long.
 */
public final class LaneTurns {
  /** Elements of a stride. */
  private static final int STRIDE = 2048;

  private LaneTurns() {}

  /**
   * One side of a contender. All arguments are of classes that every loader shares.
   *
   * @param match name of the {@link Match} that is played
   * @param contender name of the {@link Contender}
   * @param folder where the two sides meet
   * @param ringLength bytes of a ring
   * @param first whether this side sends; of a round trip, whether it begins
   * @return the side
   * @throws IOException if the contender cannot open it
   */
  public static Turn open(
      String match, String contender, Path folder, int ringLength, boolean first)
      throws IOException {
    Match played = Match.valueOf(match);
    Contender player = Contender.valueOf(contender);
    Lane there = player.open(spec(played, folder.resolve("there"), ringLength, first));
    if (!played.isRoundTrip()) {
      return first ? new Sending(there) : new Receiving(there);
    }
    Lane back = player.open(spec(played, folder.resolve("back"), ringLength, !first));
    return first ? new Ping(there, back) : new Pong(there, back);
  }

  private static LaneSpec spec(Match played, Path path, int ringLength, boolean sending) {
    return new LaneSpec(path, Payload.of(played.length()), sending, ringLength);
  }

  private static final class Sending implements Turn {
    private final Lane lane;
    private long sequence;

    Sending(Lane lane) {
      this.lane = lane;
    }

    @Override
    public void take(int elements) {
      long end = sequence + elements;
      while (sequence < end) {
        int count = (int) Math.min(STRIDE, end - sequence);
        stride(sequence, count);
        sequence += count;
      }
      lane.flush();
    }

    private void stride(long first, int count) {
      for (int i = 0; i < count; i++) {
        while (!lane.trySend(first + i)) {
          lane.flush();
          Thread.onSpinWait();
        }
      }
    }

    @Override
    public void close() {
      lane.close();
    }
  }

  private record Receiving(Lane lane) implements Turn {
    @Override
    public void take(int elements) {
      long end = lane.received() + elements;
      while (lane.received() < end) {
        stride(Math.min(end, lane.received() + STRIDE));
      }
    }

    private void stride(long end) {
      while (lane.received() < end) {
        if (lane.receive() == 0) {
          Thread.onSpinWait();
        }
      }
    }

    @Override
    public void close() {
      lane.close();
    }
  }

  private record Ping(Lane there, Lane back) implements Turn {
    @Override
    public void take(int elements) {
      long sequence = back.received();
      for (long end = sequence + elements; sequence < end; sequence++) {
        ping(sequence);
      }
    }

    private void ping(long sequence) {
      send(there, sequence);
      receive(back);
    }

    @Override
    public void close() {
      there.close();
      back.close();
    }
  }

  private record Pong(Lane there, Lane back) implements Turn {
    @Override
    public void take(int elements) {
      long sequence = there.received();
      for (long end = sequence + elements; sequence < end; sequence++) {
        pong(sequence);
      }
    }

    private void pong(long sequence) {
      receive(there);
      send(back, sequence);
    }

    @Override
    public void close() {
      there.close();
      back.close();
    }
  }

  private static void send(Lane lane, long sequence) {
    while (!lane.trySend(sequence)) {
      Thread.onSpinWait();
    }
    lane.flush();
  }

  private static void receive(Lane lane) {
    while (!lane.receiveOne()) {
      Thread.onSpinWait();
    }
  }
}
