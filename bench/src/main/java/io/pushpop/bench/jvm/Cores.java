package io.pushpop.bench.jvm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The cores that this process may run on, and the command that pins a child to one of them. */
public final class Cores {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final String ALLOWED = "Cpus_allowed_list:";

  private final List<Integer> allowed;
  private final boolean hasTaskset;

  private Cores(List<Integer> allowed, boolean hasTaskset) {
    this.allowed = List.copyOf(allowed);
    this.hasTaskset = hasTaskset;
  }

  /**
   * Looks at this machine.
   *
   * @return its cores; none are known where there is no {@code /proc}
   * @throws IOException if they cannot be read
   */
  public static Cores find() throws IOException {
    List<Integer> allowed = new ArrayList<>();
    if (Files.isReadable(STATUS)) {
      for (String line : Files.readAllLines(STATUS)) {
        if (line.startsWith(ALLOWED)) {
          allowed.addAll(parse(line.substring(ALLOWED.length()).strip()));
        }
      }
    }
    return new Cores(allowed, Programs.has("taskset"));
  }

  /**
   * The cores that this process may run on.
   *
   * @return their numbers; empty if they are not known
   */
  public List<Integer> allowed() {
    return allowed;
  }

  /**
   * Whether two children can have a core each.
   *
   * @return false where there is but one core, or no {@code taskset}
   */
  public boolean canPin() {
    return hasTaskset && allowed.size() >= 2;
  }

  /**
   * What to put before a command, so that it runs on one core alone.
   *
   * @param child which child: 0, 1, ...
   * @return words of a command; none where children cannot be pinned
   */
  public List<String> pinning(int child) {
    return canPin()
        ? List.of("taskset", "-c", allowed.get(child % allowed.size()).toString())
        : List.of();
  }

  /**
   * What to put before a command, so that its threads run on the first two cores.
   *
   * @return words of a command; none where children cannot be pinned
   */
  public List<String> pinningToBoth() {
    return canPin() ? List.of("taskset", "-c", allowed.get(0) + "," + allowed.get(1)) : List.of();
  }

  /**
   * Whether a third child can have a core too.
   *
   * @return false where it shares those of the two
   */
  public boolean hasThird() {
    return canPin() && allowed.size() > 2;
  }

  @Override
  public String toString() {
    if (canPin()) {
      return "pinned to cores " + allowed.get(0) + " and " + allowed.get(1);
    }
    return hasTaskset
        ? "not pinned: fewer than two cores to run on"
        : "not pinned: there is no taskset; install util-linux";
  }

  /** Reads a list as the kernel writes it: {@code 0-3,8}. */
  public static List<Integer> parse(String list) {
    List<Integer> cores = new ArrayList<>();
    for (String range : list.split(",")) {
      String[] ends = range.split("-");
      int last = Integer.parseInt(ends[ends.length - 1]);
      for (int core = Integer.parseInt(ends[0]); core <= last; core++) {
        cores.add(core);
      }
    }
    return cores;
  }
}
