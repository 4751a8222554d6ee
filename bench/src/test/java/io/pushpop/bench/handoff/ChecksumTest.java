package io.pushpop.bench.handoff;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.List;
import java.util.Random;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class ChecksumTest {
  private static final int LONGEST = 80;

  @Test
  void theSameMessagesHaveTheSameSumWhereverTheyLie() {
    for (int length = 0; length <= LONGEST; length++) {
      byte[] message = message(length);
      Checksum moved = new Checksum();
      UnsafeBuffer buffer = new UnsafeBuffer(new byte[LONGEST + 24]);
      buffer.setMemory(0, buffer.capacity(), (byte) 0x5A);
      buffer.putBytes(8, message);
      moved.add(buffer, 8, length);
      assertEquals(sum(List.of(message)), moved.digits(), "length=" + length);
    }
  }

  @Test
  void everyBitOfAMessageCounts() {
    for (int length = 1; length <= LONGEST; length++) {
      byte[] message = message(length);
      String before = sum(List.of(message));
      for (int bit = 0; bit < length * Byte.SIZE; bit++) {
        message[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
        assertNotEquals(before, sum(List.of(message)), "length=" + length + " bit=" + bit);
        message[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
      }
    }
  }

  @Test
  void orderLengthAndNumberCount() {
    byte[] first = message(36);
    byte[] second = message(19);
    String both = sum(List.of(first, second));
    assertNotEquals(both, sum(List.of(second, first)));
    assertNotEquals(both, sum(List.of(first)));
    assertNotEquals(both, sum(List.of(first, second, second)));
    assertNotEquals(sum(List.of(new byte[11])), sum(List.of(new byte[12])));
    assertNotEquals(sum(List.of(new byte[24])), sum(List.of(new byte[12], new byte[12])));
  }

  @Test
  void wordsOfAMessageThatChangePlacesCount() {
    byte[] message = message(LONGEST);
    byte[] swapped = message.clone();
    System.arraycopy(message, 0, swapped, 16, 8);
    System.arraycopy(message, 16, swapped, 0, 8);
    assertNotEquals(sum(List.of(message)), sum(List.of(swapped)));
  }

  private static byte[] message(int length) {
    byte[] message = new byte[length];
    new Random(length).nextBytes(message);
    return message;
  }

  private static String sum(List<byte[]> messages) {
    Checksum checksum = new Checksum();
    for (byte[] message : messages) {
      checksum.add(new UnsafeBuffer(message), 0, message.length);
    }
    return checksum.digits();
  }
}
