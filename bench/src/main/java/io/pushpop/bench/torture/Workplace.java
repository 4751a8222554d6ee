package io.pushpop.bench.torture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The child JVMs and the folder of one run. However the run ends, Ctrl-C included, neither is left
 * behind, and one line says how it went.
 *
 * <p>Thread-safe: a shutdown hook closes it while the run goes on.
 */
final class Workplace implements AutoCloseable {
  /** How long the hook leaves the run to say itself that it was stopped, where it saw so first. */
  private static final long PATIENCE_MILLIS = 200;

  private final Set<Process> children = new HashSet<>();
  private final CountDownLatch said = new CountDownLatch(1);
  private final Thread hook = new Thread(this::closeFromOutside, "close from outside");
  private RingFolder folder;
  private boolean closed;

  private Workplace() {}

  static Workplace open() {
    Workplace workplace = new Workplace();
    Runtime.getRuntime().addShutdownHook(workplace.hook);
    return workplace;
  }

  /** A folder for another ring; the one before is removed. */
  synchronized RingFolder newFolder() throws IOException, StoppedException {
    requireOpen();
    deleteFolder();
    folder = RingFolder.create();
    return folder;
  }

  /** Starts a child, which prints to where this process does. */
  Process start(List<String> command) throws IOException, StoppedException {
    return start(command, Redirect.INHERIT);
  }

  /** Starts a child, which prints to where it is told. */
  synchronized Process start(List<String> command, Redirect output)
      throws IOException, StoppedException {
    requireOpen();
    Process child =
        new ProcessBuilder(command)
            .redirectInput(Redirect.PIPE)
            .redirectOutput(output)
            .redirectError(output)
            .start();
    children.add(child);
    return child;
  }

  /** A child has ended by itself, or was killed, and is not to be looked after any more. */
  synchronized void forget(Process child) {
    children.remove(child);
  }

  /** Whether everything has been ended. */
  synchronized boolean isClosed() {
    return closed;
  }

  /** Prints the line that says how the run went, unless there has been one. */
  synchronized void sayLast(String line) {
    if (said.getCount() > 0) {
      System.out.println(line);
      System.out.flush();
      said.countDown();
    }
  }

  @Override
  public void close() throws IOException {
    endAll();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The hook is running, and does the same.
    }
  }

  private void closeFromOutside() {
    try {
      endAll();
      if (!said.await(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
        sayLast("STOPPED from outside, before the verdict");
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot remove " + folder.path() + "; remove it by hand", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void endAll() throws IOException {
    closed = true;
    children.forEach(Process::destroyForcibly);
    children.forEach(child -> child.onExit().join());
    children.clear();
    deleteFolder();
  }

  private void deleteFolder() throws IOException {
    if (folder != null) {
      folder.delete();
      folder = null;
    }
  }

  private void requireOpen() throws StoppedException {
    if (closed) {
      throw new StoppedException("the run is being ended from outside");
    }
  }
}
