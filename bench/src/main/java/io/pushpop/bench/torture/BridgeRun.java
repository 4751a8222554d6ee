package io.pushpop.bench.torture;

import io.pushpop.bench.contest.Median;
import io.pushpop.bench.torture.LossyProxy.Way;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Elements go over a bridge once, in one kind of trouble. */
final class BridgeRun {
  private static final double LOSS = 0.01;
  private static final long CUT_NANOS = TimeUnit.SECONDS.toNanos(2);

  /** Longer than Aeron keeps the image of a publication that it hears nothing of, 10 s. */
  private static final long DEAF_NANOS = TimeUnit.SECONDS.toNanos(12);

  /** Delays up to one of these, from the moment when elements flow to a kill. */
  private static final long[] LONGEST_DELAYS_NANOS = {
    TimeUnit.MILLISECONDS.toNanos(1), TimeUnit.MILLISECONDS.toNanos(50), TimeUnit.SECONDS.toNanos(1)
  };

  /** Of who was killed, until it is started again. */
  private static final long LONGEST_ABSENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  /** Of all elements, what is not pushed before the link is cut: one in so many. */
  private static final int REST_PART = 4;

  private static final long LINE_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
  private static final long HANG_NANOS = TimeUnit.SECONDS.toNanos(Patience.SECONDS);

  private final BridgeTrouble trouble;
  private final TwoHosts hosts;
  private final BridgeProcesses bridge;
  private final RingToRing rings;
  private final boolean archived;
  private final SplittableRandom random;

  /** From the end of each trouble until an element came again. */
  private final List<Long> recoveriesNanos = new ArrayList<>();

  private ProxyAccount proxy;
  private long retransmits;
  private long startNanos;
  private long endNanos;
  private int killed;

  /**
   * A run in which nobody has been started yet.
   *
   * @param trouble that there will be
   * @param hosts whose link may be cut
   * @param bridge from the one to the other
   * @param rings at its ends
   * @param archived whether it goes through an archive
   * @param random for every chance
   */
  BridgeRun(
      BridgeTrouble trouble,
      TwoHosts hosts,
      BridgeProcesses bridge,
      RingToRing rings,
      boolean archived,
      SplittableRandom random) {
    this.trouble = trouble;
    this.hosts = hosts;
    this.bridge = bridge;
    this.rings = rings;
    this.archived = archived;
    this.random = random;
  }

  /**
   * Does it.
   *
   * @param elements how many there are, where nobody is killed
   * @param kills how many, where somebody is
   * @throws Violation if not every element has arrived once, in order
   */
  void go(long elements, int kills) throws IOException, StoppedException {
    if (isThroughProxy()) {
      proxy = bridge.startProxy(trouble == BridgeTrouble.LOSS ? LOSS : 0, random.nextLong());
    } else if (trouble == BridgeTrouble.LOSS) {
      bridge.loseArriving(LOSS, random.nextLong());
    }
    bridge.startAll();
    if (trouble == BridgeTrouble.CUT || trouble == BridgeTrouble.DEAF) {
      rings.pauseAt(elements - elements / REST_PART);
    }
    rings.start();
    awaitElementAfter(0);
    startNanos = System.nanoTime();
    switch (trouble) {
      case PLAIN, LOSS -> {}
      case CUT -> cutInTheMiddle(elements);
      case DEAF -> deafenInTheMiddle(elements);
      case KILLS, DRIVERS -> kill(kills);
    }
    if (trouble.isDeadly()) {
      rings.finish();
    }
    awaitEnd();
    endNanos = System.nanoTime();
    rings.requireAll();
    requireLoss();
  }

  /** What was done, and came of it. */
  @Override
  public String toString() {
    long nanos = endNanos - startNanos;
    StringBuilder line = new StringBuilder();
    line.append(
        String.format(
            Locale.ROOT,
            "%s: %,d elements, %,d MB, in %.1f s, %.3f M/s, %.0f MB/s, checksum %08x on both sides",
            trouble,
            rings.popped(),
            rings.pushedBytes() / 1_000_000,
            nanos / 1e9,
            rings.popped() * 1e3 / nanos,
            rings.pushedBytes() * 1e3 / nanos,
            rings.checksum()));
    if (proxy != null) {
      for (Way way : Way.values()) {
        line.append(
            String.format(
                Locale.ROOT,
                ", datagrams %s %,d (lost %,d)",
                way.name().toLowerCase(Locale.ROOT),
                proxy.came(way),
                proxy.lost(way)));
      }
    }
    if (retransmits > 0) {
      line.append(String.format(Locale.ROOT, ", sent again by Aeron %,d times", retransmits));
    }
    if (killed > 0) {
      line.append(", kills ").append(killed);
    }
    if (!recoveriesNanos.isEmpty()) {
      line.append(
          String.format(
              Locale.ROOT,
              ", flowing again after median %.2f s, at most %.2f s",
              Median.of(recoveriesNanos.stream().mapToDouble(Long::doubleValue)) / 1e9,
              Collections.max(recoveriesNanos) / 1e9));
    }
    return line.toString();
  }

