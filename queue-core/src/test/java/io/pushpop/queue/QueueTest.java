package io.pushpop.queue;

import static io.pushpop.queue.Elements.assertPops;
import static io.pushpop.queue.Elements.element;
import static io.pushpop.queue.Elements.push;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class QueueTest {
  private final Queue queue = Queue.allocate(Geometry.of(8, 64));

  @Test
  void anEndThatIsAliveIsRefusedToASecondTaker() {
    Push push = queue.push();
    queue.pop();
    EndTakenException refusal = assertThrows(EndTakenException.class, queue::push);
    assertEquals(End.PUSH, refusal.end());
    assertEquals(
        "the push end of this queue is taken: generation=1; close it before it is taken again",
        refusal.getMessage());
    assertEquals(End.POP, assertThrows(EndTakenException.class, queue::pop).end());
    push.close();
    queue.push();
  }

  @Test
  void anEndThatIsTakenAgainGoesOnWhereItWasLeft() {
    for (int i = 0; i < 100; i++) {
      try (Push push = queue.push()) {
        push(push, element(i, i % 57));
        assertEquals(i + 1, push.position());
      }
      try (Pop pop = queue.pop()) {
        assertPops(pop, element(i, i % 57));
      }
    }
  }

  @Test
  void eachEndSeesThePeerComeAndGo() {
    Push push = queue.push();
    assertEquals(new PeerState(PeerState.State.ABSENT, 0), push.peer());
    Pop pop = queue.pop();
    assertEquals(new PeerState(PeerState.State.ATTACHED, 1), push.peer());
    assertEquals(new PeerState(PeerState.State.ATTACHED, 1), pop.peer());
    pop.close();
    assertEquals(new PeerState(PeerState.State.DETACHED, 1), push.peer());
    queue.pop();
    assertEquals(new PeerState(PeerState.State.ATTACHED, 2), push.peer());
  }

  @Test
  void theStreamEndsWhenThePushEndWasClosedAndAllIsPopped() {
    Push push = queue.push();
    Pop pop = queue.pop();
    assertFalse(pop.isDrained());
    push(push, element(0, 1));
    push.close();
    assertFalse(pop.isDrained());
    assertPops(pop, element(0, 1));
    assertTrue(pop.isDrained());
  }

  @Test
  void aClosedQueueHandsOutNoMoreEndsAndLeavesTheOldOnesAlone() {
    Push push = queue.push();
    Pop pop = queue.pop();
    queue.close();
    push(push, element(0, 1));
    assertPops(pop, element(0, 1));
    push.close();
    assertEquals(
        "this queue is closed; allocate another",
        assertThrows(IllegalStateException.class, queue::push).getMessage());
  }
}
