package io.pushpop.bench.contest.machine;

import static io.pushpop.bench.contest.machine.Environment.UNKNOWN;

import io.pushpop.bench.jvm.Cores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** Reads the environment of a measurement from the files of the kernel. */
public final class EnvironmentReader {
  private static final String MODEL = "model name";
  private static final long MIB = 1 << 20;

  private final Path root;

  /**
   * A reader.
   *
   * @param root what {@code proc}, {@code sys} and {@code dev} lie in
   */
  public EnvironmentReader(Path root) {
    this.root = root;
  }

  /**
   * Reads all there is.
   *
   * @param commit of the source
   * @param cores that the races may run on
   * @param flags for every JVM that races
   */
  public Environment read(String commit, Cores cores, List<String> flags) {
    List<Integer> pinned = cores.canPin() ? cores.allowed().subList(0, 2) : List.of();
    return new Environment(
        Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
        commit,
        cpuModel(),
        cores.allowed(),
        pinned,
        cores.canPin()
            ? cores + " (a thread to each where both sides share a JVM)"
            : cores.toString(),
        areSiblings(pinned),
        governor(pinned),
        line("proc/sys/kernel/osrelease").orElse(UNKNOWN),
        System.getProperty("java.vendor") + " " + System.getProperty("java.vm.version"),
        List.copyOf(flags),
        sharedMemoryMib(),
        loadAverage());
  }

  String cpuModel() {
    for (String line : lines("proc/cpuinfo")) {
      if (line.startsWith(MODEL)) {
        return line.substring(line.indexOf(':') + 1).strip();
      }
    }
    return UNKNOWN;
  }

  /** Whether two cores are threads of one; null if the kernel does not tell. */
  Boolean areSiblings(List<Integer> pair) {
    if (pair.size() < 2) {
      return null;
    }
    return line(folderOf(pair.get(0)) + "topology/thread_siblings_list")
        .map(list -> Cores.parse(list).contains(pair.get(1)))
        .orElse(null);
  }

  String governor(List<Integer> pinned) {
    int core = pinned.isEmpty() ? 0 : pinned.get(0);
    return line(folderOf(core) + "cpufreq/scaling_governor").orElse(UNKNOWN);
  }

  Double loadAverage() {
    return line("proc/loadavg").map(line -> Double.valueOf(line.split(" ")[0])).orElse(null);
  }

  Long sharedMemoryMib() {
    try {
      return Files.getFileStore(root.resolve("dev/shm")).getTotalSpace() / MIB;
    } catch (IOException absent) {
      return null;
    }
  }

  private static String folderOf(int core) {
    return "sys/devices/system/cpu/cpu" + core + "/";
  }

  private Optional<String> line(String file) {
    return lines(file).stream().findFirst().map(String::strip);
  }

  private List<String> lines(String file) {
    try {
      return Files.readAllLines(root.resolve(file));
    } catch (IOException absent) {
      return List.of(); // another kernel, or a container that hides it
    }
  }
}
