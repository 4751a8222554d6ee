package io.pushpop.bench.duel;

import io.pushpop.bench.contest.lane.Contender;
import io.pushpop.bench.jvm.Cores;
import io.pushpop.bench.jvm.ParentWatch;
import io.pushpop.bench.jvm.PrivateFolder;
import io.pushpop.bench.jvm.ThreadPinning;
import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import org.HdrHistogram.Histogram;

/** The JVM in which one match after the other is played, by two threads on a core each. */
final class Board {
  /** Histograms hold whole numbers: times in picoseconds, ratios in thousandths. */
  private static final double PICOS_PER_NANO = 1e3;

  private static final double THOUSANDTHS = 1e3;

  /** Of all rounds, the share that comes before what counts: code is compiled in it. */
  private static final int WARM_UP_SHARE = 4;

  /** A round trip takes as long as some tens of elements of a stream. */
  private static final int ELEMENTS_PER_TRIP = 40;

  private final Path folder;
  private final int rounds;
  private final int elements;
  private final int ringLength;
  private final List<Integer> cores;

  private Board(Path folder, int rounds, int elements, int ringLength) throws IOException {
    this.folder = folder;
    this.rounds = rounds;
    this.elements = elements;
    this.ringLength = ringLength;
    Cores found = Cores.find();
    this.cores = found.canPin() ? found.allowed().subList(0, 2) : List.of();
  }

  /**
   * Plays all matches, and prints what came out.
   *
   * @param args folder, rounds, elements of a turn, bytes of a ring
   * @throws Exception if anything is not as it should be
   */
  public static void main(String[] args) throws Exception {
    Path folder = Path.of(args[0]);
    ParentWatch.haltWithParent(() -> PrivateFolder.remove(folder));
    Board board =
        new Board(
            folder,
            Integer.parseInt(args[1]),
            Integer.parseInt(args[2]),
            Integer.parseInt(args[3]));
    for (Match match : Match.values()) {
      board.play(match);
    }
  }

  private void play(Match match) throws Exception {
    List<Turn> first = new ArrayList<>();
    List<Turn> second = new ArrayList<>();
    try {
      for (Contender contender : match.contenders()) {
        Path meeting = folder.resolve(match + "-" + contender);
        Files.createDirectory(meeting);
        Class<?> own = new OwnClasses(classPath()).loadClass(LaneTurns.class.getName());
        first.add(open(own, match, contender, meeting, true));
        second.add(open(own, match, contender, meeting, false));
      }
      print(
          match,
          play(first, second, match.isRoundTrip() ? elements / ELEMENTS_PER_TRIP : elements));
    } finally {
      first.forEach(Turn::close);
      second.forEach(Turn::close);
    }
  }

  /** Nanoseconds of an element, by contender and round. */
  private double[][] play(List<Turn> first, List<Turn> second, int elements) {
    double[][] nanos = new double[first.size()][rounds];
    AtomicInteger begun = new AtomicInteger();
    AtomicInteger ended = new AtomicInteger();
    // The side that receives, or that answers: it has a failure of its own, which ends the JVM.
    Thread other =
        new Thread(
            () -> {
              pin(1);
              for (int turn = 1; turn <= rounds * second.size(); turn++) {
                await(begun, turn);
                second.get((turn - 1) % second.size()).take(elements);
                ended.setRelease(turn);
              }
            },
            "second");
    other.setDaemon(true);
    other.setUncaughtExceptionHandler(
        (thread, failure) -> {
          failure.printStackTrace();
          Runtime.getRuntime().halt(1);
        });
    pin(0);
    other.start();
    int turn = 0;
    for (int round = 0; round < rounds; round++) {
      for (int i = 0; i < first.size(); i++) {
        begun.setRelease(++turn);
        long start = System.nanoTime();
        first.get(i).take(elements);
        await(ended, turn);
        nanos[i][round] = (double) (System.nanoTime() - start) / elements;
      }
    }
    return nanos;
  }

  private void print(Match match, double[][] nanos) {
    System.out.printf(
        "%-28s %28s   %s%n",
        match.title(), "ns, median (quartiles)", "times Pushpop's in its round");
    for (int i = 0; i < nanos.length; i++) {
      Histogram times = new Histogram(3);
      Histogram ratios = new Histogram(3);
      for (int round = rounds / WARM_UP_SHARE; round < rounds; round++) {
        times.recordValue(Math.round(nanos[i][round] * PICOS_PER_NANO));
        ratios.recordValue(Math.round(nanos[i][round] / nanos[0][round] * THOUSANDTHS));
      }
      System.out.printf(
          Locale.ROOT,
          "  %-26s %10.1f (%.1f to %.1f)   %.2f (%.2f to %.2f)%n",
          match.contenders().get(i).title(),
          times.getValueAtPercentile(50) / PICOS_PER_NANO,
          times.getValueAtPercentile(25) / PICOS_PER_NANO,
          times.getValueAtPercentile(75) / PICOS_PER_NANO,
          ratios.getValueAtPercentile(50) / THOUSANDTHS,
          ratios.getValueAtPercentile(25) / THOUSANDTHS,
          ratios.getValueAtPercentile(75) / THOUSANDTHS);
    }
  }

  private void pin(int side) {
    if (!cores.isEmpty()) {
      ThreadPinning.pin(cores.get(side));
    }
  }

  private static void await(AtomicInteger counter, int value) {
    while (counter.getAcquire() != value) {
      Thread.onSpinWait();
    }
  }

  private Turn open(Class<?> own, Match match, Contender contender, Path meeting, boolean first)
      throws ReflectiveOperationException {
    return (Turn)
        own.getMethod("open", String.class, String.class, Path.class, int.class, boolean.class)
            .invoke(null, match.name(), contender.name(), meeting, ringLength, first);
  }

  private static URL[] classPath() throws IOException {
    List<URL> urls = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      urls.add(Path.of(entry).toUri().toURL());
    }
    return urls.toArray(URL[]::new);
  }
}
