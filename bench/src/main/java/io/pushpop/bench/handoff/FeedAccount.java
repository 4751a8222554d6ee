package io.pushpop.bench.handoff;

/**
 * What the feed has done since the warm-up.
 *
 * @param pushed messages
 * @param bytes of these messages, without their send times
 * @param checksum of these messages
 * @param position of the push end, at the end
 * @param waits how often the ring was full
 * @param deepest most slots in use that were seen then
 * @param behind messages of a paced run that were not ready when they were due
 * @param longestBehindNanos how late the latest message of a paced run was pushed
 * @param stalls how often, in a paced run, the feed's core was somebody else's for 20 us or more
 * @param stalledNanos how long that was in all
 * @param longestStallNanos how long that was at the most
 * @param tooLong messages that were left out because the ring takes no elements as long
 * @param keptBack messages of the input that the encoding has no words for
 * @param torn whether the capture ends in the middle
 * @param tornTailBytes bytes at its end that are no whole frame
 */
record FeedAccount(
    long pushed,
    long bytes,
    String checksum,
    long position,
    long waits,
    long deepest,
    long behind,
    long longestBehindNanos,
    long stalls,
    long stalledNanos,
    long longestStallNanos,
    long tooLong,
    TypeCounts keptBack,
    boolean torn,
    int tornTailBytes) {}
