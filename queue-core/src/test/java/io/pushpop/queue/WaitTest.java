package io.pushpop.queue;

import static io.pushpop.queue.Elements.element;
import static io.pushpop.queue.Elements.push;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.agrona.concurrent.IdleStrategy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Waiting, with an idle strategy that does what a test wants to happen in the middle of a wait. */
@Timeout(120)
class WaitTest {
  private final TestRegion region = new TestRegion(Geometry.of(8, 32));
  private final ElementHandler ignore = (buffer, offset, length) -> {};
  private final Pop pop = region.pop();

  @Test
  void popWaitsUntilAnElementComes() throws InterruptedException {
    Push push = region.push();
    Pop waiting = waitingPop(() -> push(push, element(0, 3)));
    waiting.pop((buffer, offset, length) -> assertEquals(3, length));
    assertEquals(1, waiting.position());
  }

  @Test
  void awaitElementLeavesWhatItFinds() throws InterruptedException {
    Push push = region.push();
    Pop waiting = waitingPop(() -> push(push, element(0, 3)));
    assertTrue(waiting.awaitElement(1, TimeUnit.DAYS));
    assertTrue(waiting.awaitElement(0, TimeUnit.DAYS), "it is there still");
    assertEquals(0, waiting.position());
    assertTrue(waiting.tryPop(ignore));
    Pop impatient = waitingPop(() -> {});
    assertFalse(impatient.awaitElement(2, TimeUnit.MILLISECONDS));
    assertFalse(impatient.awaitElement(-1, TimeUnit.MILLISECONDS));
    Pop interrupted = waitingPop(() -> Thread.currentThread().interrupt());
    assertEquals(
        "interrupted while waiting in awaitElement; nothing is lost",
        assertThrows(InterruptedException.class, () -> interrupted.awaitElement(1, TimeUnit.DAYS))
            .getMessage());
    assertEquals(1, region.tail());
  }

  @Test
  void reserveWaitsUntilThereIsRoom() throws InterruptedException {
    Push push = fullPush(() -> pop.tryPop(ignore));
    push.reserve().push(0);
    assertEquals(8, push.position());
    push.reserve(24).push(0);
    assertEquals(9, push.position());
    push.reserve(120).push(100);
    assertTrue(push.position() > 9);
  }

  @Test
  void aWaitThatTimesOutChangesNothing() throws InterruptedException {
    int[] idles = new int[1];
    Push push = fullPush(() -> idles[0]++);
    byte[] before = region.copy();
    assertNull(push.reserve(2, TimeUnit.MILLISECONDS));
    assertNull(push.reserve(100, 2, TimeUnit.MILLISECONDS));
    assertTrue(idles[0] > 0);
    org.junit.jupiter.api.Assertions.assertArrayEquals(before, region.copy());
    assertEquals(7, push.position());
    pop.drain(ignore, 7);
    assertFalse(pop.pop(ignore, 2, TimeUnit.MILLISECONDS));
    assertEquals(7, pop.position());
  }

  @Test
  void aTimeOutOfNothingLooksOnceAndDoesNotIdle() throws InterruptedException {
    Push push = fullPush(() -> assertTrue(false, "does not idle"));
    assertNull(push.reserve(0, TimeUnit.SECONDS));
    assertNull(push.reserve(-5, TimeUnit.SECONDS));
    pop.tryPop(ignore);
    assertNotNull(push.reserve(0, TimeUnit.SECONDS));
  }

  @Test
  void aTimeOutOfForEverDoesNotOverflow() throws InterruptedException {
    Push push = fullPush(() -> pop.tryPop(ignore));
    assertNotNull(push.reserve(Long.MAX_VALUE, TimeUnit.DAYS));
  }

