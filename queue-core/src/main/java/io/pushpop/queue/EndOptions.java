package io.pushpop.queue;

import java.util.Objects;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.IdleStrategy;

/**
 * How an end behaves, chosen when it is taken. Immutable; each method returns a changed copy.
 *
 * <p>An idle strategy keeps state: give each end its own.
 */
public final class EndOptions {
  private final IdleStrategy idleStrategy;

  private EndOptions(IdleStrategy idleStrategy) {
    this.idleStrategy = idleStrategy;
  }

  /**
   * The defaults: waits spin shortly, yield, then sleep for at most a millisecond at a time
   * (Agrona's {@link BackoffIdleStrategy}), which harms nobody on a machine with few cores.
   *
   * @return options with an idle strategy of their own
   */
  public static EndOptions defaults() {
    return new EndOptions(new BackoffIdleStrategy());
  }

  /**
   * Waits with this strategy, for instance {@code BusySpinIdleStrategy.INSTANCE} for an end that
   * owns a core.
   *
   * @param strategy what a wait does between two looks; it is reset before each wait
   * @return the changed options
   */
  public EndOptions waitingWith(IdleStrategy strategy) {
    return new EndOptions(Objects.requireNonNull(strategy, "strategy"));
  }

  /**
   * What a wait does between two looks.
   *
   * @return the strategy
   */
  public IdleStrategy idleStrategy() {
    return idleStrategy;
  }
}
