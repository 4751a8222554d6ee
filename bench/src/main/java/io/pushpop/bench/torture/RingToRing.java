package io.pushpop.bench.torture;

import io.pushpop.ipc.QueueFile;
import io.pushpop.queue.ElementHandler;
import io.pushpop.queue.Geometry;
import io.pushpop.queue.Permit;
import io.pushpop.queue.Pop;
import io.pushpop.queue.Push;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.zip.CRC32C;
import org.agrona.DirectBuffer;

/**
 * Pushes elements into one ring, and requires of another one that they all come out there: once, in
 * order, every byte. What carries them from ring to ring is not known here.
 */
final class RingToRing implements AutoCloseable {
  /** How long a side waits before it looks whether it shall end. */
  private static final long LOOK_MILLIS = 100;

  private static final long PAUSE_NANOS = TimeUnit.MICROSECONDS.toNanos(100);

  private final QueueFile source;
  private final QueueFile target;
  private final Traffic traffic;
  private final long maxLead;
  private final Thread pushing = new Thread(() -> attempt(this::push), "pushing");
  private final Thread popping = new Thread(() -> attempt(this::pop), "popping");
  private volatile long pauseAt = Long.MAX_VALUE;
  private volatile boolean enough;
  private volatile boolean stopped;
  private volatile Throwable failure;

  // Each is written by one thread.
  private volatile long pushed;
  private volatile long pushedBytes;
  private volatile long pushedChecksum;
  private volatile long popped;
  private volatile long poppedChecksum;

  /**
   * Makes both rings; nothing moves yet.
   *
   * @param from path of the ring that is pushed into
   * @param to path of the ring that is popped from
   * @param geometry of both
   * @param traffic from the one to the other
   * @param maxLead how many elements may have been pushed and not yet popped
   */
  RingToRing(Path from, Path to, Geometry geometry, Traffic traffic, long maxLead)
      throws IOException {
    this.traffic = traffic;
    this.maxLead = maxLead;
    this.source = QueueFile.create(from, geometry);
    this.target = QueueFile.create(to, geometry);
  }

  /**
   * So many elements are pushed and no more, until {@link #resume}: for what is to happen while
   * some are still to come, however late whoever does it gets to it.
   */
  void pauseAt(long elements) {
    pauseAt = elements;
  }

  /** Pushing goes on. */
  void resume() {
    pauseAt = Long.MAX_VALUE;
  }

  /** Lets elements go. */
  void start() {
    popping.start();
    pushing.start();
  }

  /** No more is pushed than has been, and the push end of the first ring is closed. */
  void finish() {
    enough = true;
  }

  /** How many elements are in the first ring, or have been. */
  long pushed() {
    return pushed;
  }

  /** Bytes of those. */
  long pushedBytes() {
    return pushedBytes;
  }

  /** How many elements have come out of the second ring. */
  long popped() {
    return popped;
  }

  /** CRC32C over all that was popped. */
  long checksum() {
    return poppedChecksum;
  }

  /** Whether the push end of the second ring is closed, and all there popped. */
  boolean isPopped() {
    return !popping.isAlive();
  }

  /**
   * Looks whether all is well.
   *
   * @throws Violation if something came that should not have, or something else went wrong
   */
  void check() {
    Throwable found = failure;
    if (found instanceof Violation) {
      throw new Violation(found.getMessage());
    }
    if (found != null) {
      throw new IllegalStateException("a side failed: " + found, found);
    }
  }

  /**
   * Both sides have ended: looks whether everything has arrived.
   *
   * @throws Violation if not
   */
  void requireAll() {
    check();
    if (pushed != popped || pushedChecksum != poppedChecksum) {
      throw new Violation(
          String.format(
              "not everything arrived: expected=%,d elements with checksum %08x, found=%,d with %08x",
              pushed, pushedChecksum, popped, poppedChecksum));
    }
  }

  @Override
  public void close() {
    stopped = true;
    for (Thread side : new Thread[] {pushing, popping}) {
      boolean interrupted = false;
      while (side.isAlive()) {
        try {
          side.join();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
    source.close();
    target.close();
  }

  private void push() throws IOException, InterruptedException {
    Elements elements = traffic.elements(source.geometry());
    CRC32C checksum = new CRC32C();
    try (Push push = source.push()) {
      for (long next = 0; next < traffic.count() && !enough && !stopped; ) {
        if (next >= pauseAt || next - popped >= maxLead) {
          LockSupport.parkNanos(PAUSE_NANOS);
          continue;
        }
        int length = elements.length(next);
        Permit permit = push.reserve(length, LOOK_MILLIS, TimeUnit.MILLISECONDS);
        if (permit != null) {
          DirectBuffer image = elements.image(next);
          permit.buffer().putBytes(permit.offset(), image, 0, length);
          checksum.update(image.byteArray(), 0, length);
          permit.push(length);
          next++;
          pushedBytes += length;
          pushedChecksum = checksum.getValue();
          pushed = next;
        }
      }
    }
  }

  private void pop() throws IOException, InterruptedException {
    Elements elements = traffic.elements(target.geometry());
    Arrival arrival = new Arrival(elements);
    try (Pop pop = target.pop()) {
      while (!pop.isDrained() && !stopped) {
        pop.pop(arrival, LOOK_MILLIS, TimeUnit.MILLISECONDS);
      }
    }
  }

  private void attempt(Side side) {
    try {
      side.run();
    } catch (IOException | InterruptedException | RuntimeException | Error e) {
      failure = e;
    }
  }

  private interface Side {
    void run() throws IOException, InterruptedException;
  }

  /** Takes each element for the one that is to come, and no other. */
  private final class Arrival implements ElementHandler {
    private final Elements elements;
    private final CRC32C checksum = new CRC32C();
    private final byte[] bytes;

    Arrival(Elements elements) {
      this.elements = elements;
      this.bytes = new byte[elements.maxLength()];
    }

    @Override
    public void onElement(DirectBuffer buffer, int offset, int length) {
      long next = popped;
      if (!elements.isElement(next, buffer, offset, length)) {
        throw new Violation(
            "something else came out of the second ring: expected=element "
                + next
                + ", length="
                + elements.length(next)
                + ", found="
                + elements.describeFound());
      }
      buffer.getBytes(offset, bytes, 0, length);
      checksum.update(bytes, 0, length);
      poppedChecksum = checksum.getValue();
      popped = next + 1;
    }

    @Override
    public void onGap(long position, long lost) {
      throw new Violation(
          "the second ring lost something: expected=nothing, found=" + lost + " at " + position);
    }
  }
}
