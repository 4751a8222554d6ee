package io.pushpop.bench.contest;

/**
 * How far the cores of the two sides lay apart: what a round trip of two bare flags took them, in
 * nanoseconds. A hypervisor moves virtual cores when it likes, and every figure moves with them.
 *
 * @param before right before the race
 * @param after right after it
 */
record Distance(double before, double after) {}
