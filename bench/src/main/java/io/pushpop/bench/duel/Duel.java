package io.pushpop.bench.duel;

import io.pushpop.bench.jvm.ChildJvm;
import io.pushpop.bench.jvm.Cores;
import io.pushpop.bench.jvm.PrivateFolder;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;

/** Lets queues take turns of some milliseconds between two threads of one JVM. */
@Command(
    name = "duel",
    description =
        "Queues take turns of some milliseconds between two pinned threads of one JVM, each in"
            + " mapped files and with compiled code of its own. What moves the cores of a virtual"
            + " machine moves them for all, so that ratios hold where those of races"
            + " (scripts/bench) do not.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class Duel implements Callable<Integer> {
  /** Whether Agrona checks bounds. */
  enum Checks {
    off,
    on
  }

  @Option(
      names = "--rounds",
      defaultValue = "200",
      description =
          "Turns of each queue, the first quarter to warm up (default: ${DEFAULT-VALUE}).")
  private int rounds;

  @Option(
      names = "--elements",
      defaultValue = "400000",
      description =
          "Elements of a turn; a fortieth of that for round trips (default: ${DEFAULT-VALUE}).")
  private int elements;

  @Option(
      names = "--ring",
      defaultValue = "262144",
      description = "Bytes of a ring, a power of two (default: ${DEFAULT-VALUE}).")
  private int ringLength;

  @Option(
      names = "--flag",
      defaultValue = "-XX:+UseSerialGC",
      description =
          "A flag for the JVM, for instance -XX:+UseZGC; may be repeated (default:"
              + " ${DEFAULT-VALUE}).")
  private List<String> flags;

  @Option(
      names = "--folder",
      description = "Where the files go, for instance on huge pages (default: in memory).")
  private Path parent;

  private final List<String> lines = new ArrayList<>();

  Duel() {}

  /**
   * Runs it.
   *
   * @param args see {@code --help}
   */
  public static void main(String[] args) {
    System.exit(new CommandLine(new Duel()).execute(args));
  }

  @Override
  public Integer call() throws IOException {
    Cores cores = Cores.find();
    for (Checks checks : Checks.values()) {
      System.out.printf(
          "duel: JDK %s %s, bounds checks %s, %d rounds of %d elements, rings of %d KiB, %s%n",
          System.getProperty("java.version"),
          String.join(" ", flags),
          checks,
          rounds,
          elements,
          ringLength / 1024,
          cores);
      int exit = play(checks, cores.pinningToBoth());
      if (exit != ExitCode.OK) {
        System.err.println("duel: its JVM ended with exit code " + exit + ", see above");
        return ExitCode.SOFTWARE;
      }
    }
    return ExitCode.OK;
  }

  /** What was printed of the matches. */
  List<String> lines() {
    return lines;
  }

  private int play(Checks checks, List<String> pinning) throws IOException {
    Path folder =
        parent == null
            ? PrivateFolder.create("pushpop-duel-")
            : PrivateFolder.create(parent, "pushpop-duel-");
    List<String> words = new ArrayList<>(flags);
    words.add("-Dagrona.disable.bounds.checks=" + (checks == Checks.off));
    List<String> arguments =
        List.of(folder.toString(), "" + rounds, "" + elements, "" + ringLength);
    Process child =
        new ProcessBuilder(ChildJvm.command(pinning, words, Board.class, arguments))
            .redirectError(Redirect.INHERIT)
            .start();
    try (BufferedReader output = child.inputReader()) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        lines.add(line);
        System.out.println(line);
      }
      return child.onExit().join().exitValue();
    } finally {
      child.destroyForcibly();
      child.onExit().join();
      PrivateFolder.delete(folder);
    }
  }
}
