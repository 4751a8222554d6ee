package io.pushpop.queue;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.AgentTerminationException;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.IdleStrategy;

/**
 * Waits for many ends on one thread, for those who may not block: event loops, and virtual threads,
 * which {@code join()} a stage without holding a carrier.
 *
 * <p>A stage that is pending may be given up at any moment, by {@code cancel}, {@code orTimeout} or
 * by completing it: if that succeeds, nothing has been popped or reserved, nothing will be, and the
 * end is free for other use at once. If it comes too late it returns false, and the stage completes
 * with what it waited for. So no stage swallows an element.
 *
 * <p>While its stage is pending an end belongs to the waiter: one stage an end, and no other use.
 * Handlers and whatever hangs on a stage without an executor of its own run on the waiter's thread,
 * and hold up all other stages while they do.
 *
 * <p>Any thread may ask for stages.
 */
public final class Waiter implements AutoCloseable {
  private final ConcurrentLinkedQueue<Stage<?>> added = new ConcurrentLinkedQueue<>();
  private final AgentRunner runner;
  private volatile boolean closed;

  private Waiter(IdleStrategy idleStrategy) {
    this.runner = new AgentRunner(idleStrategy, Waiter::rethrow, null, new Rounds());
  }

  /**
   * Starts a waiter that looks at its ends all the time at first, and when nothing comes less and
   * less often, down to once a millisecond.
   *
   * @return the waiter, with a daemon thread of its own
   */
  public static Waiter start() {
    return start(new BackoffIdleStrategy());
  }

  /**
   * Starts a waiter.
   *
   * @param idleStrategy what its thread does after a look at all ends that found nothing
   * @return the waiter, with a daemon thread of its own
   */
  public static Waiter start(IdleStrategy idleStrategy) {
    Waiter waiter = new Waiter(Objects.requireNonNull(idleStrategy, "idleStrategy"));
    AgentRunner.startOnThread(waiter.runner, Waiter::daemon);
    return waiter;
  }

  /**
   * Waits for an element and pops it.
   *
   * @param pop used by this waiter alone while the stage is pending
   * @param handler sees the element, on the waiter's thread; if it throws, the element stays in the
   *     queue and the stage fails with what it threw
   * @return a stage that completes when the element is popped; it fails as {@link Pop#tryPop} does
   * @throws IllegalStateException if this waiter is closed
   */
  public CompletableFuture<Void> popAsync(Pop pop, ElementHandler handler) {
    Objects.requireNonNull(pop, "pop");
    Objects.requireNonNull(handler, "handler");
    return add(
        new Stage<Void>(
            pop::canPop,
            () -> {
              pop.tryPop(handler);
              return null;
            }));
  }

  /**
   * Waits for room for an element and reserves it.
   *
   * @param push used by this waiter alone while the stage is pending
   * @param length of the element in bytes, 0 to {@link Geometry#maxLength()}
   * @return a stage that completes with the permit, for whatever thread takes it up from there; it
   *     fails as {@link Push#reserve(int)} does, and where that does not wait, neither does this
   * @throws IllegalStateException if this waiter is closed
   */
  public CompletableFuture<Permit> reserveAsync(Push push, int length) {
    Objects.requireNonNull(push, "push");
    return add(
        new Stage<>(() -> push.canReserve(length), () -> push.reserveForAnotherThread(length)));
  }

  /**
   * Ends the thread and gives up all pending stages, which complete with a {@link
   * CancellationException}. Closing again does nothing. Not to be called from a handler.
   */
  @Override
  public void close() {
    closed = true;
    runner.close();
    // Added while the thread ended: nobody else looks at these any more.
    added.forEach(stage -> stage.cancel(false));
  }

  private <T> Stage<T> add(Stage<T> stage) {
    if (!closed) {
      added.add(stage);
    }
    if (closed && stage.cancel(false)) {
      throw new IllegalStateException("this waiter is closed; start another");
    }
    return stage;
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "pushpop-waiter");
    thread.setDaemon(true);
    return thread;
  }

  private static void rethrow(Throwable unexpected) {
    throw new AgentTerminationException(unexpected);
  }

  /** What the thread does, again and again. */
  private final class Rounds implements Agent {
    private final List<Stage<?>> pending = new ArrayList<>();

    @Override
    public int doWork() {
      int work = 0;
      for (Stage<?> stage = added.poll(); stage != null; stage = added.poll()) {
        pending.add(stage);
        work++;
      }
      for (int i = pending.size() - 1; i >= 0; i--) {
        if (pending.get(i).isOver()) {
          // The order of the stages means nothing.
          pending.set(i, pending.get(pending.size() - 1));
          pending.remove(pending.size() - 1);
          work++;
        }
      }
      return work;
    }

    @Override
    public void onClose() {
      pending.forEach(stage -> stage.cancel(false));
    }

    @Override
    public String roleName() {
      return "pushpop-waiter";
    }
  }

  /** One wait. Who wins {@link #claim} decides whether it ends with what it waited for. */
  private static final class Stage<T> extends CompletableFuture<T> {
    private final BooleanSupplier isThere;
    private final Supplier<T> take;
    private boolean claimed;

    /**
     * A wait.
     *
     * @param isThere whether there is what this waits for; changes nothing, and true stays true
     * @param take takes what is there
     */
    Stage(BooleanSupplier isThere, Supplier<T> take) {
      this.isThere = isThere;
      this.take = take;
    }

    /** Looks, and takes what is there; true if this wait is over. */
    boolean isOver() {
      try {
        // One lock around look and claim: who gives up finds the end untouched and nobody at it.
        synchronized (this) {
          if (claimed) {
            return true;
          }
          if (!isThere.getAsBoolean()) {
            return false;
          }
          claimed = true;
        }
        super.complete(take.get());
      } catch (Throwable failure) {
        claim();
        super.completeExceptionally(failure);
      }
      return true;
    }

    @Override
    public boolean complete(T value) {
      return claim() && super.complete(value);
    }

    @Override
    public boolean completeExceptionally(Throwable failure) {
      return claim() && super.completeExceptionally(failure);
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
      return claim() && super.cancel(mayInterruptIfRunning);
    }

    private synchronized boolean claim() {
      boolean won = !claimed;
      claimed = true;
      return won;
    }
  }
}
