package io.pushpop.bench.torture;

import io.pushpop.bench.jvm.ParentWatch;
import io.pushpop.bench.jvm.SharedPage;
import io.pushpop.ipc.QueueFile;
import io.pushpop.queue.ElementHandler;
import io.pushpop.queue.End;
import io.pushpop.queue.EndOptions;
import io.pushpop.queue.Permit;
import io.pushpop.queue.Pop;
import io.pushpop.queue.Push;
import io.pushpop.queue.SleepCounts;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/**
 * One side of a {@link Doze}: waits for each element or for room for it, never spinning, and lets a
 * random tiny while pass between two, so that what it waits for comes about when it falls asleep.
 * Now and then it gives a wait up, by time or by interruption, and waits again.
 */
final class Dozer {
  /** Pauses between two elements, at the most: some microseconds. */
  private static final int MOST_PAUSES = 256;

  /** Of so many waits one may be given up. */
  private static final int PATIENT = 4;

  private static final int LONGEST_TIMEOUT_NANOS = 60_000;
  private static final EndOptions SLEEPY = EndOptions.parking(Duration.ZERO);

  private final DozeAccount account;
  private final SplittableRandom random;
  private long expected;

  private Dozer(DozeAccount account, long seed) {
    this.account = account;
    this.random = new SplittableRandom(seed);
  }

  /** Words for the command of a side. */
  static List<String> arguments(End end, RingFolder folder, long elements, long seed) {
    return List.of(end.name(), folder.path().toString(), "" + elements, "" + seed);
  }

  /**
   * Runs one side.
   *
   * @param args as {@link #arguments} makes them
   * @throws Exception if anything is not as it should be; the parent sees that this process failed
   */
  public static void main(String[] args) throws Exception {
    End end = End.valueOf(args[0]);
    RingFolder folder = new RingFolder(Path.of(args[1]));
    long elements = Long.parseLong(args[2]);
    ParentWatch.haltWithParent(() -> {});
    DozeAccount account = new DozeAccount(SharedPage.open(folder.journal(end)));
    Dozer dozer = new Dozer(account, Long.parseLong(args[3]) + end.ordinal());
    Interrupter interrupter = Interrupter.of(Thread.currentThread());
    try (QueueFile file = QueueFile.open(folder.ring())) {
      if (end == End.PUSH) {
        dozer.push(file, elements, interrupter);
      } else {
        dozer.pop(file, elements, interrupter);
      }
    }
  }

  private void push(QueueFile file, long elements, Interrupter interrupter) {
    try (Push push = file.push(SLEEPY)) {
      for (long i = 0; i < elements; i++) {
        pause();
        Permit permit = null;
        while (permit == null) {
          try {
            permit = push.reserve(Long.BYTES, timeout(interrupter), TimeUnit.NANOSECONDS);
            countIfGivenUp(permit == null);
          } catch (InterruptedException e) {
            account.wasInterrupted();
          }
        }
        permit.buffer().putLong(permit.offset(), i);
        permit.push(Long.BYTES);
        passed(i + 1, push.sleepCounts());
      }
      interrupter.end();
      account.end();
    }
  }

  private void pop(QueueFile file, long elements, Interrupter interrupter) {
    ElementHandler inOrder =
        (buffer, offset, length) -> {
          if (length != Long.BYTES || buffer.getLong(offset) != expected) {
            throw new Violation(
                "element: expected=" + expected + ", found=" + buffer.getLong(offset));
          }
        };
    try (Pop pop = file.pop(SLEEPY)) {
      while (expected < elements) {
        pause();
        boolean popped = false;
        while (!popped) {
          try {
            popped = pop.pop(inOrder, timeout(interrupter), TimeUnit.NANOSECONDS);
            countIfGivenUp(!popped);
          } catch (InterruptedException e) {
            account.wasInterrupted();
          }
        }
        expected++;
        passed(expected, pop.sleepCounts());
      }
      interrupter.end();
      account.end();
    }
  }

  private void passed(long elements, SleepCounts counts) {
    account.slept(counts);
    account.passed(elements);
  }

  private void pause() {
    for (int pauses = random.nextInt(MOST_PAUSES); pauses > 0; pauses--) {
      Thread.onSpinWait();
    }
  }

  private long timeout(Interrupter interrupter) {
    int kind = random.nextInt(PATIENT * PATIENT);
    if (kind == 0) {
      interrupter.soon();
    }
    return kind % PATIENT == 1 ? random.nextInt(LONGEST_TIMEOUT_NANOS) : Long.MAX_VALUE;
  }

  private void countIfGivenUp(boolean givenUp) {
    if (givenUp) {
      account.gaveUp();
    }
  }
}
