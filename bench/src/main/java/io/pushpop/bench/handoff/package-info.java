/**
 * The market-data handoff: a feed (a {@link io.pushpop.queue.Push}) and a strategy (a {@link
 * io.pushpop.queue.Pop}), each in a JVM of its own, and the parent that starts both and compares
 * their accounts.
 *
 * <pre>
 *                    Handoff, Run (parent: waits, compares, decides)
 *                   /                                               \
 *   MessageSource -> Feed -> Push ==[ ring in /dev/shm ]==> Pop -> Strategy -> OrderBooks
 * </pre>
 *
 * <p>An element is the time at which it was sent, 8 bytes in the byte order of the machine on the
 * clock of {@link System#nanoTime} (one for all processes of a Linux host), then the message: as it
 * is, or normalised (see {@link io.pushpop.bench.sbe}). An element of the time alone ends the
 * warm-up: both accounts begin after it.
 */
package io.pushpop.bench.handoff;