  @Test
  void anInterruptedWaitChangesNothingAndClearsTheFlag() {
    Push push = fullPush(() -> Thread.currentThread().interrupt());
    assertEquals(
        "interrupted while waiting in reserve; nothing is lost",
        assertThrows(InterruptedException.class, push::reserve).getMessage());
    assertFalse(Thread.currentThread().isInterrupted());
    assertEquals(7, region.head());
    pop.drain(ignore, 7);
    Pop waiting = waitingPop(() -> Thread.currentThread().interrupt());
    assertEquals(
        "interrupted while waiting in pop; nothing is lost",
        assertThrows(InterruptedException.class, () -> waiting.pop(ignore)).getMessage());
    assertEquals(7, region.tail());
  }

  @Test
  void whoNeedNotWaitIsNotInterrupted() throws InterruptedException {
    Push push = region.push();
    Thread.currentThread().interrupt();
    push.reserve().push(0);
    pop.pop(ignore);
    assertTrue(Thread.interrupted());
  }

  @Test
  void aTimedPopFindsWhatItsProducerCouldNotStampAnyMore() throws InterruptedException {
    Push push = region.push();
    push(push, element(0, 0));
    region.memory.putInt(region.slotOffset(0), 0);
    region.memory.putLong(RingLayout.HEAD_OFFSET, 0);
    Pop late = region.pop();
    region.memory.putLong(RingLayout.HEAD_OFFSET, 1);
    assertTrue(late.pop(ignore, 0, TimeUnit.SECONDS));
  }

  @Test
  void anUntimedPopFindsWhatItsProducerCouldNotStampAnyMore() throws InterruptedException {
    Push push = region.push();
    push(push, element(0, 0));
    region.memory.putInt(region.slotOffset(0), 0);
    region.memory.putLong(RingLayout.HEAD_OFFSET, 0);
    int[] idles = new int[1];
    Pop waiting =
        waitingPop(
            () -> {
              idles[0]++;
              LockSupport.parkNanos(100_000);
            });
    region.memory.putLong(RingLayout.HEAD_OFFSET, 1);
    waiting.pop(ignore);
    assertTrue(idles[0] < Pop.LOOKS_PER_HEAD / 8, "head is read every millisecond of a wait");
  }

  @Test
  void neitherAPushNorAPopNorAWaitAsksForThePeer() throws InterruptedException {
    Push push = fullPush(() -> {});
    assertNull(push.tryReserve());
    assertNull(push.reserve(1, TimeUnit.MILLISECONDS));
    Pop waiting = waitingPop(() -> {});
    assertTrue(waiting.canPop() && waiting.tryPop(ignore));
    assertEquals(6, waiting.drain(ignore, 7));
    assertNull(waiting.tryPeek());
    assertFalse(waiting.pop(ignore, 1, TimeUnit.MILLISECONDS));
    try (Batch batch = push.tryReserveBatch(1)) {
      batch.stage(0);
      batch.push();
    }
    waiting.pop(ignore);
    waiting.close();
    push.close();
  }

  private Push fullPush(Runnable whenIdle) {
    Push push =
        Push.attach(
            region.memory,
            region.geometry,
            EndOptions.defaults().waitingWith(strategy(whenIdle)),
            new UnaskedAttachment());
    for (int i = 0; i < 7; i++) {
      push(push, element(i, 0));
    }
    return push;
  }

  private Pop waitingPop(Runnable whenIdle) {
    return Pop.attach(
        region.memory,
        region.geometry,
        EndOptions.defaults().waitingWith(strategy(whenIdle)),
        new UnaskedAttachment());
  }

  private static IdleStrategy strategy(Runnable whenIdle) {
    return new IdleStrategy() {
      @Override
      public void idle(int workCount) {
        whenIdle.run();
      }

      @Override
      public void idle() {
        whenIdle.run();
      }

      @Override
      public void reset() {}
    };
  }

  /** To ask for the peer is to ask the kernel. */
  private static final class UnaskedAttachment implements Attachment {
    @Override
    public PeerState peer() {
      throw new AssertionError("somebody asks for the peer");
    }

    @Override
    public void closed() {}
  }
}
