package io.pushpop.bench.torture;

import io.pushpop.queue.Geometry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Bridges a ring on one host into a ring on another one, in all kinds of trouble. */
@Command(
    name = "bridge-torture",
    description = {
      "Lets elements of mixed lengths from a ring on one host into a ring on another one, over",
      "pushpop bridge, and requires every byte of each, once and in order. The hosts are network",
      "namespaces, or where those are not permitted this host and its loopback. In turn:",
      "",
      "plain    nothing happens",
      "loss     one in a hundred datagrams is lost, both ways",
      "cut      the link is cut for 2 s in the middle",
      "deaf     no element reaches the receiver for 12 s, but acknowledgements pass",
      "kills    sender and receiver are killed at random moments, and started again",
      "drivers  so are they, and media drivers that are processes of their own",
      "",
      "With --archive all goes through an archive, in a process with the first host's driver; 'deaf'",
      "is left out, for 'loss' it is Aeron that loses, 'cut' wants namespaces, and for 'drivers' the",
      "archive is killed with the driver. The recording takes memory: about 1 KB for each element.",
      "",
      "Exit code 0: no promise was broken; 1: one was."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class BridgeTorture implements Callable<Integer> {
  private static final Geometry GEOMETRY = Geometry.of(16_384, 64);

  /** An archive holds nobody up, and memory is finite. */
  private static final long MAX_LEAD = 50_000;

  /** The first compiler alone, where children live too shortly for the second one to be of use. */
  private static final List<String> SHORT_LIFE = List.of("-XX:TieredStopAtLevel=1");

  /** Where the two ends are. */
  enum Place {
    NAMESPACES,
    LOOPBACK
  }

  @Option(
      names = "--only",
      split = ",",
      paramLabel = "TROUBLE",
      description = "Of those above (default: each in turn).")
  private List<BridgeTrouble> troubles;

  @Option(names = "--archive", description = "Go through an archive.")
  private boolean archived;

  @Option(
      names = "--elements",
      defaultValue = "10000000",
      description = "How many in each where nobody is killed (default: 10,000,000).")
  private long elements;

  @Option(
      names = "--kills",
      defaultValue = "100",
      description = "How many in each where somebody is (default: 100).")
  private int kills;

  @Option(
      names = "--max-length",
      defaultValue = "2000",
      description = "Of an element, in bytes; a datagram holds 1,376 (default: 2000).")
  private int maxLength;

  @Option(
      names = "--hosts",
      paramLabel = "namespaces|loopback",
      description = "Default: namespaces where they are permitted.")
  private Place place;

  @Mixin private Seed seed;

  private final List<BridgeRun> runs = new ArrayList<>();

  BridgeTorture() {}

  /**
   * Runs it.
   *
   * @param args see {@code --help}
   */
  public static void main(String[] args) {
    System.exit(Verdict.execute(new BridgeTorture(), args));
  }

  @Override
  public Integer call() throws IOException {
    if (elements < 1 || kills < 1) {
      throw new IllegalArgumentException(
          "there must be something to do: elements=" + elements + ", kills=" + kills);
    }
    long usedSeed = seed.choose();
    return Verdict.reach(
        workplace -> {
          TwoHosts hosts = hosts(workplace);
          System.out.printf(
              "bridge-torture: %s, %s, seed=%d, JDK %s%n",
              hosts, GEOMETRY, usedSeed, System.getProperty("java.version"));
          for (BridgeTrouble trouble : troubles()) {
            requirePossible(trouble, hosts);
            run(workplace, hosts, trouble, usedSeed);
          }
        },
        () -> "runs=" + runs.size() + " lost=0 twice=0 torn=0 seed=" + usedSeed);
  }

  private List<BridgeTrouble> troubles() {
    if (troubles != null) {
      return troubles;
    }
    List<BridgeTrouble> all = new ArrayList<>(List.of(BridgeTrouble.values()));
    if (archived) {
      all.remove(BridgeTrouble.DEAF);
    }
    return all;
  }

  private void requirePossible(BridgeTrouble trouble, TwoHosts hosts) {
    boolean isImpossible =
        trouble == BridgeTrouble.DEAF || trouble == BridgeTrouble.CUT && !hosts.areNamespaces();
    if (archived && isImpossible) {
      throw new IllegalArgumentException(
          "through an archive there is no such trouble here: " + trouble + ", " + hosts);
    }
  }

  private TwoHosts hosts(Workplace workplace) throws IOException, StoppedException {
    if (place == Place.LOOPBACK) {
      return TwoHosts.onLoopback();
    }
    try {
      return TwoHosts.inNamespaces(workplace);
    } catch (IOException e) {
      if (place == Place.NAMESPACES) {
        throw e;
      }
      System.out.println("bridge-torture: no network namespaces here: " + e.getMessage());
      return TwoHosts.onLoopback();
    }
  }

  private void run(Workplace workplace, TwoHosts hosts, BridgeTrouble trouble, long usedSeed)
      throws IOException, StoppedException {
    RingFolder folder = workplace.newFolder();
    boolean deadly = trouble.isDeadly();
    BridgeProcesses bridge =
        new BridgeProcesses(
            workplace,
            folder,
            hosts,
            trouble == BridgeTrouble.DRIVERS,
            archived,
            deadly ? SHORT_LIFE : List.of());
    try (RingToRing rings =
        new RingToRing(
            folder.path().resolve(BridgeRole.SENDER.ring()),
            folder.path().resolve(BridgeRole.RECEIVER.ring()),
            GEOMETRY,
            new Traffic(usedSeed, maxLength, deadly ? Long.MAX_VALUE : elements, false),
            archived ? MAX_LEAD : Long.MAX_VALUE)) {
      BridgeRun run =
          new BridgeRun(trouble, hosts, bridge, rings, archived, new SplittableRandom(usedSeed));
      run.go(elements, kills);
      runs.add(run);
      System.out.println(run);
    } finally {
      bridge.endAll();
    }
  }
}
