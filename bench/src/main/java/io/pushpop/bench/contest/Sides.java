package io.pushpop.bench.contest;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The processes of a race between which elements flow: none goes on without the others. */
final class Sides {
  private final List<Process> processes;

  Sides(List<Process> processes) {
    this.processes = processes;
  }

  /**
   * Waits until all have ended well, and no longer than until the first has not.
   *
   * @param patience for all of them
   * @return whether they did, in that time
   */
  boolean endWell(Duration patience) throws InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    List<Process> left = new ArrayList<>(processes);
    while (!left.isEmpty()) {
      try {
        CompletableFuture.anyOf(
                left.stream().map(Process::onExit).toArray(CompletableFuture<?>[]::new))
            .get(end - System.nanoTime(), TimeUnit.NANOSECONDS);
      } catch (ExecutionException | TimeoutException e) {
        return false;
      }
      List<Process> ended = left.stream().filter(process -> !process.isAlive()).toList();
      if (ended.stream().anyMatch(process -> process.exitValue() != 0)) {
        return false;
      }
      left.removeAll(ended);
    }
    return true;
  }
}
