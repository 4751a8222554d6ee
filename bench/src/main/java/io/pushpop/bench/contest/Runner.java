package io.pushpop.bench.contest;

import io.pushpop.bench.contest.lane.Processes;
import io.pushpop.bench.jvm.ChildJvm;
import io.pushpop.bench.jvm.Cores;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs one race: starts its processes, each pinned, and reads what came out. */
final class Runner implements AutoCloseable {
  private static final String NO_BOUNDS_CHECKS = "-Dagrona.disable.bounds.checks=true";
  private static final long PATIENCE_SECONDS = 60;

  private final Cores cores;
  private final List<String> flags;
  private final long millis;
  private final Thread atExit = new Thread(this::end, "end of the race");
  private final List<Process> running = new ArrayList<>();
  private RaceFolder folder;

  /**
   * A runner of races.
   *
   * @param cores to pin to
   * @param flags for every JVM
   * @param millis measured in each race
   */
  Runner(Cores cores, List<String> flags, long millis) {
    this.cores = cores;
    this.flags = flags;
    this.millis = millis;
    Runtime.getRuntime().addShutdownHook(atExit);
  }

  /** Runs a race; fails with an exception that names it if one of its processes does. */
  Outcome run(Race race) throws IOException, InterruptedException {
    try {
      RaceFolder made = start(race);
      for (Process process : racing()) {
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
          throw new IOException(
              race.contender().title()
                  + " did not finish "
                  + race.scenario().title()
                  + "; what its processes said stands above");
        }
      }
      return new Outcome(race, made.result());
    } finally {
      end();
    }
  }

  @Override
  public void close() {
    Runtime.getRuntime().removeShutdownHook(atExit);
  }

  private synchronized RaceFolder start(Race race) throws IOException {
    folder = RaceFolder.create(race);
    if (race.contender().processes() == Processes.ONE_JVM) {
      running.add(startSide(race, "both", cores.pinningToBoth()));
    } else {
      running.add(startSide(race, "first", cores.pinning(0)));
      running.add(startSide(race, "second", cores.pinning(1)));
    }
    return folder;
  }

  private synchronized List<Process> racing() {
    return List.copyOf(running);
  }

  private Process startSide(Race race, String side, List<String> pinning) throws IOException {
    List<String> allFlags = new ArrayList<>(flags);
    if (!race.boundsChecks()) {
      allFlags.add(NO_BOUNDS_CHECKS);
    }
    List<String> arguments = List.of(side, folder.path().toString(), Long.toString(millis));
    return new ProcessBuilder(ChildJvm.command(pinning, allFlags, Side.class, arguments))
        .inheritIO()
        .redirectInput(Redirect.PIPE) // by which the child learns that this JVM is gone
        .start();
  }

  /** Leaves no process and no file, however the race went; at the exit of this JVM too. */
  private synchronized void end() {
    running.forEach(Process::destroyForcibly);
    running.forEach(process -> process.onExit().join());
    running.clear();
    if (folder != null) {
      folder.delete();
      folder = null;
    }
  }
}
