package io.pushpop.bench.contest;

import java.nio.file.Path;
import java.util.List;

/**
 * What a race is run with besides what all races are run with.
 *
 * @param name for people; empty for the usual one
 * @param flags for its JVMs
 * @param javaHome of its JVMs; null for that of this JVM
 * @param folder in which its queues lie; null for the usual one
 */
record Variant(String name, List<String> flags, Path javaHome, Path folder) {
  /** Nothing besides. */
  static final Variant USUAL = new Variant("", List.of(), null, null);

  /** A JVM of this variant, with all that makes it one. */
  String described(String jvm) {
    StringBuilder text = new StringBuilder(jvm);
    if (!flags.isEmpty()) {
      text.append("; ").append(String.join(" ", flags));
    }
    if (folder != null) {
      text.append("; queues in ").append(folder);
    }
    return text.toString();
  }

  /** A title, with the name of this variant if it has one. */
  String titleOf(String title) {
    return name.isEmpty() ? title : title + ", " + name;
  }
}
