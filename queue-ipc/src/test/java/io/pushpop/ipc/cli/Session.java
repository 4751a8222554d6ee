package io.pushpop.ipc.cli;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** A command run in this JVM, by a thread of its own, with streams in memory. */
final class Session {
  private static final long PATIENCE_MILLIS = TimeUnit.SECONDS.toMillis(120);
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final Thread thread;
  private volatile int exitCode = -1;

  private Session(byte[] in, WritableByteChannel given, boolean terminal, Object[] arguments) {
    WritableByteChannel target = given == null ? Channels.newChannel(out) : given;
    Streams streams =
        new Streams(
            Channels.newChannel(new ByteArrayInputStream(in)),
            target,
            new PrintStream(err, true, StandardCharsets.UTF_8),
            terminal,
            false);
    String[] words = Arrays.stream(arguments).map(Object::toString).toArray(String[]::new);
    thread = new Thread(() -> exitCode = Pushpop.execute(streams, words));
    thread.start();
  }

  /** Starts a command. */
  static Session start(byte[] in, Object... arguments) {
    return new Session(in, null, false, arguments);
  }

  /** Runs a command to its end. */
  static Session run(Object... arguments) {
    return start(new byte[0], arguments).await();
  }

  /** Runs a command that reads this. */
  static Session feed(byte[] in, Object... arguments) {
    return start(in, arguments).await();
  }

  /** Runs a command that reads this. */
  static Session feed(String in, Object... arguments) {
    return feed(in.getBytes(StandardCharsets.UTF_8), arguments);
  }

  /** Runs a command that writes there. */
  static Session into(WritableByteChannel out, Object... arguments) {
    return new Session(new byte[0], out, false, arguments).await();
  }

  /** Starts a command whose stderr is said to be a terminal. */
  static Session onTerminal(byte[] in, Object... arguments) {
    return new Session(in, null, true, arguments);
  }

  /** Waits until something has happened, looking again and again. */
  static void until(Callable<Boolean> happened, Supplier<String> otherwise) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
    while (!happened.call()) {
      assertTrue(System.nanoTime() - deadline < 0, otherwise);
      LockSupport.parkNanos(LOOK_NANOS);
    }
  }

  /** Waits for its end. */
  Session await() {
    try {
      thread.join(PATIENCE_MILLIS);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    if (thread.isAlive()) {
      throw new AssertionError(
          "the command does not end: " + Arrays.toString(thread.getStackTrace()));
    }
    return this;
  }

  /** Interrupts it, as Ctrl-C does. */
  Session interrupt() {
    thread.interrupt();
    return await();
  }

  boolean isRunning() {
    return thread.isAlive();
  }

  int exitCode() {
    return await().exitCode;
  }

  byte[] bytes() {
    return out.toByteArray();
  }

  String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  String err() {
    return err.toString(StandardCharsets.UTF_8);
  }
}
