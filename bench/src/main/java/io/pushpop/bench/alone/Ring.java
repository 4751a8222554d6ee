package io.pushpop.bench.alone;

import io.pushpop.bench.jvm.PrivateFolder;
import io.pushpop.ipc.QueueFile;
import io.pushpop.queue.Geometry;
import io.pushpop.queue.Pop;
import io.pushpop.queue.Push;
import io.pushpop.queue.Queue;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A ring whose two ends one thread holds. Whoever pops reads all of an element, and at the end a
 * sum tells whether all that was pushed was popped, once.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public abstract class Ring {
  /**
   * Elements of one filling: so many that the two looks at the clock around it count for nothing.
   */
  static final int FILLING = 2048;

  static final int SLOT_SIZE = 64;

  /** 256 KiB: no benchmark waits for memory beyond the second-level cache. */
  static final Geometry GEOMETRY = Geometry.of(2 * FILLING, SLOT_SIZE);

  /** Where a ring can lie. */
  public enum Place {
    /** In memory of the process. */
    MEMORY,
    /** In a mapped file. */
    FILE
  }

  /** Where the ring lies. */
  @Param public Place place;

  /** The push end. */
  Push push;

  /** The pop end. */
  Pop pop;

  private AutoCloseable queue;
  private Path folder;

  /**
   * Makes the ring.
   *
   * @throws IOException if its file cannot be made
   */
  @Setup
  public void open() throws IOException {
    if (place == Place.MEMORY) {
      Queue memory = Queue.allocate(GEOMETRY);
      take(memory, memory.push(), memory.pop());
    } else {
      folder = PrivateFolder.create("pushpop-alone-");
      QueueFile file = QueueFile.openOrCreate(folder.resolve("ring"), GEOMETRY);
      take(file, file.push(), file.pop());
    }
  }

  private void take(AutoCloseable taken, Push pushEnd, Pop popEnd) {
    queue = taken;
    push = pushEnd;
    pop = popEnd;
    begin();
  }

  /**
   * Empties the ring, adds up and gives it back.
   *
   * @throws Exception if something is missing, or if it cannot be closed, or its file not be
   *     removed
   */
  @TearDown
  public void close() throws Exception {
    try {
      finish();
    } finally {
      push.close();
      pop.close();
      queue.close();
      if (folder != null) {
        PrivateFolder.delete(folder);
      }
    }
  }

  /** Both ends are there; JMH promises no order of setups of its own. */
  void begin() {}

  /** Pops what is left and adds up. */
  abstract void finish();

  /** Requires that the words popped, each the number of its element, are those pushed. */
  static void requireAllPopped(int wordsOfAnElement, long pushed, long sum) {
    long expected = wordsOfAnElement * (pushed * (pushed + 1) / 2);
    if (sum != expected) {
      throw new IllegalStateException(
          "elements were lost, torn or popped twice: sum=" + sum + ", expected " + expected);
    }
  }
}
