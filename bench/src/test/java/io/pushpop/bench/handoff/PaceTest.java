package io.pushpop.bench.handoff;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PaceTest {
  private static final long SECOND = 1_000_000_000;

  @ParameterizedTest
  @CsvSource({
    "max, 0, 0, flat out",
    "500000, 500000, 0, '500,000 messages/s'",
    "1_000, 1000, 0, '1,000 messages/s'",
    "1000000000, 1000000000, 0, '1,000,000,000 messages/s'",
    "realtime, 0, 1, by the messages' own times",
    "x10, 0, 10, x10 the messages' own times",
    "x0.25, 0, 0.25, x0.25 the messages' own times",
  })
  void aPaceIsRead(String text, long perSecond, double speed, String words) {
    Pace pace = Pace.parse(text);
    assertEquals(new Pace(text, perSecond, speed), pace);
    assertEquals(words, pace.toString());
    assertEquals(text.equals("max"), pace.isFlatOut());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "0", "-1", "1000000001", "1e6", "x", "x0", "x-1", "10x", "MAX", "_", "x1e3"})
  void anythingElseIsRefused(String text) {
    String message =
        assertThrows(IllegalArgumentException.class, () -> Pace.parse(text)).getMessage();
    assertTrue(message.startsWith("pace=" + text + "; expected max"), message);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 3, 7, 60, 999_983, 500_000, 1_000_000_000})
  void evenMessagesAreDueWithoutARoundingThatAddsUp(long perSecond) {
    Schedule schedule = Pace.parse("" + perSecond).schedule();
    int messages = 1_000_000;
    for (int i = 0; i < messages; i++) {
      long due = schedule.dueNanos(0);
      assertEquals((double) i * SECOND / perSecond, due, 1);
    }
  }

  @Test
  void messagesAreDueByTheirOwnTimes() {
    Schedule schedule = Pace.parse("x10").schedule();
    assertEquals(0, schedule.dueNanos(0), "no time seen yet");
    assertEquals(0, schedule.dueNanos(34_200 * SECOND));
    assertEquals(SECOND / 10, schedule.dueNanos(34_201 * SECOND));
    assertEquals(SECOND / 10, schedule.dueNanos(34_200 * SECOND), "time goes back");
    assertEquals(SECOND / 2, schedule.dueNanos(34_205 * SECOND));
  }

  @Test
  void aWarmUpHasTheKindOfThePaceAndIsFast() {
    for (String text : new String[] {"1", "realtime", "x0.001", "x1000", "900000000"}) {
      Pace pace = Pace.parse(text);
      assertFalse(pace.forWarmUp().isFlatOut());
      assertEquals(pace.perSecond() > 0, pace.forWarmUp().perSecond() > 0);
      assertEquals(500_000, pace.forWarmUp().messagesIn(1));
    }
    assertTrue(Pace.MAX.forWarmUp().isFlatOut());
  }
}
