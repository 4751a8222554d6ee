package io.pushpop.bench.heartbeat;

import io.pushpop.bench.jvm.ChildJvm;
import io.pushpop.bench.jvm.ParentWatch;
import io.pushpop.bench.jvm.PrivateFolder;
import io.pushpop.ipc.QueueFile;
import io.pushpop.queue.Geometry;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures three JVMs at the same time: one idle, and the two ends of a ring that is nearly so. */
@Command(
    name = "heartbeat",
    description = {
      "Hands one element a second from one JVM to another. Both park in between. Tells how much of a",
      "core each of them takes, beside a JVM of the same kind that does nothing."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class Heartbeat implements Callable<Integer> {
  private static final List<String> FLAGS = List.of("-XX:+UseSerialGC", "-Xms64m", "-Xmx64m");

  @Option(
      names = "--seconds",
      defaultValue = "60",
      description = "How long to measure (default: ${DEFAULT-VALUE}).")
  private long seconds;

  @Option(
      names = "--warm-up",
      defaultValue = "20",
      description = "Seconds before that (default: ${DEFAULT-VALUE}).")
  private long warmUpSeconds;

  private final Map<Role, Process> children = new EnumMap<>(Role.class);

  private final Map<Role, Consumption> found = new EnumMap<>(Role.class);

  Heartbeat() {}

  /**
   * Runs it.
   *
   * @param args see {@code --help}
   */
  public static void main(String[] args) {
    System.exit(new CommandLine(new Heartbeat()).execute(args));
  }

  @Override
  public Integer call() throws IOException {
    Path folder = PrivateFolder.create("pushpop-heartbeat-");
    try {
      Path ring = folder.resolve("ring");
      QueueFile.create(ring, Geometry.of(64, 64)).close();
      System.out.printf(
          "heartbeat: JDK %s, one element a second, %d s of it measured, after %d s to warm up%n",
          System.getProperty("java.version"), seconds, warmUpSeconds);
      for (Role role : Role.values()) {
        children.put(role, start(role, ring));
      }
      for (Role role : Role.values()) {
        found.put(role, read(role));
      }
      found.forEach((role, consumption) -> print(role, consumption, found.get(Role.IDLE)));
      return CommandLine.ExitCode.OK;
    } finally {
      children.values().forEach(Process::destroyForcibly);
      children.values().forEach(child -> child.onExit().join());
      PrivateFolder.delete(folder);
    }
  }

  /** What the JVMs took. */
  Map<Role, Consumption> found() {
    return found;
  }

  private Process start(Role role, Path ring) throws IOException {
    List<String> arguments =
        List.of(role.name(), ring.toString(), "" + warmUpSeconds, "" + seconds);
    return new ProcessBuilder(ChildJvm.command(List.of(), FLAGS, Life.class, arguments))
        .redirectError(Redirect.INHERIT)
        .start();
  }

  private Consumption read(Role role) throws IOException {
    String line = children.get(role).inputReader().readLine();
    if (line == null) {
      throw new IOException(
          "the JVM of the " + role.title() + " ended without a word; its errors stand above");
    }
    return Consumption.ofLine(line);
  }

  private static void print(Role role, Consumption consumption, Consumption idle) {
    System.out.printf(
        Locale.ROOT,
        "%s: %.3f %% of a core over %.1f s, %+.3f against idle, elements=%d%n",
        role.title(),
        consumption.percentOfACore(),
        consumption.nanos() / 1e9,
        consumption.percentOfACore() - idle.percentOfACore(),
        consumption.elements());
  }

  /** One of the JVMs. */
  static final class Life {
    private Life() {}

    /**
     * Plays a role, and says in one line what that took.
     *
     * @param args role, ring, seconds to warm up, seconds to measure
     * @throws Exception if anything is not as it should be
     */
    public static void main(String[] args) throws Exception {
      Path ring = Path.of(args[1]);
      ParentWatch.haltWithParent(() -> PrivateFolder.remove(ring.getParent()));
      Role role = Role.valueOf(args[0]);
      Consumption consumption = role.live(ring, Long.parseLong(args[2]), Long.parseLong(args[3]));
      System.out.println(consumption.toLine());
    }
  }
}
