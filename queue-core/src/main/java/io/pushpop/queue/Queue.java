package io.pushpop.queue;

import java.nio.ByteBuffer;
import java.util.Objects;
import org.agrona.BufferUtil;
import org.agrona.concurrent.AtomicBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A queue between two threads of one process: {@link Geometry} of memory outside the heap, split
 * into a {@link Push} and a {@link Pop} of which at most one each is alive. An end that was closed
 * can be taken again, and goes on where it was left.
 *
 * <p>Thread-safe; the ends are not. The memory is freed by the garbage collector, when neither the
 * queue nor an end of it can be reached any more.
 */
public final class Queue implements AutoCloseable {
  /** A page, so that slots begin on a page boundary as they do in a file. */
  private static final int ALIGNMENT = 4096;

  private final Geometry geometry;
  private final AtomicBuffer region;
  private final Holding pushHolding = new Holding(End.PUSH);
  private final Holding popHolding = new Holding(End.POP);
  private boolean closed;

  private Queue(Geometry geometry) {
    ByteBuffer memory = BufferUtil.allocateDirectAligned(geometry.regionLength(), ALIGNMENT);
    this.geometry = geometry;
    this.region = new UnsafeBuffer(memory);
  }

  /**
   * A new, empty queue.
   *
   * @param geometry of the ring
   * @return the queue
   * @throws IllegalStateException if the JVM was started without the flag that Agrona needs
   */
  public static Queue allocate(Geometry geometry) {
    Objects.requireNonNull(geometry, "geometry");
    RequiredFlags.check();
    return new Queue(geometry);
  }

  /**
   * Takes the push end, with default options.
   *
   * @return the end
   * @throws EndTakenException if it is alive
   * @throws IllegalStateException if the queue is closed
   */
  public Push push() {
    return push(EndOptions.defaults());
  }

  /**
   * Takes the push end.
   *
   * @param options how to wait, and what to do while the queue is full
   * @return the end
   * @throws EndTakenException if it is alive
   * @throws IllegalStateException if the queue is closed
   */
  public synchronized Push push(EndOptions options) {
    Objects.requireNonNull(options, "options");
    pushHolding.requireFree();
    Push push = Push.attach(region, geometry, options, pushHolding);
    pushHolding.take();
    return push;
  }

  /**
   * Takes the pop end, with default options.
   *
   * @return the end
   * @throws EndTakenException if it is alive
   * @throws IllegalStateException if the queue is closed
   */
  public Pop pop() {
    return pop(EndOptions.defaults());
  }

  /**
   * Takes the pop end.
   *
   * @param options how to wait
   * @return the end
   * @throws EndTakenException if it is alive
   * @throws IllegalStateException if the queue is closed
   */
  public synchronized Pop pop(EndOptions options) {
    Objects.requireNonNull(options, "options");
    popHolding.requireFree();
    Pop pop = Pop.attach(region, geometry, options, popHolding);
    popHolding.take();
    return pop;
  }

  /**
   * The geometry of the ring.
   *
   * @return as given to {@link #allocate}
   */
  public Geometry geometry() {
    return geometry;
  }

  /** Hands out no more ends. Those that are alive stay so. */
  @Override
  public synchronized void close() {
    closed = true;
  }

  /** Who holds one end; what the other end is told. */
  private final class Holding implements Attachment {
    private final End end;
    private final SleepingThread sleeping = new SleepingThread();
    private PeerState.State state = PeerState.State.ABSENT;
    private long generation;

    Holding(End end) {
      this.end = end;
    }

    void requireFree() {
      if (closed) {
        throw new IllegalStateException("this queue is closed; allocate another");
      }
      if (state == PeerState.State.ATTACHED) {
        throw new EndTakenException(
            end,
            "the "
                + end
                + " end of this queue is taken: generation="
                + generation
                + "; close it before it is taken again");
      }
    }

    void take() {
      state = PeerState.State.ATTACHED;
      generation++;
    }

    @Override
    public PeerState peer() {
      synchronized (Queue.this) {
        Holding peer = peerHolding();
        return new PeerState(peer.state, peer.generation);
      }
    }

    @Override
    public boolean wakes() {
      return true;
    }

    @Override
    public void park(int offset, int value, long nanos) {
      sleeping.park(region, offset, value, nanos);
    }

    @Override
    public void wake(int offset) {
      peerHolding().sleeping.wake();
    }

    @Override
    public void closed() {
      synchronized (Queue.this) {
        state = PeerState.State.DETACHED;
      }
    }

    private Holding peerHolding() {
      return end == End.PUSH ? popHolding : pushHolding;
    }
  }
}
