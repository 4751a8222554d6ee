package io.pushpop.queue;

/**
 * What a push end does with an element for which the ring has no room. Chosen by {@link
 * EndOptions#whenFull} when the end is taken; the code that pushes is the same under each. {@link
 * EndOptions#conflating} is a fourth way.
 *
 * <p>Whatever is lost is accounted for: see {@link Losses}. No policy ever hands on a part of an
 * element.
 */
public enum Overflow {
  /**
   * Waits for room: {@code reserve} waits, {@code tryReserve} returns null and {@code tryPush}
   * false. Nothing is lost. A consumer that stands still stops its producer.
   */
  WAIT,

  /**
   * Refuses: {@code tryReserve} returns null and {@code tryPush} false, as with {@link #WAIT}, and
   * {@code reserve}, which would wait, throws a {@link QueueFullException} at once. Nothing is lost
   * but what the caller does not push again.
   */
  FAIL,

  /**
   * Drops the newest: {@code reserve}, {@code tryReserve} and {@code tryPush} always succeed. While
   * the ring has no room, the permit lies over memory of this end alone, and what is pushed there
   * is lost and counted. What is in the ring already is delivered, in order, once; of the elements
   * that were dropped the consumer is told how many there were, and before which element.
   *
   * <p>A batch is not dropped: {@code tryReserveBatch} returns null while there is no room.
   */
  DROP_NEWEST
}
