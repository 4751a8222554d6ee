package io.pushpop.queue;

import static io.pushpop.queue.Elements.element;
import static io.pushpop.queue.Elements.push;
import static io.pushpop.queue.RingLayout.ASLEEP;
import static io.pushpop.queue.RingLayout.POP_SLEEPS_OFFSET;
import static io.pushpop.queue.RingLayout.PUSH_SLEEPS_OFFSET;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Sleeping, step by step, with an attachment that does what a test wants to happen in a sleep. */
@Timeout(120)
class SleepTest {
  private static final ElementHandler IGNORE = (buffer, offset, length) -> {};

  private final TestRegion region = new TestRegion(Geometry.of(8, 32));
  private final Sleeper sleeper = new Sleeper();

  /** An end that sleeps through this, or wakes through it. */
  private final class Sleeper implements Attachment {
    /** Offset of the flag and nanoseconds of each sleep. */
    final List<Long> sleeps = new ArrayList<>();

    /** When the flags were seen down last: the grace period began no earlier. */
    private long downNanos;

    final List<Integer> wakes = new ArrayList<>();
    Runnable aboutToSleep = () -> {};
    Runnable asleep = () -> {};
    boolean wakesMe = true;

    /**
     * Whether the last sleep is a long one: not only after short ones, since who is preempted for
     * the grace period has waited it out.
     */
    boolean isLong() {
      return sleeps.get(sleeps.size() - 1) > Sleep.GRACE_NANOS;
    }

    @Override
    public PeerState peer() {
      throw new AssertionError("somebody asks for the peer");
    }

    @Override
    public void closed() {}

    @Override
    public boolean wakes() {
      aboutToSleep.run();
      if (region.memory.getInt(POP_SLEEPS_OFFSET) == 0
          && region.memory.getInt(PUSH_SLEEPS_OFFSET) == 0) {
        downNanos = System.nanoTime();
      }
      return wakesMe;
    }

    @Override
    public void park(int offset, int value, long nanos) {
      assertEquals(ASLEEP, value);
      assertTrue(
          nanos <= Sleep.GRACE_NANOS || System.nanoTime() - downNanos >= Sleep.GRACE_NANOS,
          "a long sleep before the grace period is over");
      sleeps.add(nanos);
      if (region.memory.getInt(offset) == value) {
        asleep.run();
      }
    }

    @Override
    public void wake(int offset) {
      assertEquals(0, region.memory.getInt(offset), "0 is stored before the wake-up");
      wakes.add(offset);
    }
  }

  private Push parkingPush() {
    EndOptions options = EndOptions.parking(Duration.ZERO);
    return Push.attach(region.memory, region.geometry, options, sleeper);
  }

  private Pop parkingPop() {
    EndOptions options = EndOptions.parking(Duration.ZERO);
    return Pop.attach(region.memory, region.geometry, options, sleeper);
  }

  private void fill(Push push) {
    for (int i = 0; i < region.geometry.capacity(); i++) {
      push(push, element(i, 0));
    }
  }

  private void assertFlags(int pop, int push) {
    assertEquals(pop, region.memory.getInt(POP_SLEEPS_OFFSET), "pop sleeps");
    assertEquals(push, region.memory.getInt(PUSH_SLEEPS_OFFSET), "push sleeps");
  }

  static Stream<Consumer<Push>> waysToPush() {
    return Stream.of(
        push -> push(push, element(0, 3)),
        push -> push.tryReserve(24).push(3),
        push -> push.tryReserve(90).push(70),
        push -> {
          Batch batch = push.tryReserveBatch(3);
          batch.stage(3);
          batch.stage(0);
          batch.push();
        });
  }

  @ParameterizedTest
  @MethodSource("waysToPush")
  void eachWayToPushWakesAPopThatSleepsAndNoOther(Consumer<Push> way) throws InterruptedException {
    Push push = Push.attach(region.memory, region.geometry, EndOptions.defaults(), sleeper);
    Pop pop = parkingPop();
    sleeper.asleep =
        () -> {
          assertFlags(ASLEEP, 0);
          way.accept(push);
          assertFlags(0, 0);
        };
    pop.pop(IGNORE);
    assertFlags(0, 0);
    assertEquals(List.of(POP_SLEEPS_OFFSET), sleeper.wakes);
    assertEquals(1, sleeper.sleeps.size());
    way.accept(Push.attach(region.memory, region.geometry, EndOptions.defaults(), sleeper));
    assertEquals(1, sleeper.wakes.size(), "nobody sleeps");
  }

  static Stream<Consumer<Pop>> waysToPop() {
    return Stream.of(
        pop -> pop.tryPop(IGNORE),
        pop -> pop.drain(IGNORE, 3),
        pop -> pop.tryPeek().pop(),
        pop -> pop.skip(1),
        Pop::skipToLatest,
        pop -> pop.popTo(pop.tryRead(pop.position(), IGNORE)));
  }

