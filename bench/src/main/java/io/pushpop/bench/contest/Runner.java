package io.pushpop.bench.contest;

import io.pushpop.bench.jvm.ChildJvm;
import io.pushpop.bench.jvm.Cores;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Runs one race: starts its processes, each pinned, and reads what came out. */
final class Runner implements AutoCloseable {
  private static final String NO_BOUNDS_CHECKS = "-Dagrona.disable.bounds.checks=true";

  private final Cores cores;
  private final List<String> flags;
  private final long millis;
  private final Duration patience;
  private final DistanceRange distances;
  private final Thread atExit = new Thread(this::end, "end of the race");
  private final List<Process> running = new ArrayList<>();
  private RaceFolder folder;
  private NativeRing nativeRing;

  /**
   * A runner of races.
   *
   * @param cores to pin to
   * @param flags for every JVM
   * @param millis measured in each race
   * @param patience with a driver that starts, and with the sides until they end
   * @param distances of the cores at which a race counts; else it is run again
   */
  Runner(Cores cores, List<String> flags, long millis, Duration patience, DistanceRange distances) {
    this.cores = cores;
    this.flags = flags;
    this.millis = millis;
    this.patience = patience;
    this.distances = distances;
    Runtime.getRuntime().addShutdownHook(atExit);
  }

  /** Runs a race; fails with an exception that names it if one of its processes does. */
  Outcome run(Race race) throws IOException, InterruptedException {
    return new Tries(distances, this::runOnce).run(race);
  }

  private Result runOnce(Race race) throws IOException, InterruptedException {
    try {
      RaceFolder made = prepare(race);
      if (race.contender().driver() != null) {
        startDriver(race);
      }
      if (!new Sides(startSides(race)).endWell(patience)) {
        throw new IOException(
            race.title()
                + " did not finish "
                + race.scenario().title()
                + "; what its processes said stands above");
      }
      return made.result();
    } finally {
      end();
    }
  }

  @Override
  public void close() {
    Runtime.getRuntime().removeShutdownHook(atExit);
  }

  private synchronized RaceFolder prepare(Race race) throws IOException {
    folder = RaceFolder.create(race);
    return folder;
  }

  private void startDriver(Race race) throws IOException, InterruptedException {
    Class<?> main = race.contender().driver();
    List<String> pinning = cores.hasThird() ? cores.pinning(2) : cores.pinningToBoth();
    Process driver =
        start(jvm(race, pinning, main, List.of(folder.path().toString())), Redirect.PIPE);
    String ready; // its line says that it is
    try {
      ready =
          CompletableFuture.supplyAsync(() -> driver.inputReader().lines().findFirst().orElse(null))
              .get(patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException(
          "the driver of "
              + race.contender().title()
              + " did not say within "
              + patience.toMillis()
              + " ms that it is ready",
          e);
    }
    if (ready == null) {
      throw new IOException("the driver of " + race.contender().title() + " did not start");
    }
  }

  private List<Process> startSides(Race race) throws IOException {
    return switch (race.contender().processes()) {
      case ONE_JVM -> List.of(startJvm(race, "both", cores.pinningToBoth()));
      case TWO_NATIVE -> {
        NativeRing ring = compile();
        yield List.of(startNative(ring, race, "first", 0), startNative(ring, race, "second", 1));
      }
      case TWO_JVMS, TWO_JVMS_AND_DRIVER ->
          List.of(
              startJvm(race, "first", cores.pinning(0)),
              startJvm(race, "second", cores.pinning(1)));
    };
  }

  private Process startJvm(Race race, String side, List<String> pinning) throws IOException {
    List<String> arguments =
        List.of(
            side,
            folder.path().toString(),
            Long.toString(millis),
            Long.toString(distances.low()),
            Long.toString(distances.high()));
    return start(jvm(race, pinning, Side.class, arguments), Redirect.INHERIT);
  }

  private Process startNative(NativeRing ring, Race race, String side, int core)
      throws IOException {
    return start(
        ring.command(cores.pinning(core), side, race.scenario(), folder.path(), millis),
        Redirect.INHERIT);
  }

  private synchronized NativeRing compile() throws IOException {
    nativeRing = NativeRing.compile();
    return nativeRing;
  }

  private List<String> jvm(Race race, List<String> pinning, Class<?> main, List<String> arguments) {
    List<String> allFlags = new ArrayList<>(race.contender().flags());
    allFlags.addAll(flags);
    allFlags.addAll(race.variant().flags());
    if (!race.boundsChecks()) {
      allFlags.add(NO_BOUNDS_CHECKS);
    }
    Path home = race.variant().javaHome();
    return home == null
        ? ChildJvm.command(pinning, allFlags, main, arguments)
        : ChildJvm.command(pinning, home, allFlags, main, arguments);
  }

  private synchronized Process start(List<String> command, Redirect output) throws IOException {
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(output)
            .redirectError(Redirect.INHERIT)
            .redirectInput(Redirect.PIPE) // by which the child learns that this JVM is gone
            .start();
    running.add(process);
    return process;
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
    if (nativeRing != null) {
      nativeRing.close();
      nativeRing = null;
    }
  }
}
