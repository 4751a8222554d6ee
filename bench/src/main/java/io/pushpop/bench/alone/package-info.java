/**
 * What pushes and pops cost alone: one thread, nobody else on the ring, no cache line that comes
 * from another core. Benchmarks of JMH and the ring that they work on; what crosses from one
 * process to another is measured in {@code contest}.
 */
package io.pushpop.bench.alone;
