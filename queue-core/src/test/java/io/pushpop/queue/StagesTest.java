package io.pushpop.queue;

import static io.pushpop.queue.Elements.element;
import static io.pushpop.queue.Elements.push;
import static io.pushpop.queue.RingLayout.ASLEEP;
import static io.pushpop.queue.RingLayout.POP_SLEEPS_OFFSET;
import static io.pushpop.queue.RingLayout.PUSH_SLEEPS_OFFSET;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How one thread sleeps for many ends, step by step: a test does what it wants in a sleep. */
@Timeout(120)
class StagesTest {
  private static final Geometry GEOMETRY = Geometry.of(8, 32);

  private final TestRegion first = new TestRegion(GEOMETRY);
  private final TestRegion second = new TestRegion(GEOMETRY);
  private final Pop pop = Pop.attach(first.memory, GEOMETRY, EndOptions.defaults(), new Joint());
  private final Push push =
      Push.attach(second.memory, GEOMETRY, EndOptions.defaults(), new Joint());
  private final Stages stages = new Stages();
  private final List<Long> seen = new ArrayList<>();
  private final Stage<Void> popping =
      new Stage<>(
          pop.sleep(),
          pop::canPopByHead,
          () -> {
            pop.tryPop((buffer, offset, length) -> seen.add(pop.position()));
            return null;
          });
  private final Stage<Permit> reserving =
      new Stage<>(push.sleep(), push::canPush, () -> push.reserveForAnotherThread(1));

  /** Nanoseconds of each sleep. */
  private final List<Long> sleeps = new ArrayList<>();

  private Runnable asleep = () -> {};
  private boolean sleepsJointly = true;
  private int wakes;

  /** An end that can sleep together with others. */
  private final class Joint implements Attachment {
    @Override
    public PeerState peer() {
      throw new AssertionError("somebody asks for the peer");
    }

    @Override
    public void closed() {}

    @Override
    public boolean wakes() {
      return true;
    }

    @Override
    public void park(int offset, int value, long nanos) {
      throw new AssertionError("an end sleeps alone");
    }

    @Override
    public boolean sleepsJointly() {
      return sleepsJointly;
    }

    @Override
    public JointSleep jointSleep() {
      return new Bed();
    }
  }

  private final class Bed implements JointSleep {
    @Override
    public int capacity() {
      return 2;
    }

    @Override
    public void sleep(long[] addresses, int count, int value, long nanos) {
      Set<Long> flags = new TreeSet<>();
      for (int i = 0; i < count; i++) {
        flags.add(addresses[i]);
      }
      assertEquals(
          new TreeSet<>(
              Set.of(
                  first.memory.addressOffset() + POP_SLEEPS_OFFSET,
                  second.memory.addressOffset() + PUSH_SLEEPS_OFFSET)),
          flags);
      assertEquals(ASLEEP, value);
      assertTrue(nanos > 0, "nanos=" + nanos);
      sleeps.add(nanos);
      asleep.run();
    }

    @Override
    public void wake() {
      wakes++;
    }
  }

  private void addBoth() {
    for (int i = 0; i < GEOMETRY.capacity(); i++) {
      push(push, element(i, 0));
    }
    assertTrue(stages.add(popping));
    assertTrue(stages.add(reserving));
    assertEquals(2, stages.doWork(), "added");
    stages.startResting();
  }

  private void assertFlags(int popSleeps, int pushSleeps) {
    assertEquals(popSleeps, first.memory.getInt(POP_SLEEPS_OFFSET), "pop sleeps");
    assertEquals(pushSleeps, second.memory.getInt(PUSH_SLEEPS_OFFSET), "push sleeps");
  }

  private void restUntilALongSleep() {
    do {
      stages.rest();
      assertEquals(0, stages.doWork());
    } while (sleeps.isEmpty() || sleeps.get(sleeps.size() - 1) <= Sleep.GRACE_NANOS);
  }

  @Test
  void aLookComesBetweenRaisingTheFlagsAndTheFirstSleep() {
    addBoth();
    stages.rest();
    assertFlags(ASLEEP, ASLEEP);
    assertEquals(List.of(), sleeps);
    // Published by a producer that has looked at the flag already, and has no stamp yet.
    first.memory.putLong(RingLayout.HEAD_OFFSET, 1);
    assertEquals(1, stages.doWork());
    assertTrue(popping.isDone());
    assertEquals(List.of(0L), seen);
    assertFlags(0, ASLEEP);
  }

