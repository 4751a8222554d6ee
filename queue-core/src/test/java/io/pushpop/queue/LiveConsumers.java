package io.pushpop.queue;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Follows a log with every private state that a consumer can be in at this point of it: whatever
 * looks it has taken after whatever stores, and whenever it took the end over. All of them stand at
 * the tail of the region, since all pop when the log stores tail.
 */
final class LiveConsumers {
  private final TestRegion region;
  private final Pop probe;
  private Set<PrivateState> states = new LinkedHashSet<>();

  /**
   * @param region what the log has left so far; its peer is told to be detached
   */
  LiveConsumers(TestRegion region) {
    this.region = region;
    this.probe = region.pop();
  }

  Set<PrivateState> states() {
    return states;
  }

  /** Adds who takes the end over now, and whoever looks now. */
  void look(boolean empty) {
    states.add(PrivateState.of(region.pop()));
    Deque<PrivateState> unseen = new ArrayDeque<>(states);
    while (!unseen.isEmpty()) {
      PrivateState state = unseen.poll();
      state.giveTo(probe);
      assertFalse(probe.canPop() && empty, "canPop invents nothing");
      found(unseen);
      state.giveTo(probe);
      assertEquals(empty, probe.isDrained());
      found(unseen);
    }
  }

  private void found(Deque<PrivateState> unseen) {
    PrivateState state = PrivateState.of(probe);
    if (states.add(state)) {
      unseen.add(state);
    }
  }

  /** Lets all pop, or skip, up to where the log is about to store tail. */
  void popTo(long newTail, boolean skips, Deque<byte[]> contents) {
    byte[] counters = new byte[RingLayout.SLOTS_OFFSET];
    region.memory.getBytes(0, counters);
    Set<PrivateState> after = new HashSet<>();
    for (PrivateState state : states) {
      state.giveTo(probe);
      Deque<byte[]> rest = new ArrayDeque<>(contents);
      ElementHandler handler =
          (buffer, offset, length) -> {
            byte[] bytes = new byte[length];
            buffer.getBytes(offset, bytes);
            assertArrayEquals(rest.poll(), bytes);
          };
      while (probe.position() != newTail) {
        if (skips) {
          rest.poll();
          assertEquals(1, probe.skip(1));
          continue;
        }
        // Whoever does not see it by its stamp finds it through head.
        assertTrue(probe.tryPop(handler) || !probe.isDrained() && probe.tryPop(handler));
      }
      after.add(PrivateState.of(probe));
      // What it has stored stands in the log.
      region.memory.putBytes(0, counters);
    }
    states = after;
  }
}
