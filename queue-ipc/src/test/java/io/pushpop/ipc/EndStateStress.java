package io.pushpop.ipc;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import io.pushpop.queue.End;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicInteger;
import org.agrona.concurrent.UnsafeBuffer;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IIII_Result;

/**
 * END-STATE, over two mappings of one file: may a reader of the state see a generation with the
 * process id or start time of the taker before, or an end that was given back without its last
 * store? Within the generation before, both may come early: who reads them asks for the named lock
 * afterwards. An outcome that is not listed is forbidden.
 *
 * <p>Run as those of queue-core are: see {@code io.pushpop.queue.stress}.
 */
@JCStressTest
@Outcome(id = "12, [57], [57], [09]", expect = ACCEPTABLE, desc = "too early")
@Outcome(id = "21, 7, 7, [09]", expect = ACCEPTABLE, desc = "taken")
@Outcome(id = "22, 7, 7, 9", expect = ACCEPTABLE, desc = "given back")
@State
public class EndStateStress {
  /** More files than jcstress has states at work at one time. */
  private static final int FILES = 1 << 13;

  private static final AtomicInteger NEXT = new AtomicInteger();
  private static final MappedByteBuffer OWNER_MAPPING;
  private static final MappedByteBuffer READER_MAPPING;

  static {
    try {
      Path file = Files.createTempFile("pushpop-stress", ".ring");
      try (FileChannel channel =
          FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
        long length = (long) FILES * FileLayout.FIRST_SLOT_OFFSET;
        OWNER_MAPPING = channel.map(MapMode.READ_WRITE, 0, length);
        READER_MAPPING = channel.map(MapMode.READ_WRITE, 0, length);
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private final UnsafeBuffer owned;
  private final UnsafeBuffer read;
  private final EndRecord owner;
  private final EndRecord reader;

  /** Leaves the record of a first taker that has closed. */
  public EndStateStress() {
    int offset = (NEXT.getAndIncrement() & FILES - 1) * FileLayout.FIRST_SLOT_OFFSET;
    owned = new UnsafeBuffer(OWNER_MAPPING, offset, FileLayout.FIRST_SLOT_OFFSET);
    read = new UnsafeBuffer(READER_MAPPING, offset, FileLayout.FIRST_SLOT_OFFSET);
    owned.setMemory(
        FileLayout.REGION_OFFSET,
        FileLayout.FIRST_SLOT_OFFSET - FileLayout.REGION_OFFSET,
        (byte) 0);
    owner = new EndRecord(Path.of("ring"), owned, End.PUSH);
    reader = new EndRecord(Path.of("ring"), read, End.PUSH);
    owner.detached(owner.attached(5, 5, Parking.FUTEX));
  }

  /** Takes the end, stores to the ring, and gives the end back. */
  @Actor
  public void owner() {
    long generation = owner.attached(7, 7, Parking.FUTEX);
    owned.putLong(FileLayout.HEAD_OFFSET, 9);
    owner.detached(generation);
  }

  /**
   * Reads what it can.
   *
   * @param result generation and state, process id, start time, the last store
   */
  @Actor
  public void reader(IIII_Result result) {
    long word = reader.word();
    int state =
        switch (EndRecord.state(word)) {
          case ATTACHED -> 1;
          case DETACHED -> 2;
          default -> 0;
        };
    result.r1 = (int) EndRecord.generation(word) * 10 + state;
    result.r2 = (int) reader.pid();
    result.r3 = (int) reader.startTime();
    result.r4 = (int) read.getLong(FileLayout.HEAD_OFFSET);
  }
}
