package io.pushpop.bench.contest;

import io.pushpop.bench.jvm.ChildJvm;
import io.pushpop.bench.jvm.Cores;
import io.pushpop.bench.jvm.ParentWatch;
import io.pushpop.bench.jvm.PrivateFolder;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Races one after the other in the same JVMs, a side in each: for those who want to know whether
 * elements come through, and not how fast.
 */
final class Relay {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final String FARTHEST = Long.toString(DistanceRange.ANY.high());

  private Relay() {}

  /** A side of each race: which side, milliseconds, and the folders of the races. */
  public static void main(String[] arguments) throws Exception {
    List<String> folders = List.of(arguments).subList(2, arguments.length);
    // Those of races that are still to come, too, which no side watches yet.
    ParentWatch.haltWithParent(
        () -> folders.forEach(folder -> PrivateFolder.remove(Path.of(folder))));
    for (String folder : folders) {
      try {
        Side.main(new String[] {arguments[0], folder, arguments[1], "0", FARTHEST});
      } catch (RuntimeException e) {
        throw new IllegalStateException("in " + RaceFolder.of(Path.of(folder)).race(), e);
      }
    }
  }

  /**
   * Runs races.
   *
   * @param races whose JVMs may have the flags of all the others
   * @param millis of each
   * @param sides each in a JVM
   * @return what came out of each
   */
  static List<Result> run(List<Race> races, long millis, String... sides)
      throws IOException, InterruptedException {
    List<RaceFolder> folders = new ArrayList<>();
    List<Process> processes = new ArrayList<>();
    try {
      for (Race race : races) {
        folders.add(RaceFolder.create(race));
      }
      Cores cores = Cores.find();
      for (int i = 0; i < sides.length; i++) {
        List<String> pinning = sides.length == 1 ? cores.pinningToBoth() : cores.pinning(i);
        processes.add(start(pinning, races, sides[i], millis, folders));
      }
      if (!new Sides(processes).endWell(PATIENCE)) {
        throw new AssertionError("a side failed, or took too long; what it said stands above");
      }
      List<Result> results = new ArrayList<>();
      for (RaceFolder folder : folders) {
        results.add(folder.result());
      }
      return results;
    } finally {
      processes.forEach(Process::destroyForcibly);
      processes.forEach(process -> process.onExit().join());
      folders.forEach(RaceFolder::delete);
    }
  }

  private static Process start(
      List<String> pinning, List<Race> races, String side, long millis, List<RaceFolder> folders)
      throws IOException {
    List<String> flags =
        races.stream().flatMap(race -> race.contender().flags().stream()).distinct().toList();
    List<String> arguments = new ArrayList<>(List.of(side, Long.toString(millis)));
    folders.forEach(folder -> arguments.add(folder.path().toString()));
    return new ProcessBuilder(ChildJvm.command(pinning, flags, Relay.class, arguments))
        .redirectOutput(Redirect.INHERIT)
        .redirectError(Redirect.INHERIT)
        .redirectInput(Redirect.PIPE) // by which the child learns that this JVM is gone
        .start();
  }
}
