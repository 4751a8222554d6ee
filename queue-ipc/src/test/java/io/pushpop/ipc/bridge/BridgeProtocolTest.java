package io.pushpop.ipc.bridge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pushpop.ipc.bridge.BridgeProtocol.Hello;
import java.util.HexFormat;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** What travels, byte by byte: two releases must understand each other. */
final class BridgeProtocolTest {
  private static final Hello HELLO = new Hello(0x0102, 0x0304, 5, 6, 7, 8, "qé");
  private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[2000]);

  @Test
  void aHello() {
    BridgeProtocol.write(HELLO, buffer);
    assertEquals(120, BridgeProtocol.HELLO_LENGTH);
    assertEquals(
        "50555348504f503e" // PUSHPOP>
            + "0200000007000000" // version, longest
            + "0201000000000000" // number
            + "0403000000000000" // ring
            + "0500000000000000" // start
            + "0600000000000000" // head
            + "0800000003000000" // slots, length of the schema
            + "71c3a90000000000",
        hex(64));
    assertTrue(BridgeProtocol.isHello(buffer, 0, 120));
    assertEquals(2, BridgeProtocol.version(buffer, 0));
    assertEquals(HELLO, BridgeProtocol.readHello(buffer, 0, 120));
  }

  @Test
  void whatIsNoHello() {
    BridgeProtocol.write(HELLO, buffer);
    assertFalse(BridgeProtocol.isHello(buffer, 0, 31));
    assertNull(BridgeProtocol.readHello(buffer, 0, 119));
    buffer.putByte(0, (byte) 'p');
    assertFalse(BridgeProtocol.isHello(buffer, 0, 120));
  }

  @Test
  void anEnd() {
    BridgeProtocol.writeEnd(0x0102, buffer);
    assertEquals("0201000000000000", hex(8));
    assertEquals(0x0102, BridgeProtocol.readEnd(buffer, 0, 8));
    assertEquals(BridgeProtocol.NO_HELLO, BridgeProtocol.readEnd(buffer, 0, 7));
  }

  @Test
  void severalElements() {
    Parcel parcel = new Parcel(28);
    buffer.putBytes(0, new byte[] {1, 2, 3});
    parcel.add(buffer, 0, 3, 7);
    assertEquals(3, parcel.length());
    assertEquals(7, parcel.reservedValue(), "one travels as it is");
    assertTrue(parcel.hasRoomFor(9));
    assertFalse(parcel.hasRoomFor(10));
    parcel.add(buffer, 1, 2, 9);
    assertFalse(parcel.hasRoomFor(0));
    assertEquals(-7, parcel.reservedValue());
    assertEquals(0, parcel.offset());
    byte[] message = new byte[parcel.length()];
    parcel.buffer().getBytes(0, message);
    assertEquals(
        "0300000000000000" // length, behind the first
            + "010203"
            + "0200000002000000"
            + "0203",
        HexFormat.of().formatHex(message));
    assertTrue(BridgeProtocol.isSeveral(-7));
    assertFalse(BridgeProtocol.isSeveral(7));
    assertEquals(7, BridgeProtocol.behindFirst(-7));
    assertEquals(7, BridgeProtocol.behindFirst(7));
    assertTrue(BridgeProtocol.isElements(-7) && BridgeProtocol.isElements(7));
    assertFalse(BridgeProtocol.isElements(BridgeProtocol.HELLO));
    assertFalse(BridgeProtocol.isElements(BridgeProtocol.END));
    assertEquals(2, BridgeProtocol.partLength(parcel.buffer(), 11, 10));
    assertEquals(2, BridgeProtocol.partBeyond(parcel.buffer(), 11));
    parcel.clear();
    parcel.add(buffer, 0, 1, 10);
    assertEquals(10, parcel.reservedValue());
  }

  @Test
  void anAnswer() {
    int length = BridgeProtocol.write(BridgeProtocol.REFUSED, 9, 2, 3, 4, 5, "no", buffer);
    assertEquals(46, length);
    assertEquals(
        "0200000009000000" // kind, session
            + "0200000000000000" // number
            + "0300000000000000" // ring
            + "0400000000000000" // passed
            + "0500000000000000" // position
            + "020000006e6f",
        hex(length));
    assertTrue(BridgeProtocol.isAnswer(buffer, 0, length));
    assertFalse(BridgeProtocol.isAnswer(buffer, 0, 43));
    assertEquals(BridgeProtocol.REFUSED, BridgeProtocol.kind(buffer, 0));
    assertEquals(9, BridgeProtocol.session(buffer, 0));
    assertEquals(2, BridgeProtocol.number(buffer, 0));
    assertEquals(3, BridgeProtocol.ring(buffer, 0));
    assertEquals(4, BridgeProtocol.passed(buffer, 0));
    assertEquals(5, BridgeProtocol.position(buffer, 0));
    assertEquals("no", BridgeProtocol.text(buffer, 0, length));
    buffer.putByte(0, (byte) 4);
    assertFalse(BridgeProtocol.isAnswer(buffer, 0, length), "an answer of another release");
  }

  @Test
  void aTextIsCutAndGivesNoOrdersToATerminal() {
    int length = BridgeProtocol.write(2, 0, 0, 0, 0, 0, "\u001b[2J".repeat(1000), buffer);
    assertEquals(BridgeProtocol.MAX_ANSWER_LENGTH, length);
    assertEquals("?[2J".repeat(240), BridgeProtocol.text(buffer, 0, length));
  }

  private String hex(int length) {
    return HexFormat.of().formatHex(buffer.byteArray(), 0, length);
  }
}
