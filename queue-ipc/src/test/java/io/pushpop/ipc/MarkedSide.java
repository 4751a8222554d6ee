package io.pushpop.ipc;

import io.pushpop.queue.Batch;
import io.pushpop.queue.Permit;
import io.pushpop.queue.Push;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.util.Random;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * A child JVM that pushes until it is killed: {@code FILE SEED}. It goes on with the number behind
 * the mark that it finds, and marks each element with its own number.
 */
final class MarkedSide {
  private static final int LONGEST = 200;
  private static final int BATCH = 5;

  private MarkedSide() {}

  public static void main(String[] arguments) throws Exception {
    Random random = new Random(Long.parseLong(arguments[1]));
    say("here");
    new BufferedReader(new InputStreamReader(System.in)).readLine();
    try (QueueFile file = QueueFile.open(Path.of(arguments[0]));
        Push push = file.push()) {
      long number = push.mark();
      push.userWord(push.userWord() + 1);
      say("from " + number);
      while (true) {
        number = random.nextBoolean() ? pushOne(push, number, random) : pushSome(push, number);
      }
    }
  }

  /** The mark comes before the permit or after it, and before one that is given up. */
  private static long pushOne(Push push, long last, Random random) throws InterruptedException {
    int length = Long.BYTES + random.nextInt(LONGEST);
    boolean early = random.nextBoolean();
    if (early) {
      push.mark(last + 1);
      push.reserve(LONGEST).close();
    }
    Permit permit = push.reserve(length);
    write(permit.buffer(), permit.offset(), length, last + 1);
    if (!early) {
      push.mark(last + 1);
    }
    permit.push(length);
    return last + 1;
  }

  /** All of a batch are in the ring, or none: they have the mark of the last. */
  private static long pushSome(Push push, long last) {
    Batch batch = push.tryReserveBatch(BATCH);
    if (batch == null) {
      return last;
    }
    push.mark(last + BATCH);
    for (int i = 1; i <= BATCH; i++) {
      write(batch.buffer(), batch.offset(), batch.maxLength(), last + i);
      batch.stage(batch.maxLength());
    }
    batch.push();
    return last + BATCH;
  }

  private static void write(MutableDirectBuffer buffer, int offset, int length, long number) {
    buffer.setMemory(offset, length, (byte) number);
    buffer.putLong(offset, number);
  }

  /** The number of an element, which must be whole. */
  static long read(DirectBuffer buffer, int offset, int length) {
    long number = buffer.getLong(offset);
    for (int i = Long.BYTES; i < length; i++) {
      if (buffer.getByte(offset + i) != (byte) number) {
        throw new AssertionError("torn: " + number);
      }
    }
    return number;
  }

  private static void say(String line) {
    System.out.println(line);
    System.out.flush();
  }
}
