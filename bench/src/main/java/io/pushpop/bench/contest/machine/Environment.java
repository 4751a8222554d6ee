package io.pushpop.bench.contest.machine;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a figure depends on besides the code. Texts that could not be read are {@code unknown},
 * numbers and flags are null.
 *
 * @param started when the environment was read, before the races
 * @param commit of the source, and whether it was changed since
 * @param cpu its model
 * @param cores that the races may run on
 * @param pinned the two cores that the sides are pinned to; empty: not pinned
 * @param pinning the same in words, or why not
 * @param smtSiblings whether the two share one physical core
 * @param governor of the clock rate
 * @param kernel release
 * @param jdk vendor and version
 * @param flags given for every JVM that races
 * @param sharedMemoryMib room of {@code /dev/shm}
 * @param loadAverage of the minute before the races
 */
public record Environment(
    String started,
    String commit,
    String cpu,
    List<Integer> cores,
    List<Integer> pinned,
    String pinning,
    Boolean smtSiblings,
    String governor,
    String kernel,
    String jdk,
    List<String> flags,
    Long sharedMemoryMib,
    Double loadAverage) {

  static final String UNKNOWN = "unknown";

  /**
   * For people.
   *
   * @return names and values, in the order in which they are read
   */
  public Map<String, String> facts() {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("Started", started);
    facts.put("Commit", commit);
    facts.put("CPU", cpu);
    facts.put(
        "Cores",
        cores.isEmpty()
            ? UNKNOWN
            : cores.stream().map(String::valueOf).collect(Collectors.joining(", ")));
    facts.put("Pinning", pinning + siblings());
    facts.put("Governor", governor);
    facts.put("Kernel", kernel);
    facts.put("JDK", jdk);
    facts.put("JVM flags", flags.isEmpty() ? "none" : String.join(" ", flags));
    facts.put("/dev/shm", sharedMemoryMib == null ? UNKNOWN : sharedMemoryMib + " MiB");
    facts.put(
        "Load average before",
        loadAverage == null ? UNKNOWN : String.format(Locale.ROOT, "%.2f", loadAverage));
    return facts;
  }

  private String siblings() {
    if (pinned.size() < 2) {
      return "";
    }
    if (smtSiblings == null) {
      return "; SMT siblings: " + UNKNOWN;
    }
    return smtSiblings ? ", which are SMT siblings" : ", which are not SMT siblings";
  }
}
