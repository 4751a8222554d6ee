package io.pushpop.bench.handoff;

import io.pushpop.bench.jvm.ParentWatch;
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
    ParentWatch.haltWithParent(() -> delete(folder));
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

  private static void delete(RunFolder folder) {
    try {
      folder.delete();
    } catch (IOException e) {
      System.err.println(Failures.sentence(e));
    }
  }
}
