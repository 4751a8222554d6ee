package io.pushpop.bench.handoff;

import io.pushpop.bench.jvm.ChildJvm;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** One side of a run, seen from the parent. */
final class ChildProcess {
  /**
   * One thread works, on one core: a collector without threads of its own suits it, with a heap
   * that is there from the start. Without the performance data file a killed child leaves nothing.
   */
  private static final List<String> FLAGS = List.of("-XX:+UseSerialGC", "-Xms256m", "-Xmn128m");

  /** What the exit code of a process that a signal ended is above the signal's number. */
  private static final int SIGNALLED = 128;

  private static final Map<Integer, String> SIGNALS =
      Map.of(
          1, "SIGHUP", 2, "SIGINT", 6, "SIGABRT", 7, "SIGBUS", 9, "SIGKILL", 11, "SIGSEGV", 15,
          "SIGTERM");

  private final Side side;
  private final Process process;

  private ChildProcess(Side side, Process process) {
    this.side = side;
    this.process = process;
  }

  /** Starts a side, which prints to where this process does. */
  static ChildProcess start(Side side, RunFolder folder, List<String> pinning) throws IOException {
    List<String> command =
        ChildJvm.command(
            pinning, FLAGS, Child.class, List.of(side.name(), folder.path().toString()));
    return new ChildProcess(
        side,
        new ProcessBuilder(command)
            .redirectInput(Redirect.PIPE)
            .redirectOutput(Redirect.INHERIT)
            .redirectError(Redirect.INHERIT)
            .start());
  }

  Side side() {
    return side;
  }

  long pid() {
    return process.pid();
  }

  /** Completes when the process has ended. */
  CompletableFuture<ChildProcess> onEnd() {
    return process.onExit().thenApply(ended -> this);
  }

  /** Whether the process, which has ended, has done what it was to do. */
  boolean hasSucceeded() {
    return process.exitValue() == 0;
  }

  /** How the process, which has ended, has come to its end. */
  String ending() {
    int code = process.exitValue();
    int signal = code - SIGNALLED;
    if (signal <= 0) {
      return "ended with exit code " + code;
    }
    return "was ended by " + SIGNALS.getOrDefault(signal, "signal " + signal);
  }

  /** Ends the process by force, and waits until the kernel is done with it. */
  void kill() {
    process.destroyForcibly();
    process.onExit().join();
  }
}
