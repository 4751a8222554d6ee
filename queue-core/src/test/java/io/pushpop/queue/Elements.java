package io.pushpop.queue;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.agrona.concurrent.UnsafeBuffer;

/** Elements whose every byte follows from a sequence number, so that none can pass as another. */
final class Elements {
  private Elements() {}

  static byte[] element(long sequence, int length) {
    byte[] bytes = new byte[length];
    new Random(sequence).nextBytes(bytes);
    return bytes;
  }

  static boolean tryPush(Push push, byte[] element) {
    return push.tryPush(new UnsafeBuffer(element), 0, element.length);
  }

  static void push(Push push, byte[] element) {
    assertTrue(tryPush(push, element), "room for the element");
  }

  static void pushInPlace(Push push, byte[] element, int reserve) {
    Permit permit = push.tryReserve(reserve);
    assertNotNull(permit, "room for the element");
    permit.buffer().putBytes(permit.offset(), element);
    permit.push(element.length);
  }

  /** Pops one element; null if there is none. */
  static byte[] tryPop(Pop pop) {
    byte[][] popped = new byte[1][];
    boolean found =
        pop.tryPop(
            (buffer, offset, length) -> {
              popped[0] = new byte[length];
              buffer.getBytes(offset, popped[0]);
            });
    assertEquals(found, popped[0] != null, "tryPop tells whether the handler was called");
    return popped[0];
  }

  static void assertPops(Pop pop, byte[] expected) {
    byte[] popped = tryPop(pop);
    assertNotNull(popped, "an element");
    assertArrayEquals(expected, popped);
  }
}
