package io.pushpop.bench.handoff;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PacerTest {
  private static final long MILLISECOND = TimeUnit.MILLISECONDS.toNanos(1);

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void nothingIsSentBeforeItIsDue(boolean spinning) throws HandoffException {
    Pacer pacer = pacer("1000", spinning);
    long first = pacer.awaitTurn(0);
    for (int i = 1; i <= 20; i++) {
      long sent = pacer.awaitTurn(0);
      assertEquals(first + i * MILLISECOND, sent);
      assertTrue(System.nanoTime() - sent >= 0);
    }
  }

  @Test
  void aFeedThatIsLateSendsAtTheTimesThatWereIntended() throws HandoffException {
    Pacer pacer = pacer("1000", true);
    long first = pacer.awaitTurn(0);
    while (System.nanoTime() - first < 50 * MILLISECOND) {
      LockSupport.parkNanos(MILLISECOND);
    }
    for (int i = 1; i <= 40; i++) {
      assertEquals(first + i * MILLISECOND, pacer.awaitTurn(0));
    }
    assertTrue(pacer.behind() >= 40, () -> "behind=" + pacer.behind());
    assertTrue(
        pacer.longestBehindNanos() >= 49 * MILLISECOND,
        () -> "longestBehindNanos=" + pacer.longestBehindNanos());
  }

  @Test
  void flatOutAMessageIsSentNow() throws HandoffException {
    Pacer pacer = pacer("max", true);
    long before = System.nanoTime();
    long sent = pacer.awaitTurn(0);
    assertTrue(sent - before >= 0 && System.nanoTime() - sent >= 0);
    assertEquals(0, pacer.behind());
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aPeerThatIsGoneEndsTheWait(boolean spinning) throws HandoffException {
    Pacer pacer =
        Pacer.of(
            Pace.parse("realtime"),
            new Watch(spinning),
            () -> {
              throw new HandoffException("gone");
            });
    pacer.awaitTurn(MILLISECOND);
    long nextDay = TimeUnit.DAYS.toNanos(1);
    HandoffException gone = assertThrows(HandoffException.class, () -> pacer.awaitTurn(nextDay));
    assertEquals("gone", gone.getMessage());
  }

  private static Pacer pacer(String pace, boolean spinning) {
    return Pacer.of(Pace.parse(pace), new Watch(spinning), () -> {});
  }
}
