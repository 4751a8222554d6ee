package io.pushpop.bench.torture;

import io.pushpop.bench.jvm.ChildJvm;
import io.pushpop.bench.jvm.Cores;
import io.pushpop.bench.jvm.SharedPage;
import io.pushpop.ipc.QueueFile;
import io.pushpop.queue.End;
import io.pushpop.queue.Geometry;
import io.pushpop.queue.SleepCounts;
import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lets two JVMs fall asleep and wake each other, and give waits up, millions of times. */
@Command(
    name = "doze",
    description = {
      "Hands elements from one JVM to another through a ring with room for one. Neither side spins:",
      "each falls asleep for nearly every element, at the moment when the other one wakes it. Waits",
      "are given up at random, by time and by interruption. Every element is accounted for, and every",
      "wake-up that was lost, from which only the bound of a sleep has saved a side."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class Doze implements Callable<Integer> {
  /** A lost wake-up costs a second; more is not a stall but the end. */
  private static final long HANG_NANOS = TimeUnit.SECONDS.toNanos(Patience.SECONDS);

  private static final Geometry ROOM_FOR_ONE = Geometry.of(2, 64);
  private static final List<String> FLAGS = List.of("-XX:+UseSerialGC", "-Xms64m", "-Xmx64m");

  @Option(
      names = "--elements",
      defaultValue = "10000000",
      description = "How many (default: 10,000,000); each is a race on either side.")
  private long elements;

  @Mixin private Seed seed;

  private final Map<End, DozeAccount> accounts = new EnumMap<>(End.class);
  private final Map<End, Process> sides = new EnumMap<>(End.class);
  private long lastMoveNanos;
  private long lastElements;

  Doze() {}

  /**
   * Runs it.
   *
   * @param args see {@code --help}
   */
  public static void main(String[] args) {
    System.exit(Verdict.execute(new Doze(), args));
  }

  @Override
  public Integer call() throws IOException {
    if (elements < 1) {
      throw new IllegalArgumentException("there must be something to do: elements=" + elements);
    }
    long usedSeed = seed.choose();
    Cores cores = Cores.find();
    System.out.printf(
        "doze: seed=%d, JDK %s, %s%n", usedSeed, System.getProperty("java.version"), cores);
    return Verdict.reach(workplace -> doze(workplace, usedSeed, cores), this::account);
  }

  private void doze(Workplace workplace, long usedSeed, Cores cores)
      throws IOException, StoppedException {
    RingFolder folder = workplace.newFolder();
    QueueFile.create(folder.ring(), ROOM_FOR_ONE).close();
    for (End end : End.values()) {
      accounts.put(end, new DozeAccount(SharedPage.create(folder.journal(end))));
      List<String> arguments = Dozer.arguments(end, folder, elements, usedSeed);
      sides.put(
          end,
          workplace.start(
              ChildJvm.command(cores.pinning(end.ordinal()), FLAGS, Dozer.class, arguments)));
    }
    long start = System.nanoTime();
    lastMoveNanos = start;
    for (End end : End.values()) {
      awaitEnd(end);
      workplace.forget(sides.get(end));
    }
    long nanos = System.nanoTime() - start;
    System.out.printf(
        Locale.ROOT,
        "%,d elements in %.1f s, %,.0f a second%n",
        elements,
        nanos / 1e9,
        elements * 1e9 / nanos);
    long lost = 0;
    for (DozeAccount account : accounts.values()) {
      lost += account.counts().foundAfterBound();
    }
    if (lost > 0) {
      throw new Violation("wake-ups: expected=none lost, found=" + lost + " lost");
    }
  }

  private void awaitEnd(End end) throws StoppedException {
    Process side = sides.get(end);
    try {
      while (!side.waitFor(1, TimeUnit.SECONDS)) {
        checkMoves();
      }
    } catch (InterruptedException e) {
      throw new StoppedException("interrupted");
    }
    if (side.exitValue() != 0 || !accounts.get(end).hasEnded()) {
      throw new Violation(
          end + " side: expected=all elements passed, found=exit code " + side.exitValue());
    }
  }

  private void checkMoves() {
    long now = System.nanoTime();
    long passed = accounts.get(End.POP).elements();
    if (passed != lastElements) {
      lastElements = passed;
      lastMoveNanos = now;
    }
    System.out.printf(Locale.ROOT, "%,14d popped%n", passed);
    if (now - lastMoveNanos > HANG_NANOS) {
      throw new Violation(
          "nothing more happened: expected within "
              + Patience.SECONDS
              + " s=an element after "
              + passed
              + ", found=none");
    }
  }

  private String account() {
    StringBuilder text = new StringBuilder("every element once and in order");
    accounts.forEach(
        (end, account) -> {
          SleepCounts counts = account.counts();
          text.append(
              String.format(
                  Locale.ROOT,
                  "; %s: elements=%,d sleeps=%,d given-up=%,d interrupted=%,d after-grace=%,d lost=%,d",
                  end,
                  account.elements(),
                  counts.sleeps(),
                  account.givenUp(),
                  account.interrupted(),
                  counts.foundAfterGrace(),
                  counts.foundAfterBound()));
        });
    return text.toString();
  }
}
