package io.pushpop.ipc.cli;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A command in a JVM of its own, with files for its streams. No child outlives its test. */
final class CommandProcess implements AutoCloseable {
  static final List<String> REQUIRED_FLAGS =
      List.of(
          "--add-exports",
          "java.base/jdk.internal.misc=ALL-UNNAMED",
          "--enable-native-access=ALL-UNNAMED");

  /** Aeron's media driver reaches into the selectors of the JVM. */
  static final String MEDIA_DRIVER_FLAG = "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED";

  private static final long PATIENCE_SECONDS = 180;

  private final Process process;
  private final Path out;
  private final Path err;

  private CommandProcess(Process process, Path out, Path err) {
    this.process = process;
    this.out = out;
    this.err = err;
  }

  /**
   * Starts a command.
   *
   * @param folder for what it writes
   * @param in what it reads, or null for what {@link #say(String)} says
   */
  static CommandProcess start(Path folder, Path in, Object... arguments) throws IOException {
    return start(folder, in, List.of(), REQUIRED_FLAGS, arguments);
  }

  /** As above, under another command, with other JVM flags. */
  static CommandProcess start(
      Path folder, Path in, List<String> prefix, List<String> flags, Object... arguments)
      throws IOException {
    return startOn(System.getProperty("java.class.path"), folder, in, prefix, flags, arguments);
  }

  /** As above, with another class path. */
  static CommandProcess startOn(
      String classPath,
      Path folder,
      Path in,
      List<String> prefix,
      List<String> flags,
      Object... arguments)
      throws IOException {
    return startMain(Pushpop.class, classPath, folder, in, prefix, flags, arguments);
  }

  /** As above, another program. */
  static CommandProcess startMain(
      Class<?> main,
      String classPath,
      Path folder,
      Path in,
      List<String> prefix,
      List<String> flags,
      Object... arguments)
      throws IOException {
    List<String> command = new ArrayList<>(prefix);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xlog:disable"); // the streams are the command's alone
    command.addAll(flags);
    command.addAll(
        List.of(
            "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx256m", "-XX:-UsePerfData", "-cp"));
    command.add(classPath);
    command.add(main.getName());
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    Path out = Files.createTempFile(folder, "out", "");
    Path err = Files.createTempFile(folder, "err", "");
    ProcessBuilder builder = new ProcessBuilder(command);
    if (in != null) {
      builder.redirectInput(in.toFile());
    }
    Process process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    return new CommandProcess(process, out, err);
  }

  /** Says something on stdin, which stays open. */
  CommandProcess say(String text) throws IOException {
    OutputStream in = process.getOutputStream();
    in.write(text.getBytes(StandardCharsets.UTF_8));
    in.flush();
    return this;
  }

  /** Sends a signal, as kill does. */
  void signal(String name) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
  }

  /** Waits for its end. */
  int exitCode() throws InterruptedException {
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError("the command does not end");
    }
    return process.exitValue();
  }

  long pid() {
    return process.pid();
  }

  File outFile() {
    return out.toFile();
  }

  String out() throws IOException {
    return Files.readString(out);
  }

  String err() throws IOException {
    return Files.readString(err);
  }

  @Override
  public void close() {
    process.destroyForcibly();
    process.onExit().join();
  }
}
