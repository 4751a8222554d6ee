package io.pushpop.bench.alone;

import io.pushpop.bench.jvm.PrivateFolder;
import io.pushpop.ipc.QueueFile;
import io.pushpop.queue.Batch;
import io.pushpop.queue.ElementHandler;
import io.pushpop.queue.Geometry;
import io.pushpop.queue.Permit;
import io.pushpop.queue.Pop;
import io.pushpop.queue.Push;
import io.pushpop.queue.Queue;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
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
 * A ring whose two ends one thread holds. Every word of an element is its number; the handler reads
 * all of them, and at the end their sum tells whether all that was pushed was popped, once.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public abstract class Ring implements ElementHandler {
  /** Elements of a batch, and of a drain that takes a batch. */
  static final int BATCH = 64;

  /**
   * Elements of one filling: so many that the two looks at the clock around it count for nothing.
   */
  static final int FILLING = 2048;

  private static final int SLOT_SIZE = 64;

  /** 256 KiB: no benchmark waits for memory beyond the second-level cache. */
  private static final Geometry GEOMETRY = Geometry.of(2 * FILLING, SLOT_SIZE);

  /** Where a ring can lie. */
  public enum Place {
    /** In memory of the process. */
    MEMORY,
    /** In a mapped file. */
    FILE
  }

  /** Where the ring lies. */
  @Param public Place place;

  /** Bytes of an element; a multiple of 8. */
  @Param({"8", "56"})
  public int length;

  private final UnsafeBuffer source = new UnsafeBuffer(new byte[SLOT_SIZE]);
  private AutoCloseable queue;
  private Path folder;
  private Push push;
  private Pop pop;
  private long pushed;
  private long sum;

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
  }

  /**
   * Empties the ring, gives it back and adds up.
   *
   * @throws Exception if it cannot be closed, or its file not be removed
   */
  @TearDown
  public void close() throws Exception {
    empty();
    push.close();
    pop.close();
    queue.close();
    if (folder != null) {
      PrivateFolder.delete(folder);
    }
    // Last, so that nothing is left behind.
    requireAllPopped();
  }

  @Override
  public final void onElement(DirectBuffer buffer, int offset, int bytes) {
    for (int i = 0; i < bytes; i += Long.BYTES) {
      sum += buffer.getLong(offset + i);
    }
  }

  final boolean pushCopy() {
    write(source, 0);
    return push.tryPush(source, 0, length);
  }

  final void pushInPlace() {
    Permit permit = push.tryReserve();
    write(permit.buffer(), permit.offset());
    permit.push(length);
  }

  final void pushBatch() {
    Batch batch = push.tryReserveBatch(BATCH);
    for (int i = 0; i < BATCH; i++) {
      write(batch.buffer(), batch.offset());
      batch.stage(length);
    }
    batch.push();
  }

  final boolean popOne() {
    return pop.tryPop(this);
  }

  final int popBatch() {
    return pop.drain(this, BATCH);
  }

  final void fill() {
    for (int i = 0; i < FILLING / BATCH; i++) {
      pushBatch();
    }
  }

  final void empty() {
    pop.drain(this, GEOMETRY.slots());
  }

  private void write(MutableDirectBuffer buffer, int offset) {
    long number = ++pushed;
    for (int i = 0; i < length; i += Long.BYTES) {
      buffer.putLong(offset + i, number);
    }
  }

  private void requireAllPopped() {
    long expected = length / Long.BYTES * (pushed * (pushed + 1) / 2);
    if (sum != expected) {
      throw new IllegalStateException(
          "elements were lost, torn or popped twice: sum=" + sum + ", expected " + expected);
    }
  }
}
