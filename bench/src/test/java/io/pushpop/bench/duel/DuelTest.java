package io.pushpop.bench.duel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.pushpop.bench.contest.lane.Contender;
import java.net.URL;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** The short form of {@code scripts/duel}. */
class DuelTest {
  @Test
  void eachQueueHasItsLineInEachMatchWithAndWithoutBoundsChecks() {
    CommandLine command = new CommandLine(new Duel());
    assertEquals(0, command.execute("--rounds=8", "--elements=20000"));
    List<String> expected = new ArrayList<>();
    for (Duel.Checks ignored : Duel.Checks.values()) {
      for (Match match : Match.values()) {
        expected.add(match.title());
        match.contenders().forEach(contender -> expected.add("  " + contender.title()));
      }
    }
    List<String> lines = ((Duel) command.getCommand()).lines();
    assertEquals(expected.size(), lines.size(), () -> String.join("\n", lines));
    for (int i = 0; i < expected.size(); i++) {
      assertEquals(expected.get(i), lines.get(i).substring(0, expected.get(i).length()));
    }
  }

  @Test
  void eachQueueHasCodeOfItsOwn() throws Exception {
    URL here = LaneTurns.class.getProtectionDomain().getCodeSource().getLocation();
    try (OwnClasses one = new OwnClasses(here);
        OwnClasses other = new OwnClasses(here)) {
      assertNotSame(
          one.loadClass(Contender.class.getName()), other.loadClass(Contender.class.getName()));
      assertSame(Turn.class, one.loadClass(Turn.class.getName()));
    }
  }
}
