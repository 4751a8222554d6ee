/**
 * A ring carries elements of mixed lengths between two JVMs, every byte checked: undisturbed
 * ({@link io.pushpop.bench.torture.Soak}), and while both are killed and replaced again and again
 * ({@link io.pushpop.bench.torture.Torture}). Or both sleep at nearly every element, and give waits
 * up ({@link io.pushpop.bench.torture.Doze}).
 *
 * <pre>{@code
 *         parent: starts, kills, replaces, and judges
 *         |  line                             |  line
 * +-------+--------+                  +-------+--------+
 * | push side      |                  | pop side       |
 * | Pusher -> Push +----- ring ------>+ Pop -> Popper  |
 * +-------+--------+                  +-------+--------+
 *         | about to push                     | handled, released
 *    PushJournal                          PopJournal
 * }</pre>
 *
 * <p>What an element is follows from its number, its sequence. The journals outlive a kill: from
 * them a successor knows which element is to be pushed next, and which may come next.
 */
package io.pushpop.bench.torture;
