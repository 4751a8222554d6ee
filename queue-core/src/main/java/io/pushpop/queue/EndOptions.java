package io.pushpop.queue;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.IdleStrategy;

/**
 * How an end behaves, chosen when it is taken. Immutable.
 *
 * <p>There are two kinds of waiting. An end that <i>parks</i> spins shortly and then sleeps until
 * its peer wakes it. Or an Agrona {@link IdleStrategy} says what to do between two looks: {@code
 * BusySpinIdleStrategy} for an end that owns a core and wants every nanosecond. Either way only a
 * push or a pop that must wait comes to it.
 *
 * <p>A push end also has a policy for a full queue: it waits, fails, drops ({@link #whenFull}) or
 * conflates ({@link #conflating}).
 *
 * <p>An idle strategy keeps state: give each end its own.
 */
public final class EndOptions {
  private static final Duration DEFAULT_SPIN = Duration.ofNanos(20_000);
  private static final EndOptions PARKING = parking(DEFAULT_SPIN);

  private final IdleStrategy idleStrategy;
  private final long spinNanos;
  private final Overflow overflow;

  /** Null if the end does not conflate. */
  private final ConflationOptions conflation;

  private EndOptions(
      IdleStrategy idleStrategy, long spinNanos, Overflow overflow, ConflationOptions conflation) {
    this.idleStrategy = idleStrategy;
    this.spinNanos = spinNanos;
    this.overflow = overflow;
    this.conflation = conflation;
  }

  /**
   * The defaults: {@link #parking()}. An end that waits long costs next to nothing, and is awake
   * some microseconds after there is something to do.
   *
   * @return the defaults
   */
  public static EndOptions defaults() {
    return PARKING;
  }

  /**
   * Parks: spins for 20 microseconds, then sleeps until the peer wakes it. That is longer than most
   * gaps within a burst, and several times what falling asleep and being woken costs, so that
   * traffic that does not pause is not slowed down; and so short that an end which is woken a
   * hundred times a second spends a fifth of a percent of a core on it.
   *
   * @return options of an end that parks
   */
  public static EndOptions parking() {
    return PARKING;
  }

  /**
   * Parks: spins for a while, then sleeps until the peer wakes it.
   *
   * <p>A wake-up takes some microseconds, and costs the peer a system call. A peer that does not
   * sleep pays nothing else, and one that is not asleep is not woken. Where the peer cannot wake
   * anybody, or the waiting thread is a virtual one and the queue lies in a file, sleeps are timed
   * instead: 50 microseconds, doubling to a millisecond.
   *
   * <p>A time-out is kept to within the slack of the kernel's timers and the time until the thread
   * gets a core, on an idle machine about 100 microseconds. An interrupt ends a sleep at once. A
   * peer that dies wakes nobody: if it did so between a push and the wake-up, its element is found
   * at the end of a sleep, after a second at the most.
   *
   * @param spin how long to spin before sleeping, 0 or more
   * @return options of an end that parks
   * @throws IllegalArgumentException if spin is negative
   */
  public static EndOptions parking(Duration spin) {
    if (spin.isNegative()) {
      throw new IllegalArgumentException(
          "an end spins for 0 or more before it parks: spin=" + spin);
    }
    return new EndOptions(null, TimeUnit.NANOSECONDS.convert(spin), Overflow.WAIT, null);
  }

  /**
   * Waits with this strategy instead of parking, for instance {@code BusySpinIdleStrategy.INSTANCE}
   * for an end that owns a core.
   *
   * @param strategy what a wait does between two looks; it is reset before each wait
   * @return the changed options
   */
  public EndOptions waitingWith(IdleStrategy strategy) {
    return new EndOptions(Objects.requireNonNull(strategy, "strategy"), 0, overflow, conflation);
  }

  /**
   * What a push end does while the queue is full; {@link Overflow#WAIT} unless this is called. A
   * pop end takes no notice.
   *
   * @param policy instead of the one so far, conflation included
   * @return the changed options
   */
  public EndOptions whenFull(Overflow policy) {
    return new EndOptions(idleStrategy, spinNanos, Objects.requireNonNull(policy, "policy"), null);
  }

  /**
   * Lets a push end conflate while the queue is full: latest wins, key by key. For market data,
   * where an old price is worth nothing once there is a new one.
   *
   * <p>While the ring is full, an element goes to a table in the memory of the push end. If one of
   * the same key waits there already, that is lost and counted, and the new one waits instead, at
   * the end. Once anything waits, all later elements go through the table until it is empty, so
   * that they are delivered in the order of last update. Each use of the end first moves what waits
   * into the ring, as far as there is room; {@link Push#flush()} does nothing else, for a feed that
   * goes quiet, and {@link Push#close()} waits a bounded time for it.
   *
   * <p>Promised: of every key the last element is delivered, unless the push end is killed while it
   * waits, or closed and the pop end makes no room in time; what is delivered is whole, in order,
   * and once; every element that is not delivered is counted, and told before the element that
   * follows in its place. A killed push end loses what waits in its table: at the most one element
   * a key, and the next push end counts them.
   *
   * <p>{@code reserve} and {@code tryPush} find no room only while more keys wait than the options
   * allow for. {@code tryReserveBatch} returns null while anything waits.
   *
   * @param options keys and bounds
   * @return the changed options
   */
  public EndOptions conflating(ConflationOptions options) {
    return new EndOptions(
        idleStrategy, spinNanos, Overflow.WAIT, Objects.requireNonNull(options, "options"));
  }

  /**
   * What a wait does between two looks.
   *
   * @return the strategy, or null if the end parks
   */
  public IdleStrategy idleStrategy() {
    return idleStrategy;
  }

  /** What a push end does when there is no room, for an end that does not conflate. */
  Overflow overflow() {
    return overflow;
  }

  /** How a push end conflates, or null. */
  ConflationOptions conflation() {
    return conflation;
  }

  /** How long an end that parks spins first. */
  long spinNanos() {
    return spinNanos;
  }
}