  @ParameterizedTest
  @MethodSource("waysToPop")
  void eachWayToPopWakesAPushThatSleepsAndNoOther(Consumer<Pop> way) throws InterruptedException {
    Push push = parkingPush();
    fill(push);
    Pop pop = Pop.attach(region.memory, region.geometry, EndOptions.defaults(), sleeper);
    sleeper.asleep =
        () -> {
          assertFlags(0, ASLEEP);
          way.accept(pop);
          assertFlags(0, 0);
        };
    assertNotNull(push.reserve());
    assertFlags(0, 0);
    assertEquals(List.of(PUSH_SLEEPS_OFFSET), sleeper.wakes);
    assertEquals(1, sleeper.sleeps.size());
    way.accept(pop);
    assertEquals(1, sleeper.wakes.size(), "nobody sleeps");
  }

  @Test
  void anElementThatIsThereWhenTheFlagIsRaisedIsFoundWithoutSleep() throws InterruptedException {
    Pop pop = parkingPop();
    // Published by a producer that has looked at the flag already, and has no stamp yet.
    sleeper.aboutToSleep = () -> region.memory.putLong(RingLayout.HEAD_OFFSET, 1);
    pop.pop(IGNORE);
    assertEquals(List.of(), sleeper.sleeps);
    assertEquals(1, pop.position());
  }

  @Test
  void whatAPeerPublishedBeforeItCouldSeeTheFlagIsFoundAfterTheGracePeriod()
      throws InterruptedException {
    Pop pop = parkingPop();
    sleeper.asleep = () -> region.memory.putLong(RingLayout.HEAD_OFFSET, 1);
    pop.pop(IGNORE);
    assertEquals(1, sleeper.sleeps.size());
    assertEquals(sleeper.isLong() ? 1 : 0, pop.sleepCounts().foundAfterBound());
    Push push = parkingPush();
    fill(push);
    sleeper.sleeps.clear();
    sleeper.asleep = () -> region.memory.putLong(RingLayout.TAIL_OFFSET, 2);
    push.reserve();
    assertEquals(1, sleeper.sleeps.size());
    assertEquals(sleeper.isLong() ? 1 : 0, push.sleepCounts().foundAfterBound());
  }

  @Test
  void noLongSleepBeforeTheGracePeriodIsOverHoweverEarlyASleepEnds() throws InterruptedException {
    Pop pop = parkingPop();
    Push push = region.push();
    long start = System.nanoTime();
    sleeper.asleep =
        () -> {
          if (sleeper.isLong()) {
            assertTrue(System.nanoTime() - start >= Sleep.GRACE_NANOS);
            push(push, element(0, 0));
          }
        };
    pop.pop(IGNORE);
  }

  @Test
  void eachSleepIsBounded() throws InterruptedException {
    Pop pop = parkingPop();
    Push push = region.push();
    sleeper.asleep =
        () -> {
          if (sleeper.isLong()) {
            push(push, element(0, 0));
          }
        };
    pop.pop(IGNORE);
    assertEquals(Sleep.BOUND_NANOS, sleeper.sleeps.get(sleeper.sleeps.size() - 1));
  }

  @Test
  void whatNobodyWokeForIsCounted() throws InterruptedException {
    Pop pop = parkingPop();
    sleeper.asleep =
        () -> {
          if (sleeper.isLong()) {
            region.memory.putLong(RingLayout.HEAD_OFFSET, pop.position() + 1);
          }
        };
    pop.pop(IGNORE);
    assertEquals(new SleepCounts(sleeper.sleeps.size(), 0, 1), pop.sleepCounts());
    sleeper.asleep =
        () -> {
          long start = System.nanoTime();
          while (System.nanoTime() - start < Sleep.GRACE_NANOS) {
            Thread.onSpinWait();
          }
          region.memory.putLong(RingLayout.HEAD_OFFSET, pop.position() + 1);
        };
    pop.pop(IGNORE);
    int atOnce = sleeper.isLong() ? 1 : 0;
    assertEquals(new SleepCounts(sleeper.sleeps.size(), 1 - atOnce, 1 + atOnce), pop.sleepCounts());
    Push push = region.push();
    sleeper.asleep = () -> push(push, element(0, 0));
    pop.pop(IGNORE);
    assertEquals(new SleepCounts(sleeper.sleeps.size(), 1 - atOnce, 1 + atOnce), pop.sleepCounts());
  }

  @Test
  void aFlagThatASlowWakerLoweredIsRaisedAgainWithAGracePeriodOfItsOwn()
      throws InterruptedException {
    Pop pop = parkingPop();
    boolean[] lowered = new boolean[1];
    sleeper.asleep =
        () -> {
          if (lowered[0]) {
            region.memory.putLong(RingLayout.HEAD_OFFSET, 1);
          } else if (sleeper.isLong()) {
            region.memory.putInt(POP_SLEEPS_OFFSET, 0);
            lowered[0] = true;
          }
        };
    pop.pop(IGNORE);
    assertEquals(1, pop.position());
  }

