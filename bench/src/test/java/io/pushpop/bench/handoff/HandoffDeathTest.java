package io.pushpop.bench.handoff;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whoever dies in the middle, the user is told, and nothing is left. */
class HandoffDeathTest {
  /** Far from over when a test ends it, and easy on a machine that others use. */
  private static final String[] LONG_RUN = {
    "--pace", "100000", "--messages", "100000000", "--warm-up", "1000"
  };

  /** A process started in the background of a shell script ignores Ctrl-C; ours must not. */
  private static final List<String> HEEDING_CTRL_C = List.of("env", "--default-signal=INT");

  @ParameterizedTest
  @EnumSource(Side.class)
  void aSideThatIsKilledIsNamedInTheLastLine(Side side) {
    try (HandoffProcess handoff = HandoffProcess.start(LONG_RUN).awaitMidRun()) {
      ProcessHandle victim = side == Side.FEED ? handoff.feed() : handoff.strategy();
      victim.destroyForcibly();
      assertEquals(1, handoff.exitCode());
      String expected =
          "FAILED: the " + side + " (pid " + victim.pid() + ") was ended by SIGKILL; messages";
      assertTrue(handoff.lastLine().startsWith(expected), handoff::lastLine);
      if (side == Side.FEED) {
        assertAllPopped(handoff.lastLine());
      }
      handoff.assertNothingLeft();
    }
  }

  @Test
  void ctrlCEndsBothSides() throws IOException {
    assumeTrue(succeeds("env", "--default-signal=INT", "true"), "env cannot restore signals here");
    try (HandoffProcess handoff =
        HandoffProcess.startUnder(HEEDING_CTRL_C, LONG_RUN).awaitMidRun()) {
      assertTrue(succeeds("kill", "-INT", Long.toString(handoff.parent().pid())));
      assertNotEquals(0, handoff.exitCode());
      assertEquals(
          "FAILED: interrupted before the handoff was over; both sides were ended, the ring removed",
          handoff.lastLine());
      handoff.assertNothingLeft();
    }
  }

  @Test
  void theSidesEndWithTheirParent() {
    try (HandoffProcess handoff = HandoffProcess.start(LONG_RUN).awaitMidRun()) {
      handoff.parent().destroyForcibly();
      assertNotEquals(0, handoff.exitCode());
      handoff.assertNothingLeft();
    }
  }

  /** The count of a feed may be one short of what it had pushed when it was killed. */
  private static void assertAllPopped(String line) {
    long pushed = number(line, "pushed=");
    long popped = number(line, "popped=");
    assertTrue(pushed > 0 && (popped == pushed || popped == pushed + 1), line);
  }

  private static long number(String line, String name) {
    String digits = line.substring(line.indexOf(name) + name.length()).replaceAll("[^0-9,].*", "");
    return Long.parseLong(digits.replace(",", ""));
  }

  private static boolean succeeds(String... command) throws IOException {
    try {
      return new ProcessBuilder(command).start().waitFor() == 0;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
