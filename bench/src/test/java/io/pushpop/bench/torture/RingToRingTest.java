package io.pushpop.bench.torture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pushpop.ipc.QueueFile;
import io.pushpop.queue.Geometry;
import io.pushpop.queue.Permit;
import io.pushpop.queue.Pop;
import io.pushpop.queue.Push;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.agrona.DirectBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That the account of a bridge sees what a bridge may do wrong. */
class RingToRingTest {
  /** Room for all elements: whoever carries them never waits for somebody who has given up. */
  private static final Geometry GEOMETRY = Geometry.of(8192, 64);

  private static final long ELEMENTS = 1000;
  private static final long AFFLICTED = 500;

  @TempDir Path folder;

  /** Carries an element from ring to ring, or does something else. */
  private interface Carrier {
    void carry(Push push, long sequence, DirectBuffer buffer, int offset, int length);
  }

  @Test
  void whatArrivesOnceAndInOrderIsAllThatIsAskedFor() throws Exception {
    try (RingToRing rings = rings()) {
      carry(rings, (push, sequence, buffer, offset, length) -> copy(push, buffer, offset, length));
      rings.requireAll();
      assertEquals(ELEMENTS, rings.popped());
      assertEquals(ELEMENTS, rings.pushed());
    }
  }

  @Test
  void pushingPausesWhereItIsToldAndGoesOnFromThere() throws Exception {
    try (RingToRing rings = rings()) {
      rings.pauseAt(AFFLICTED);
      carry(
          rings,
          (push, sequence, buffer, offset, length) -> {
            copy(push, buffer, offset, length);
            if (sequence == AFFLICTED - 1) {
              while (rings.popped() < AFFLICTED) {
                Thread.onSpinWait();
              }
              assertEquals(AFFLICTED, rings.pushed());
              rings.resume();
            }
          });
      rings.requireAll();
      assertEquals(ELEMENTS, rings.popped());
    }
  }

  @Test
  void anElementThatIsLostIsMissed() throws Exception {
    assertViolation(
        "something else came out of the second ring: expected=element 500",
        (push, sequence, buffer, offset, length) -> {
          if (sequence != AFFLICTED) {
            copy(push, buffer, offset, length);
          }
        });
  }

  @Test
  void anElementThatComesTwiceIsFound() throws Exception {
    assertViolation(
        "something else came out of the second ring: expected=element 501",
        (push, sequence, buffer, offset, length) -> {
          copy(push, buffer, offset, length);
          if (sequence == AFFLICTED) {
            copy(push, buffer, offset, length);
          }
        });
  }

  @Test
  void aByteThatIsChangedIsFound() throws Exception {
    assertViolation(
        "something else came out of the second ring: expected=element 500",
        (push, sequence, buffer, offset, length) -> {
          Permit permit = push.tryReserve(length);
          permit.buffer().putBytes(permit.offset(), buffer, offset, length);
          if (sequence == AFFLICTED) {
            int last = permit.offset() + length - 1;
            permit.buffer().putByte(last, (byte) ~permit.buffer().getByte(last));
          }
          permit.push(length);
        });
  }

  @Test
  void lastElementsThatAreLostAreMissed() throws Exception {
    assertViolation(
        "not everything arrived: expected=1,000 elements",
        (push, sequence, buffer, offset, length) -> {
          if (sequence < AFFLICTED) {
            copy(push, buffer, offset, length);
          }
        });
  }

  private void assertViolation(String message, Carrier carrier) throws Exception {
    try (RingToRing rings = rings()) {
      carry(rings, carrier);
      Violation violation = assertThrows(Violation.class, rings::requireAll);
      assertTrue(violation.getMessage().startsWith(message), violation::getMessage);
    }
  }

  private RingToRing rings() throws IOException {
    return new RingToRing(
        folder.resolve("source"), folder.resolve("target"), GEOMETRY, traffic(), Long.MAX_VALUE);
  }

  /** In which the elements in question are none that could be taken for others. */
  private static Traffic traffic() {
    for (long seed = 1; ; seed++) {
      Traffic traffic = new Traffic(seed, 200, ELEMENTS, false);
      Elements elements = traffic.elements(GEOMETRY);
      if (elements.isUnmistakable(AFFLICTED) && elements.isUnmistakable(AFFLICTED + 1)) {
        return traffic;
      }
    }
  }

  private void carry(RingToRing rings, Carrier carrier) throws Exception {
    rings.start();
    long[] sequence = {0};
    try (QueueFile source = QueueFile.open(folder.resolve("source"));
        QueueFile target = QueueFile.open(folder.resolve("target"));
        Pop pop = source.pop();
        Push push = target.push()) {
      while (!pop.isDrained()) {
        pop.pop(
            (buffer, offset, length) -> carrier.carry(push, sequence[0]++, buffer, offset, length),
            1,
            TimeUnit.MILLISECONDS);
      }
    }
    while (!rings.isPopped()) {
      Thread.onSpinWait();
    }
  }

  private static void copy(Push push, DirectBuffer buffer, int offset, int length) {
    Permit permit = push.tryReserve(length);
    permit.buffer().putBytes(permit.offset(), buffer, offset, length);
    permit.push(length);
  }
}
