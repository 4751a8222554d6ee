package io.pushpop.bench.contest;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options that have every race run in several ways, which take turns. */
final class Variants {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--jvm",
      paramLabel = "NAME=FLAGS",
      description =
          "Every race runs once more with these JVM flags, for instance zgc=-XX:+UseZGC; may be"
              + " repeated.")
  private Map<String, String> flags = new LinkedHashMap<>();

  @Option(
      names = "--jdk",
      paramLabel = "NAME=HOME",
      description = "The same with another JDK; with the name of a --jvm, both at once.")
  private Map<String, Path> homes = new LinkedHashMap<>();

  @Option(
      names = "--folder",
      paramLabel = "NAME=FOLDER",
      description = "The same with queues in another folder, for instance of huge pages.")
  private Map<String, Path> folders = new LinkedHashMap<>();

  /** The usual one first. */
  List<Variant> all() {
    Set<String> names = new LinkedHashSet<>(flags.keySet());
    names.addAll(homes.keySet());
    names.addAll(folders.keySet());
    List<Variant> variants = new ArrayList<>(List.of(Variant.USUAL));
    for (String name : names) {
      String words = flags.getOrDefault(name, "").strip();
      variants.add(
          new Variant(
              name,
              words.isEmpty() ? List.of() : List.of(words.split("\\s+")),
              homes.get(name),
              folders.get(name)));
    }
    variants.forEach(this::requireThatItCanRun);
    return variants;
  }

  private void requireThatItCanRun(Variant variant) {
    Path home = variant.javaHome();
    if (home != null && !Files.isExecutable(home.resolve("bin").resolve("java"))) {
      throw refusal("there is no bin/java in " + home + "; --jdk takes the home of a JDK");
    }
    Path folder = variant.folder();
    if (folder != null && !Files.isDirectory(folder)) {
      throw refusal(folder + " is no folder; --folder takes one that is there");
    }
  }

  private ParameterException refusal(String sentence) {
    return new ParameterException(command.commandLine(), "bench: " + sentence);
  }
}