  @Test
  void noLongSleepBeforeEveryGracePeriodIsOver() {
    long start = System.nanoTime();
    addBoth();
    restUntilALongSleep();
    assertTrue(System.nanoTime() - start >= Sleep.GRACE_NANOS);
    assertEquals(Sleep.BOUND_NANOS, sleeps.get(sleeps.size() - 1));
    assertTrue(
        sleeps.stream()
            .allMatch(nanos -> nanos == Sleep.BOUND_NANOS || nanos <= Sleep.GRACE_NANOS));
    // Lowered by a waker that has found nothing to say: this end has another grace period.
    start = System.nanoTime();
    second.memory.putInt(PUSH_SLEEPS_OFFSET, 0);
    int before = sleeps.size();
    stages.rest();
    assertFlags(ASLEEP, ASLEEP);
    assertEquals(before, sleeps.size());
    stages.doWork();
    stages.rest();
    assertTrue(
        sleeps.size() == before
            || sleeps.get(before) <= Sleep.GRACE_NANOS
            || System.nanoTime() - start >= Sleep.GRACE_NANOS);
  }

  @Test
  void whatComesInASleepEndsItsStageAndNoOther() {
    addBoth();
    restUntilALongSleep();
    asleep =
        () -> {
          Pop other = second.pop();
          other.tryPop((buffer, offset, length) -> {});
          assertFlags(ASLEEP, 0);
        };
    stages.rest();
    assertEquals(1, stages.doWork());
    assertTrue(reserving.isDone());
    assertFalse(popping.isDone());
    assertFlags(ASLEEP, 0);
    asleep = () -> {};
  }

  @Test
  void whoGivesUpAStageInASleepHasTheEndAndItsFlagForHimself() {
    addBoth();
    restUntilALongSleep();
    asleep =
        () -> {
          assertTrue(popping.cancel(false));
          assertFlags(0, ASLEEP);
          // The end sleeps again, on its own.
          assertEquals(0, pop.sleep().prepare());
          assertFlags(ASLEEP, ASLEEP);
        };
    stages.rest();
    assertEquals(1, stages.doWork());
    assertFlags(ASLEEP, ASLEEP);
  }

  @Test
  void anEndThatIsClosedInASleepIsNotTouchedAnyMore() {
    addBoth();
    restUntilALongSleep();
    asleep =
        () -> {
          pop.close();
          assertFlags(0, ASLEEP);
          first.memory.putInt(POP_SLEEPS_OFFSET, 7);
        };
    stages.rest();
    assertEquals(1, stages.doWork());
    assertTrue(popping.isCompletedExceptionally());
    assertFlags(7, ASLEEP);
  }

  @Test
  void whereOneCannotSleepWithOthersNobodyDoes() {
    sleepsJointly = false;
    addBoth();
    for (int i = 0; i < 3; i++) {
      stages.rest();
      stages.doWork();
    }
    assertEquals(List.of(), sleeps);
    assertFlags(0, 0);
  }

  @Test
  void moreStagesThanOneSleepCanHaveAreLookedAtByTheClock() {
    addBoth();
    TestRegion third = new TestRegion(GEOMETRY);
    Pop more = Pop.attach(third.memory, GEOMETRY, EndOptions.defaults(), new Joint());
    stages.add(new Stage<Void>(more.sleep(), more::canPopByHead, () -> null));
    stages.doWork();
    stages.rest();
    assertFlags(0, 0);
    push(third.push(), element(0, 3));
    assertEquals(1, stages.doWork());
  }

  @Test
  void whoAddsAStageWakesTheSleeper() {
    addBoth();
    restUntilALongSleep();
    Stage<Void> late = new Stage<>(pop.sleep(), () -> true, () -> null);
    asleep =
        () -> {
          stages.add(late);
          assertEquals(1, wakes);
        };
    stages.rest();
    assertEquals(2, stages.doWork(), "added, and over");
    assertTrue(late.isDone());
    stages.add(new Stage<Void>(pop.sleep(), () -> false, () -> null));
    assertEquals(1, wakes, "nobody sleeps");
    int before = sleeps.size();
    asleep = () -> {};
    stages.rest();
    assertEquals(before, sleeps.size(), "what was added comes before the sleep");
  }

  @Test
  void whoIsClosedDoesNotSleep() {
    addBoth();
    restUntilALongSleep();
    asleep =
        () -> {
          stages.close();
          assertEquals(1, wakes);
        };
    stages.rest();
    int before = sleeps.size();
    stages.doWork();
    stages.rest();
    assertEquals(before, sleeps.size());
    assertFalse(stages.add(popping));
    stages.onClose();
    assertTrue(popping.isCancelled());
    assertFlags(0, 0);
  }
}