  private boolean isThroughProxy() {
    return switch (trouble) {
      case LOSS, DEAF -> !archived;
      case CUT -> !hosts.areNamespaces();
      case PLAIN, KILLS, DRIVERS -> false;
    };
  }

  private void cutInTheMiddle(long elements) throws IOException, StoppedException {
    awaitElementAfter(elements / 2);
    if (hosts.areNamespaces()) {
      hosts.cut();
    } else {
      cutProxy(true);
    }
    rings.resume();
    awaitNanos(CUT_NANOS);
    requireRest(elements);
    long popped = rings.popped();
    if (hosts.areNamespaces()) {
      hosts.mend();
    } else {
      cutProxy(false);
    }
    awaitRecovery(popped);
  }

  private void cutProxy(boolean cut) {
    for (Way way : Way.values()) {
      proxy.cut(BridgeProcesses.ELEMENTS_DOOR, way, cut);
      proxy.cut(BridgeProcesses.ANSWERS_DOOR, way, cut);
    }
  }

  private void deafenInTheMiddle(long elements) throws StoppedException {
    awaitElementAfter(elements / 2);
    proxy.cut(BridgeProcesses.ELEMENTS_DOOR, Way.THERE, true);
    rings.resume();
    awaitNanos(DEAF_NANOS);
    requireRest(elements);
    long popped = rings.popped();
    proxy.cut(BridgeProcesses.ELEMENTS_DOOR, Way.THERE, false);
    awaitRecovery(popped);
  }

  /** A link that is cut when all is across shows nothing. */
  private void requireRest(long elements) {
    if (rings.popped() == elements) {
      throw new IllegalArgumentException(
          "all elements were across before the link was cut: elements=" + elements + "; have more");
    }
  }

  private void kill(int kills) throws IOException, StoppedException {
    List<BridgeRole> roles = bridge.victims();
    while (killed < kills) {
      long longest = LONGEST_DELAYS_NANOS[random.nextInt(LONGEST_DELAYS_NANOS.length)];
      awaitNanos(random.nextLong(longest));
      List<BridgeRole> victims = new ArrayList<>();
      victims.add(roles.get(random.nextInt(roles.size())));
      BridgeRole another = roles.get(random.nextInt(roles.size()));
      if (another != victims.get(0) && random.nextBoolean() && killed + 1 < kills) {
        victims.add(another);
      }
      for (BridgeRole victim : victims) {
        bridge.kill(victim);
        killed++;
      }
      if (random.nextBoolean()) {
        awaitNanos(random.nextLong(LONGEST_ABSENCE_NANOS));
      }
      for (BridgeRole victim : victims) {
        bridge.start(victim);
      }
      awaitRecovery(rings.popped());
    }
  }

  private void awaitRecovery(long popped) throws StoppedException {
    long start = System.nanoTime();
    awaitElementAfter(popped);
    recoveriesNanos.add(System.nanoTime() - start);
  }

  private void awaitElementAfter(long popped) throws StoppedException {
    awaitMoving(() -> rings.popped() > popped);
  }

  private void awaitEnd() throws StoppedException {
    awaitMoving(
        () ->
            rings.isPopped()
                && bridge.hasEnded(BridgeRole.SENDER)
                && bridge.hasEnded(BridgeRole.RECEIVER));
  }

  /** Waits, for as long as elements come at all. */
  private void awaitMoving(Condition done) throws StoppedException {
    long lastMove = System.nanoTime();
    long lastLine = lastMove;
    long lastPopped = rings.popped();
    while (!done.isMet()) {
      check();
      LockSupport.parkNanos(PAUSE_NANOS);
      long now = System.nanoTime();
      long popped = rings.popped();
      if (now - lastLine > LINE_NANOS) {
        System.out.printf(
            Locale.ROOT, "%s: %,14d pushed %,14d popped%n", trouble, rings.pushed(), popped);
        lastLine = now;
      }
      lastMove = popped == lastPopped ? lastMove : now;
      lastPopped = popped;
      if (now - lastMove > HANG_NANOS) {
        throw new Violation(
            "nothing more happened: expected within "
                + Patience.SECONDS
                + " s=an element after "
                + popped
                + " of "
                + rings.pushed()
                + ", or the end, found=none\n"
                + bridge.lastWords());
      }
    }
    check();
  }

  private void awaitNanos(long nanos) throws StoppedException {
    long start = System.nanoTime();
    while (System.nanoTime() - start < nanos) {
      check();
      LockSupport.parkNanos(Math.min(PAUSE_NANOS, nanos));
    }
  }

  private void check() throws StoppedException {
    rings.check();
    bridge.check();
  }

  /** Nothing was shown of losses if nothing was lost. */
  private void requireLoss() {
    if (trouble != BridgeTrouble.LOSS) {
      return;
    }
    boolean lost;
    if (proxy == null) {
      retransmits = bridge.retransmits();
      lost = retransmits > 0;
    } else {
      lost = proxy.lost(Way.THERE) > 0 && proxy.lost(Way.BACK) > 0;
    }
    if (!lost) {
      throw new IllegalArgumentException("no datagram was lost; have more elements");
    }
  }

  private interface Condition {
    boolean isMet();
  }
}
