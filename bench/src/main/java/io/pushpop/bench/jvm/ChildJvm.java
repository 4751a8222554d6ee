package io.pushpop.bench.jvm;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command of a child JVM: the same Java, class path and flags as this one. */
public final class ChildJvm {
  /** What a JVM needs besides in which a media driver of Aeron runs: it reaches into selectors. */
  public static final String MEDIA_DRIVER_FLAG = "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED";

  /**
   * Flags that the libraries need, whatever this JVM was started with, and no file for performance
   * data: its pages are written to disk, which stops threads, and where two children have the same
   * pid in namespaces of their own, the second warns on stdout that the file is taken.
   */
  private static final List<String> FLAGS =
      List.of(
          "--add-exports",
          "java.base/jdk.internal.misc=ALL-UNNAMED",
          "--enable-native-access=ALL-UNNAMED",
          "-XX:-UsePerfData");

  private ChildJvm() {}

  /**
   * The command that runs a class in a child.
   *
   * @param pinning words to put before it, see {@link Cores#pinning(int)}
   * @param flags for the child's JVM, besides those that the libraries need
   * @param main class to run
   * @param arguments for it
   * @return words for a {@link ProcessBuilder}
   */
  public static List<String> command(
      List<String> pinning, List<String> flags, Class<?> main, List<String> arguments) {
    return command(pinning, Path.of(System.getProperty("java.home")), flags, main, arguments);
  }

  /**
   * The command that runs a class in a child of another JDK.
   *
   * @param pinning words to put before it, see {@link Cores#pinning(int)}
   * @param home of the JDK
   * @param flags for the child's JVM, besides those that the libraries need
   * @param main class to run
   * @param arguments for it
   * @return words for a {@link ProcessBuilder}
   */
  public static List<String> command(
      List<String> pinning, Path home, List<String> flags, Class<?> main, List<String> arguments) {
    List<String> command = new ArrayList<>(pinning);
    command.add(home.resolve("bin").resolve("java").toString());
    command.addAll(FLAGS);
    command.addAll(flags);
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(main.getName());
    command.addAll(arguments);
    return command;
  }
}
