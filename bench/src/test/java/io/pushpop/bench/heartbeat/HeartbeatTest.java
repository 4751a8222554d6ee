package io.pushpop.bench.heartbeat;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** The short form of {@code scripts/heartbeat}. */
class HeartbeatTest {
  @Test
  void threeJvmsSayWhatTheyTook() {
    CommandLine command = new CommandLine(new Heartbeat());
    assertEquals(0, command.execute("--seconds=2", "--warm-up=1"));
    Heartbeat heartbeat = command.getCommand();
    assertEquals(2, heartbeat.found().get(Role.POP).elements());
    assertEquals(2, heartbeat.found().get(Role.PUSH).elements());
    assertEquals(0, heartbeat.found().get(Role.IDLE).elements());
  }

  @Test
  void whatAJvmTookIsToldInALine() {
    Consumption consumption = new Consumption(60, 3_000_000, 1_000_000_000);
    assertEquals(consumption, Consumption.ofLine(consumption.toLine()));
    assertEquals(0.3, consumption.percentOfACore(), 1e-9);
  }
}
