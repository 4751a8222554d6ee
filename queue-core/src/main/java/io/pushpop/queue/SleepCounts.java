package io.pushpop.queue;

/**
 * How often an end that parks has slept, and how those sleeps ended that nobody ended. For tests
 * and for watching over a queue.
 *
 * @param sleeps all of its own, short and long; not those of a {@link Waiter} in its place
 * @param foundAfterGrace waits that ended with the look after the grace period, before anybody woke
 *     the end: what the peer did was in its store buffer when it looked for a sleeper
 * @param foundAfterBound waits that ended with a look after a long sleep, before anybody woke the
 *     end: 0, unless a peer died between what it did and the wake-up, or cannot wake
 */
public record SleepCounts(long sleeps, long foundAfterGrace, long foundAfterBound) {}
