/**
 * Queues that take turns of some milliseconds within one JVM ({@link io.pushpop.bench.duel.Duel}),
 * for machines whose cores are moved while a race is on: in {@link io.pushpop.bench.contest} each
 * contender has processes of its own, which is what users have, and a hypervisor has time to move
 * them.
 */
package io.pushpop.bench.duel;
