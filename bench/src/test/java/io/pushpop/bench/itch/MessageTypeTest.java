package io.pushpop.bench.itch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class MessageTypeTest {
  @Test
  void theTableHasTheLengthsOfItch50() {
    String table =
        Arrays.stream(MessageType.values())
            .map(type -> (char) type.code() + "" + type.length())
            .collect(Collectors.joining(" "));
    assertEquals(
        "S12 R39 H25 Y20 L26 V35 W12 K28 J35 h21 A36 F40 E31 C36 X23 D19 U35 P44 Q40 B19 I50 N20"
            + " O48",
        table);
  }

  @Test
  void eachTypeIsFoundByItsCodeAndLength() {
    for (MessageType type : MessageType.values()) {
      assertSame(type, MessageType.of(type.code(), type.length()));
      assertTrue(MessageType.isKnown(type.code()));
      assertTrue(type.length() <= MessageType.MAX_LENGTH);
    }
  }

  @Test
  void aKnownTypeWithAnotherLengthIsNotTaken() {
    for (MessageType type : MessageType.values()) {
      assertNull(MessageType.of(type.code(), type.length() - 1));
      assertNull(MessageType.of(type.code(), type.length() + 1));
    }
  }

  @Test
  void codesOutsideTheTableAreUnknown() {
    for (int code : new int[] {'Z', 'a', 0, 127, 128, 255}) {
      assertNull(MessageType.of((byte) code, 36));
      assertFalse(MessageType.isKnown((byte) code));
    }
  }

  @Test
  void theLastFieldEndsWhereTheMessageEnds() {
    assertEquals(MessageType.SYSTEM_EVENT.length(), Fields.SYSTEM_EVENT + 1);
    assertEquals(MessageType.STOCK_DIRECTORY.length(), Fields.DIRECTORY_REST + 14);
    assertEquals(MessageType.TRADING_ACTION.length(), Fields.ACTION_REASON + 4);
    assertEquals(MessageType.REG_SHO.length(), Fields.REG_SHO_ACTION + 1);
    assertEquals(MessageType.MARKET_PARTICIPANT.length(), Fields.PARTICIPANT_STATE + 1);
    assertEquals(MessageType.BREAKER_LEVELS.length(), Fields.BREAKER_LEVEL_3 + 8);
    assertEquals(MessageType.BREAKER_STATUS.length(), Fields.BREAKER_BREACHED + 1);
    assertEquals(MessageType.IPO_QUOTING.length(), Fields.IPO_PRICE + 4);
    assertEquals(MessageType.LULD_COLLAR.length(), Fields.COLLAR_EXTENSION + 4);
    assertEquals(MessageType.OPERATIONAL_HALT.length(), Fields.HALT_ACTION + 1);
    assertEquals(MessageType.ADD_ORDER.length(), Fields.ADD_PRICE + 4);
    assertEquals(MessageType.ADD_ORDER_MPID.length(), Fields.ADD_MPID + 4);
    assertEquals(MessageType.ORDER_EXECUTED.length(), Fields.EXECUTED_MATCH + 8);
    assertEquals(MessageType.ORDER_EXECUTED_WITH_PRICE.length(), Fields.EXECUTED_PRICE + 4);
    assertEquals(MessageType.ORDER_CANCEL.length(), Fields.REDUCE_SHARES + 4);
    assertEquals(MessageType.ORDER_DELETE.length(), Fields.ORDER_REFERENCE + 8);
    assertEquals(MessageType.ORDER_REPLACE.length(), Fields.REPLACE_PRICE + 4);
    assertEquals(MessageType.TRADE.length(), Fields.TRADE_MATCH + 8);
    assertEquals(MessageType.CROSS_TRADE.length(), Fields.CROSS_TYPE + 1);
    assertEquals(MessageType.BROKEN_TRADE.length(), Fields.BROKEN_MATCH + 8);
    assertEquals(MessageType.IMBALANCE.length(), Fields.IMBALANCE_VARIATION + 1);
    assertEquals(MessageType.RETAIL_INTEREST.length(), Fields.INTEREST_FLAG + 1);
  }
}
