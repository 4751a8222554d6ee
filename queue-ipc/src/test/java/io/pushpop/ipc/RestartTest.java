package io.pushpop.ipc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pushpop.queue.ElementHandler;
import io.pushpop.queue.Geometry;
import io.pushpop.queue.PeerState;
import io.pushpop.queue.PeerState.State;
import io.pushpop.queue.Pop;
import io.pushpop.queue.Push;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * One side stays, the other comes again and again: every second time it closes cleanly, else it is
 * killed at work. Each element carries its position, so what one side has and what the next visitor
 * starts with must meet.
 */
final class RestartTest {
  private static final Geometry GEOMETRY = Geometry.of(64, 64);
  private static final int VISITS = 10;
  private static final long CLEAN_ELEMENTS = 100;
  private static final long ELEMENTS_BEFORE_A_KILL = 500;
  private static final long FOR_EVER = Long.MAX_VALUE;

  private final List<ChildJvm> visitors = new ArrayList<>();

  @TempDir Path folder;
  private Path path;

  @BeforeEach
  void namePath() {
    path = folder.resolve("ring");
  }

  @AfterEach
  void endVisitors() {
    visitors.forEach(ChildJvm::close);
  }

  @ParameterizedTest
  @EnumSource
  void aPopThatStaysLosesNothingAndTellsACleanCloseFromACrash(LockKind kind) throws Exception {
    start("push");
    try (QueueFile file = create(kind);
        Pop pop = file.pop()) {
      assertEquals(new PeerState(State.ABSENT, 0), pop.peer());
      assertFalse(pop.isDrained(), "nobody has pushed yet");
      for (int generation = 1; generation <= VISITS; generation++) {
        ChildJvm visitor = visitors.get(generation - 1);
        visitor.say("come").expect("from " + pop.position());
        assertEquals(new PeerState(State.ATTACHED, generation), pop.peer());
        if (isKilled(generation)) {
          popTo(pop, pop.position() + ELEMENTS_BEFORE_A_KILL);
          assertEquals(new PeerState(State.ATTACHED, generation), pop.peer());
          visitor.kill();
          assertEquals(new PeerState(State.DEAD, generation), pop.peer());
          assertFalse(pop.isDrained());
          popAll(pop);
          assertFalse(pop.isDrained(), "a crash is not the end of the stream");
          assertEquals(new PeerState(State.DEAD, generation), pop.peer());
        } else {
          long end = pop.position() + CLEAN_ELEMENTS;
          long rest = generation % 4 == 0 ? 0 : 10;
          popTo(pop, end - rest);
          visitor.expect("to " + end);
          assertEquals(new PeerState(State.ATTACHED, generation), pop.peer());
          assertFalse(pop.isDrained(), "it could still push");
          visitor.say("close").expect("closed");
          assertEquals(new PeerState(State.DETACHED, generation), pop.peer());
          assertEquals(rest == 0, pop.isDrained());
          popAll(pop);
          assertEquals(end, pop.position());
          assertTrue(pop.isDrained());
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aPushThatStaysLosesNothingAndOnlyADeadPopLeavesItsLastElementToTheNext(LockKind kind)
      throws Exception {
    Path ledger = folder.resolve("seen");
    UnsafeBuffer seen = Visitor.seen(ledger);
    start("pop", ledger);
    try (QueueFile file = create(kind);
        Push push = file.push()) {
      assertEquals(new PeerState(State.ABSENT, 0), push.peer());
      for (int generation = 1; generation <= VISITS; generation++) {
        ChildJvm visitor = visitors.get(generation - 1);
        long before = seen.getLongVolatile(0);
        String[] words = visitor.say("come").readLine().split(" ");
        long start = Long.parseLong(words[1]);
        long twice = isKilled(generation - 1) ? before - start : 0;
        assertEquals("from " + (before - twice), String.join(" ", words));
        assertTrue(twice == 0 || twice == 1, () -> "seen twice: " + twice);
        assertEquals(new PeerState(State.ATTACHED, generation), push.peer());
        if (isKilled(generation)) {
          pushUntilSeen(push, seen, start + ELEMENTS_BEFORE_A_KILL, visitor);
          visitor.kill();
          assertEquals(new PeerState(State.DEAD, generation), push.peer());
        } else {
          long end = start + CLEAN_ELEMENTS;
          pushUntilSeen(push, seen, end, visitor);
          visitor.expect("to " + end);
          assertEquals(new PeerState(State.ATTACHED, generation), push.peer());
          visitor.say("close").expect("closed");
          assertEquals(end, seen.getLongVolatile(0));
          assertEquals(new PeerState(State.DETACHED, generation), push.peer());
        }
        fill(push);
      }
      try (Pop pop = file.pop()) {
        assertEquals(seen.getLongVolatile(0), pop.position());
        popAll(pop);
        assertEquals(push.position(), pop.position());
      }
    }
  }

  private static boolean isKilled(int generation) {
    return generation % 2 == 1;
  }

  private QueueFile create(LockKind kind) throws IOException {
    return QueueFile.create(path, GEOMETRY, Racer.options(kind));
  }

  /** All at once, since their start is what takes time; each comes when it is told to. */
  private void start(String end, Object... more) {
    for (int generation = 1; generation <= VISITS; generation++) {
      List<Object> arguments = new ArrayList<>(List.of(end, path));
      arguments.add(isKilled(generation) ? FOR_EVER : CLEAN_ELEMENTS);
      arguments.addAll(List.of(more));
      visitors.add(ChildJvm.start(Visitor.class, arguments.toArray()));
    }
    visitors.forEach(visitor -> visitor.expect("here"));
  }

  private static void popTo(Pop pop, long position) throws InterruptedException {
    ElementHandler handler = expecting(pop);
    while (pop.position() < position) {
      assertTrue(pop.pop(handler, 60, TimeUnit.SECONDS), "nothing comes");
    }
  }

  private static void popAll(Pop pop) throws InterruptedException {
    ElementHandler handler = expecting(pop);
    boolean popped;
    do {
      popped = pop.pop(handler, 0, TimeUnit.NANOSECONDS);
    } while (popped);
  }

  private static ElementHandler expecting(Pop pop) {
    return (buffer, offset, length) -> {
      assertEquals(Long.BYTES, length);
      assertEquals(pop.position(), buffer.getLong(offset));
    };
  }

  private static void pushUntilSeen(Push push, UnsafeBuffer seen, long position, ChildJvm visitor) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (seen.getLongVolatile(0) < position) {
      if (!tryPush(push)) {
        Thread.yield();
      }
      assertTrue(System.nanoTime() - deadline < 0, () -> "nothing goes: " + visitor.errors());
    }
  }

  /** Whoever is on the other side, or nobody: a push needs room and no more. */
  private static void fill(Push push) {
    boolean pushed;
    do {
      pushed = tryPush(push);
    } while (pushed);
  }

  private static boolean tryPush(Push push) {
    UnsafeBuffer element = new UnsafeBuffer(new byte[Long.BYTES]);
    element.putLong(0, push.position());
    return push.tryPush(element, 0, Long.BYTES);
  }
}
