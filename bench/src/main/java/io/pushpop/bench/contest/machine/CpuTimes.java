package io.pushpop.bench.contest.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The kernel's account of what all cores did since it started. */
public final class CpuTimes {
  /** user, nice, system, idle, iowait, irq, softirq, steal; what follows is part of user. */
  private static final int STATES = 8;

  private static final int STEAL = 7;

  private final long all;
  private final long stolen;

  private CpuTimes(long all, long stolen) {
    this.all = all;
    this.stolen = stolen;
  }

  /**
   * Reads the account as it stands.
   *
   * @param root what {@code proc} lies in
   */
  public static CpuTimes read(Path root) {
    try {
      List<String> lines = Files.readAllLines(root.resolve("proc/stat"));
      String[] words = lines.get(0).split(" +");
      long all = 0;
      for (int state = 0; state < STATES; state++) {
        all += Long.parseLong(words[1 + state]);
      }
      return new CpuTimes(all, Long.parseLong(words[1 + STEAL]));
    } catch (IOException absent) {
      return new CpuTimes(0, 0);
    }
  }

  /**
   * What the hypervisor kept for others, as a percentage.
   *
   * @param before an earlier account
   * @return null if the kernel keeps none
   */
  public Double stealPercentSince(CpuTimes before) {
    return all == before.all ? null : 100.0 * (stolen - before.stolen) / (all - before.all);
  }
}
