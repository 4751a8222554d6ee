package io.pushpop.queue;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * How a push end conflates while the ring is full: of each key only the latest element waits. See
 * {@link EndOptions#conflating}. Immutable.
 */
public final class ConflationOptions {
  private static final long DEFAULT_DRAIN_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final ElementKey key;
  private final int keys;
  private final int longest;
  private final long drainNanos;

  private ConflationOptions(ElementKey key, int keys, int longest, long drainNanos) {
    this.key = key;
    this.keys = keys;
    this.longest = longest;
    this.drainNanos = drainNanos;
  }

  /**
   * Conflates elements of the same key, of one slot each.
   *
   * @param key of an element; called while the ring is full, on the thread that pushes
   * @param keys how many different keys can wait at the same time, 1 or more: the number of all
   *     keys, or the end waits for room now and then as {@link Overflow#WAIT} does. The memory for
   *     them, and for one more, is taken when the end is
   * @return the options
   * @throws IllegalArgumentException if keys is less than 1
   */
  public static ConflationOptions byKey(ElementKey key, int keys) {
    Objects.requireNonNull(key, "key");
    if (keys < 1) {
      throw new IllegalArgumentException("1 key or more can wait: keys=" + keys);
    }
    return new ConflationOptions(key, keys, 0, DEFAULT_DRAIN_NANOS);
  }

  /**
   * Lets elements be longer than one slot. One slot's payload is always allowed.
   *
   * @param length of the longest element in bytes, 0 or more; never more than the ring takes
   * @return the changed options
   * @throws IllegalArgumentException if length is negative
   */
  public ConflationOptions withLongest(int length) {
    if (length < 0) {
      throw new IllegalArgumentException("an element has 0 bytes or more: length=" + length);
    }
    return new ConflationOptions(key, keys, length, drainNanos);
  }

  /**
   * How long {@code close()} waits until all that waits has gone into the ring; what has not is
   * counted as lost. One second unless this is called.
   *
   * @param patience 0 or more; 0 moves what there is room for
   * @return the changed options
   * @throws IllegalArgumentException if patience is negative
   */
  public ConflationOptions closingWithin(Duration patience) {
    if (patience.isNegative()) {
      throw new IllegalArgumentException("a close takes 0 or more: patience=" + patience);
    }
    return new ConflationOptions(key, keys, longest, TimeUnit.NANOSECONDS.convert(patience));
  }

  ElementKey key() {
    return key;
  }

  int keys() {
    return keys;
  }

  int longest() {
    return longest;
  }

  long drainNanos() {
    return drainNanos;
  }
}
