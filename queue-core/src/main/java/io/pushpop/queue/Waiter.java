package io.pushpop.queue;

import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.AgentTerminationException;
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
  private final Stages stages;
  private final AgentRunner runner;

  private Waiter(Stages stages, IdleStrategy idleStrategy) {
    this.stages = stages;
    this.runner = new AgentRunner(idleStrategy, this::end, null, stages);
  }

  /**
   * Starts a waiter that parks: it looks at its ends for 20 microseconds, and then sleeps until one
   * of their peers wakes it, as {@link EndOptions#parking()} describes. That takes ends of mapped
   * files, a Linux of 5.16 or later, and at most 127 stages at a time; with other ends, or more, it
   * sleeps for short times instead, from 50 microseconds up to a millisecond.
   *
   * @return the waiter, with a daemon thread of its own
   */
  public static Waiter start() {
    Stages stages = new Stages();
    return start(new Waiter(stages, new Resting(stages)));
  }

  /**
   * Starts a waiter.
   *
   * @param idleStrategy what its thread does after a look at all ends that found nothing
   * @return the waiter, with a daemon thread of its own
   */
  public static Waiter start(IdleStrategy idleStrategy) {
    return start(new Waiter(new Stages(), Objects.requireNonNull(idleStrategy, "idleStrategy")));
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
            pop.sleep(),
            pop::canPopByHead,
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
        new Stage<>(
            push.sleep(),
            () -> push.canReserve(length),
            () -> push.reserveForAnotherThread(length)));
  }

  /**
   * Ends the thread and gives up all pending stages, which complete with a {@link
   * CancellationException}. Closing again does nothing. Not to be called from a handler.
   */
  @Override
  public void close() {
    stages.close();
    runner.close();
  }

  private static Waiter start(Waiter waiter) {
    AgentRunner.startOnThread(waiter.runner, Waiter::daemon);
    return waiter;
  }

  private <T> Stage<T> add(Stage<T> stage) {
    if (!stages.add(stage) && stage.cancel(false)) {
      throw new IllegalStateException("this waiter is closed; start another");
    }
    return stage;
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "pushpop-waiter");
    thread.setDaemon(true);
    return thread;
  }

  /** The runner does not close an agent that has failed. */
  private void end(Throwable unexpected) {
    stages.onClose();
    throw new AgentTerminationException(unexpected);
  }
}