  @Test
  void aWaitThatIsGivenUpAsleepChangesNothing() throws InterruptedException {
    Push push = parkingPush();
    fill(push);
    assertNull(push.tryReserve());
    byte[] before = region.copy();
    PrivateState state = PrivateState.of(push);
    assertNull(push.reserve(2, TimeUnit.MILLISECONDS));
    assertArrayEquals(before, region.copy());
    assertNull(push.reserve(100, 2, TimeUnit.MILLISECONDS));
    sleeper.asleep = () -> Thread.currentThread().interrupt();
    assertEquals(
        "interrupted while waiting in reserve; nothing is lost",
        assertThrows(InterruptedException.class, push::reserve).getMessage());
    assertArrayEquals(before, region.copy());
    assertFalse(sleeper.sleeps.isEmpty());
    assertEquals(state, PrivateState.of(push));
    region.pop().drain(IGNORE, 7);
    before = region.copy();
    Pop pop = parkingPop();
    sleeper.sleeps.clear();
    assertThrows(InterruptedException.class, () -> pop.pop(IGNORE));
    sleeper.asleep = () -> {};
    assertFalse(pop.pop(IGNORE, 2, TimeUnit.MILLISECONDS));
    assertFalse(sleeper.sleeps.isEmpty());
    assertArrayEquals(before, region.copy());
  }

  @Test
  void aHandlerIsNotTakenForASleeper() throws InterruptedException {
    Pop pop = parkingPop();
    Push push = region.push();
    sleeper.asleep = () -> push(push, element(0, 0));
    pop.pop((buffer, offset, length) -> assertFlags(0, 0));
    assertThrows(
        ArithmeticException.class,
        () ->
            pop.pop(
                (buffer, offset, length) -> {
                  throw new ArithmeticException();
                }));
    assertFlags(0, 0);
  }

  @Test
  void aTimeOutOfNothingDoesNotSleepAndOneOfForEverDoesNotOverflow() throws InterruptedException {
    Pop pop = parkingPop();
    assertFalse(pop.pop(IGNORE, 0, TimeUnit.SECONDS));
    assertFalse(pop.pop(IGNORE, Long.MIN_VALUE, TimeUnit.SECONDS));
    assertEquals(List.of(), sleeper.sleeps);
    Push push = region.push();
    sleeper.asleep = () -> push(push, element(0, 0));
    assertTrue(pop.pop(IGNORE, Long.MAX_VALUE, TimeUnit.DAYS));
  }

  @Test
  void noSleepIsLongerThanTheTimeOut() throws InterruptedException {
    Pop pop = parkingPop();
    assertFalse(pop.pop(IGNORE, 300, TimeUnit.MICROSECONDS));
    assertTrue(sleeper.sleeps.stream().allMatch(nanos -> nanos > 0 && nanos <= 300_000));
    assertFalse(pop.pop(IGNORE, 3, TimeUnit.MILLISECONDS));
    long timeout = TimeUnit.MILLISECONDS.toNanos(3);
    assertTrue(sleeper.sleeps.stream().allMatch(nanos -> nanos > 0 && nanos <= timeout));
  }

  @Test
  void whomNobodyWakesSleepsForShortTimesAndRaisesNoFlag() throws InterruptedException {
    sleeper.wakesMe = false;
    Pop pop = parkingPop();
    byte[] before = region.copy();
    assertFalse(pop.pop(IGNORE, 5, TimeUnit.MILLISECONDS));
    assertArrayEquals(before, region.copy());
    assertEquals(List.of(), sleeper.sleeps);
    region.memory.putLong(RingLayout.HEAD_OFFSET, 1);
    pop.pop(IGNORE);
  }

  @Test
  void whoStopsBeingWokenLowersItsFlag() throws InterruptedException {
    Pop pop = parkingPop();
    sleeper.asleep = () -> sleeper.wakesMe = false;
    sleeper.aboutToSleep =
        () -> {
          if (!sleeper.wakesMe && region.memory.getInt(POP_SLEEPS_OFFSET) == 0) {
            region.memory.putLong(RingLayout.HEAD_OFFSET, 1);
          }
        };
    pop.pop(IGNORE);
    assertEquals(1, sleeper.sleeps.size());
    assertFlags(0, 0);
  }

  @Test
  void aSpinPhaseComesFirst() throws InterruptedException {
    EndOptions spinning = EndOptions.parking(Duration.ofDays(365_000));
    Pop pop = Pop.attach(region.memory, region.geometry, spinning, sleeper);
    assertFalse(pop.pop(IGNORE, 2, TimeUnit.MILLISECONDS));
    assertEquals(List.of(), sleeper.sleeps);
    Duration negative = Duration.ofNanos(-1);
    assertEquals(
        "an end spins for 0 or more before it parks: spin=PT-0.000000001S",
        assertThrows(IllegalArgumentException.class, () -> EndOptions.parking(negative))
            .getMessage());
  }
}
