package io.pushpop.bench.bridge;

import io.pushpop.bench.contest.Median;
import io.pushpop.bench.jvm.ChildJvm;
import io.pushpop.bench.jvm.PrivateFolder;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Ring to ring through a bridge, beside Aeron alone: each in turn, in a fresh JVM. */
@Command(
    name = "bridge-bench",
    description = {
      "Sends elements through Aeron alone, and from ring to ring through a bridge, in turns, each in",
      "a fresh JVM with a driver of its own. Tells medians, lowest and highest of all rounds."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class BridgeBench implements Callable<Integer> {
  private static final List<String> KINDS = List.of("plain", "bridge");

  @Option(
      names = "--lengths",
      split = ",",
      defaultValue = "56,504",
      description = "Bytes of an element, 16 or more (default: ${DEFAULT-VALUE}).")
  private List<Integer> lengths;

  @Option(
      names = "--rounds",
      defaultValue = "5",
      description = "How often each runs (default: ${DEFAULT-VALUE}).")
  private int rounds;

  @Option(
      names = "--seconds",
      defaultValue = "3",
      description = "How long to measure, and to warm up before (default: ${DEFAULT-VALUE}).")
  private long seconds;

  @Option(
      names = "--gap",
      defaultValue = "20000",
      description =
          "Nanoseconds between elements where latency is measured (default: ${DEFAULT-VALUE}).")
  private long gap;

  @Option(
      names = "--channel",
      defaultValue = "aeron:udp?endpoint=127.0.0.1:40456",
      description = "Aeron's (default: ${DEFAULT-VALUE}).")
  private String channel;

  @Option(names = "--bounds-checks", description = "Leave Agrona's bounds checks on, for both.")
  private boolean boundsChecks;

  /** What a ride found. */
  private record Found(double rate, double median, double percentile99) {}

  private BridgeBench() {}

  /**
   * Runs it.
   *
   * @param args see {@code --help}
   */
  public static void main(String[] args) {
    System.exit(new CommandLine(new BridgeBench()).execute(args));
  }

  @Override
  public Integer call() throws IOException {
    System.out.printf(
        "bridge-bench: JDK %s, %s, bounds checks %s, %d rounds of %d s in turns%n",
        System.getProperty("java.version"), channel, boundsChecks ? "on" : "off", rounds, seconds);
    for (int length : lengths) {
      race(length, 0, length + " B, flat out, elements/s", Found::rate);
    }
    for (int length : lengths) {
      String title = length + " B, one every " + gap + " ns, latency in ns, ";
      List<List<Found>> found = race(length, gap, title + "p50", Found::median);
      print(title + "p99", found, Found::percentile99);
    }
    return CommandLine.ExitCode.OK;
  }

  private List<List<Found>> race(
      int length, long pause, String title, ToDoubleFunction<Found> figure) throws IOException {
    List<List<Found>> found = new ArrayList<>();
    KINDS.forEach(kind -> found.add(new ArrayList<>()));
    for (int round = 0; round < rounds; round++) {
      for (int kind = 0; kind < KINDS.size(); kind++) {
        found.get(kind).add(ride(KINDS.get(kind), length, pause));
      }
    }
    print(title, found, figure);
    return found;
  }

  private Found ride(String kind, int length, long pause) throws IOException {
    Path folder = PrivateFolder.create("pushpop-bridge-bench-");
    List<String> flags = new ArrayList<>(List.of(ChildJvm.MEDIA_DRIVER_FLAG, "-XX:+UseSerialGC"));
    if (!boundsChecks) {
      flags.add("-Dagrona.disable.bounds.checks=true");
    }
    List<String> arguments =
        List.of(folder.toString(), kind, channel, "" + length, "" + pause, "" + seconds);
    Process child =
        new ProcessBuilder(ChildJvm.command(List.of(), flags, Ride.class, arguments))
            .redirectError(Redirect.INHERIT)
            .start();
    try {
      String line = child.inputReader().readLine();
      if (line == null) {
        throw new IOException("the JVM of " + kind + " ended without a word; see its errors above");
      }
      double[] figures = Arrays.stream(line.split(" ")).mapToDouble(Double::parseDouble).toArray();
      return new Found(figures[0], figures[1], figures[2]);
    } finally {
      child.destroyForcibly();
      child.onExit().join();
      PrivateFolder.delete(folder);
    }
  }

  private static void print(String title, List<List<Found>> found, ToDoubleFunction<Found> figure) {
    System.out.println(title);
    double reference = 0;
    for (int kind = 0; kind < KINDS.size(); kind++) {
      double[] sorted = found.get(kind).stream().mapToDouble(figure).sorted().toArray();
      double median = Median.of(Arrays.stream(sorted));
      reference = kind == 0 ? median : reference;
      System.out.printf(
          Locale.ROOT,
          "  %-7s %,14.0f   (%,.0f to %,.0f)   %.2f of plain%n",
          KINDS.get(kind),
          median,
          sorted[0],
          sorted[sorted.length - 1],
          median / reference);
    }
  }
}
