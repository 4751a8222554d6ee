package io.pushpop.ipc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pushpop.queue.Element;
import io.pushpop.queue.Geometry;
import io.pushpop.queue.Losses;
import io.pushpop.queue.Permit;
import io.pushpop.queue.Pop;
import io.pushpop.queue.Push;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A feed that does not stop, and the other side that does: each element is accounted for. */
final class LossyFeedTest {
  private static final Geometry GEOMETRY = Geometry.of(4096, 64);
  private static final long PER_SECOND = 500_000;
  private static final long PUSHED = 3 * PER_SECOND;
  private static final long STOP_AT = PER_SECOND / 4;

  /** Two seconds later at that pace: the ring holds a small part of what is pushed until then. */
  private static final long GO_ON_AT = STOP_AT + 2 * PER_SECOND;

  /** Of a consumer whose producer waits for it. */
  private static final int STOPPED_SECONDS = 2;

  private static final long BEFORE_THE_KILL = 300_000;
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);

  @TempDir Path folder;
  private Path path;

  @BeforeEach
  void namePath() {
    path = folder.resolve("ring");
  }

  @ParameterizedTest
  @EnumSource
  void aConsumerThatIsStoppedForTwoSecondsGetsAnExactAccount(Losing losing) throws Exception {
    try (QueueFile file = QueueFile.create(path, GEOMETRY);
        ChildJvm consumer = ChildJvm.start(LossySide.class, "pop", path, losing, PUSHED)) {
      consumer.expect("taken");
      try (Push push = file.push(losing.options())) {
        feed(push, consumer, losing);
      }
      long delivered = number(consumer, "delivered ");
      long lost = number(consumer, "lost ");
      assertEquals(PUSHED, delivered + lost);
      assertTrue(consumer.readLine().startsWith("told all of "));
      if (losing == Losing.WAITS) {
        assertEquals(0, lost);
      } else {
        assertTrue(lost > PER_SECOND, "lost=" + lost);
      }
      String last = consumer.readLine();
      if (losing != Losing.DROPS) {
        assertEquals("last true", last);
      }
      assertEquals(0, consumer.exitCode(), consumer::errors);
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "WAITS")
  void aProducerThatIsKilledLeavesAnHonestAccount(Losing losing) throws Exception {
    Path ledger = folder.resolve("ledger");
    UnsafeBuffer pushed = Visitor.seen(ledger);
    LossAudit audit = new LossAudit(losing);
    try (QueueFile file = QueueFile.create(path, GEOMETRY);
        ChildJvm producer = ChildJvm.start(LossySide.class, "push", path, losing, ledger);
        Pop pop = file.pop()) {
      long deadline = System.nanoTime() + PATIENCE_NANOS;
      while (pushed.getLongAcquire(0) < BEFORE_THE_KILL) {
        // Makes room only when more was pushed than the ring holds, so that some of it is lost.
        if (pushed.getLongAcquire(0) - audit.delivered() - audit.told() > GEOMETRY.slots()) {
          pop.drain(audit, 10);
        }
        assertTrue(System.nanoTime() - deadline < 0, "it does not push");
      }
      producer.kill();
      try (Push next = file.push()) {
        Losses losses = next.losses();
        assertEquals(0, losses.waiting());
        assertTrue(losses.lost() > 0, losses::toString);
        while (pop.pop(audit, 0, TimeUnit.NANOSECONDS)) {
          // What it left in the ring.
        }
        long accounted = audit.delivered() + losses.lost();
        // The ledger may lack the last push, and the account may have one element twice.
        long excess = accounted - pushed.getLongAcquire(0);
        assertTrue(excess >= 0 && excess <= 2, "excess=" + excess);
        next.reserve(0).push(0);
        try (Element element = pop.tryPeek()) {
          assertEquals(losses.lost() - audit.told(), element.lostBefore());
        }
      }
    }
  }

  /** Stops the consumer in the middle, and lets it go on where the producer has come so far. */
  private void feed(Push push, ChildJvm consumer, Losing losing) throws InterruptedException {
    CompletableFuture<Void> goOn = CompletableFuture.completedFuture(null);
    long start = System.nanoTime();
    for (long number = 0; number < PUSHED; number++) {
      long due = start + number * TimeUnit.SECONDS.toNanos(1) / PER_SECOND;
      while (System.nanoTime() - due < 0) {
        Thread.onSpinWait();
      }
      if (number == STOP_AT) {
        signal(consumer, "-STOP");
        if (losing == Losing.WAITS) {
          Executor later = CompletableFuture.delayedExecutor(STOPPED_SECONDS, TimeUnit.SECONDS);
          goOn = CompletableFuture.runAsync(() -> signal(consumer, "-CONT"), later);
        }
      }
      if (number == GO_ON_AT && losing != Losing.WAITS) {
        signal(consumer, "-CONT");
      }
      Permit permit = push.reserve(Losing.MAX_LENGTH);
      LossAudit.write(permit.buffer(), permit.offset(), number);
      permit.push(Losing.MAX_LENGTH);
    }
    goOn.join();
  }

  private static void signal(ChildJvm process, String signal) {
    try {
      Sandbox.run("kill", signal, "" + process.pid());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long number(ChildJvm child, String word) {
    String line = child.readLine();
    assertTrue(line.startsWith(word), line);
    return Long.parseLong(line.substring(word.length()));
  }

  @Test
  void theAuditFindsWhatCannotBe() {
    UnsafeBuffer element = new UnsafeBuffer(new byte[Losing.MAX_LENGTH]);
    LossAudit audit = new LossAudit(Losing.DROPS);
    for (long number : new long[] {0, 1}) {
      LossAudit.write(element, 0, number);
      audit.onElement(element, 0, Losing.MAX_LENGTH);
    }
    refuses(audit, element, "1 after 1");
    LossAudit.write(element, 0, 5);
    audit.onGap(0, 2);
    refuses(audit, element, "5 after 1 and a gap of 2");
    audit.onGap(0, 1);
    element.putByte(55, (byte) 1);
    refuses(audit, element, "torn: 5");
    LossAudit.write(element, 0, 5);
    audit.onElement(element, 0, Losing.MAX_LENGTH);
    assertEquals(3, audit.told());
  }

  private static void refuses(LossAudit audit, UnsafeBuffer element, String why) {
    assertEquals(
        why,
        assertThrows(
                IllegalStateException.class, () -> audit.onElement(element, 0, Losing.MAX_LENGTH))
            .getMessage());
  }
}
