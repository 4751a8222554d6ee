package io.pushpop.bench.handoff;

import java.io.IOException;
import java.nio.file.Path;

/** A child JVM of the handoff: does the work of one side, and leaves word in the run's folder. */
final class Child {
  private Child() {}

  /**
   * Runs one side.
   *
   * @param arguments the name of the {@link Side}, and the folder of the run
   */
  public static void main(String[] arguments) throws IOException {
    Side side = Side.valueOf(arguments[0]);
    RunFolder folder = RunFolder.of(Path.of(arguments[1]));
    endWithParent(folder);
    try {
      RunPlan plan = folder.readPlan();
      folder.writeAccount(
          side, side == Side.FEED ? Feed.run(folder, plan) : Strategy.run(folder, plan));
    } catch (Throwable e) {
      // Whatever it is, it is the parent's to tell, in its last line.
      folder.writeFailure(side, Failures.sentence(e));
      System.exit(1);
    }
  }

  /** The parent holds the other end of the standard input; when it dies the kernel closes it. */
  private static void endWithParent(RunFolder folder) {
    Thread watch =
        new Thread(
            () -> {
              awaitEndOfInput();
              try {
                folder.delete();
              } catch (IOException e) {
                System.err.println(Failures.sentence(e));
              }
              Runtime.getRuntime().halt(1);
            },
            "parent watch");
    watch.setDaemon(true);
    watch.start();
  }

  private static void awaitEndOfInput() {
    try {
      while (System.in.read() >= 0) {
        // The parent has nothing to say.
      }
    } catch (IOException e) {
      // No more to be heard of the parent, which is the end of it.
    }
  }
}
