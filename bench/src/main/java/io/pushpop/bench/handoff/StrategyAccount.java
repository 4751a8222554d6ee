package io.pushpop.bench.handoff;

import java.util.Map;

/**
 * What the strategy has seen since the warm-up.
 *
 * @param popped messages
 * @param bytes of these messages, without their send times
 * @param checksum of these messages
 * @param position of the pop end, at the end
 * @param waits how often the ring was found empty
 * @param deepest most slots in use that were seen
 * @param backwards messages that were sent earlier than one before them
 * @param nanos from the first message to the last
 * @param countsByType messages by the letter of their type, those of the table that were seen
 * @param unknownTypes messages of types that are not in the table
 * @param wrongLengths messages of a type in the table with another length
 * @param unknownOrders operations on orders that were never seen, or gone
 * @param overdrawnOrders operations that took more shares than their order had
 * @param repeatedOrders orders that began with the reference of a live one
 * @param liveOrders orders left in the books
 * @param books stocks that have had an order
 * @param latency from send to handler
 */
record StrategyAccount(
    long popped,
    long bytes,
    String checksum,
    long position,
    long waits,
    long deepest,
    long backwards,
    long nanos,
    Map<String, Long> countsByType,
    long unknownTypes,
    long wrongLengths,
    long unknownOrders,
    long overdrawnOrders,
    long repeatedOrders,
    int liveOrders,
    int books,
    Latency latency) {}
