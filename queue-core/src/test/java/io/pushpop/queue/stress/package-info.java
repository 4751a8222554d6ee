/**
 * Every release store of the ring and the acquire load that it pairs with, under jcstress, with the
 * two ends on two mappings of one file. An outcome that a test does not list is forbidden.
 *
 * <p>{@code mvn verify} runs them shortly. To run one longer, in {@code queue-core} after {@code
 * mvn test-compile}: {@code mvn exec:exec@stress -Dstress.mode="-m default"
 * -Dstress.test=StampStress}.
 */
package io.pushpop.queue.stress;
